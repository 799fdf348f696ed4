/**
 * Certificates that follow from leaves: what an order must prove, and the bytes that are then
 * signed.
 */
@NullMarked
package dev.sealwright.keyservice.ca;

import org.jspecify.annotations.NullMarked;
