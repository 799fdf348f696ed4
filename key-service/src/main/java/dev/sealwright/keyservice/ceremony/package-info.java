/**
 * The key ceremony, a program of its own: one run makes the service token's keys, another, which
 * alone sees the root token, makes the root and signs the issuing CAs and the anchors document.
 */
@NullMarked
package dev.sealwright.keyservice.ceremony;

import org.jspecify.annotations.NullMarked;
