/**
 * The whole service, as processes, while things break under it: what is promised then, held case by
 * case, and a soak of everything at random. {@code docs/faults.md} is the record.
 */
package dev.sealwright.faults;
