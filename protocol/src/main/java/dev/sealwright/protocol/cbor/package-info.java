/**
 * Strict deterministic CBOR (RFC 8949 section 4.2.1), and a bounded lenient reader for other
 * people's evidence.
 */
@NullMarked
package dev.sealwright.protocol.cbor;

import org.jspecify.annotations.NullMarked;
