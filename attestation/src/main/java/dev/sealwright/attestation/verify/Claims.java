package dev.sealwright.attestation.verify;

import dev.sealwright.attestation.wire.JsonValue;

/**
 * What evidence says, typed by its format. A value of this type proves nothing by itself; {@link
 * Authentic} does.
 */
public interface Claims {
    Format format();

    /** The claims by name, for people and for reports; binary values in lower-case hexadecimal. */
    JsonValue.Obj facts();
}
