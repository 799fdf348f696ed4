/**
 * The RATS conceptual messages wrapper (draft-ietf-rats-msg-wrap-22): evidence and what belongs
 * beside it in one typed file.
 */
@NullMarked
package dev.sealwright.attestation.cmw;

import org.jspecify.annotations.NullMarked;
