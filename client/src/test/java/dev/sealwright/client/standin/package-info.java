/**
 * A service for the tests of both command lines: real TLS, a real log and real certificates, on
 * keys in memory. It says what the contract says and can be told to misbehave.
 */
package dev.sealwright.client.standin;
