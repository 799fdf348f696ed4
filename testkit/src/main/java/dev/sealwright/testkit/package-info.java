/** What tests stand on: real SoftHSM2 and PostgreSQL, a test PKI, a clock, a canary. */
@NullMarked
package dev.sealwright.testkit;

import org.jspecify.annotations.NullMarked;
