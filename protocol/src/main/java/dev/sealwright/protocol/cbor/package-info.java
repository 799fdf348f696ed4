/**
 * Strict deterministic CBOR (RFC 8949 section 4.2.1), and a bounded lenient reader for other
 * people's evidence. What has a form of ours and is read for each request (leaves, tokens and what
 * belongs to them) is read by a {@link dev.sealwright.protocol.cbor.CborCursor}: a token is
 * verified in little more time than its hashes take, of which a tree of values would be half as
 * much again. A {@link dev.sealwright.protocol.cbor.CborValue} is for all else: what has to be
 * looked at before it is known what it is, and what is written. Both stand on one input, so that
 * there is one set of bounds and one notion of the deterministic form.
 */
@NullMarked
package dev.sealwright.protocol.cbor;

import org.jspecify.annotations.NullMarked;
