/**
 * The description of the API: made from the code, from conventions and from examples, compared with
 * the one that is checked in, and held to what the service does.
 */
package dev.sealwright.controlplane.description;
