package dev.sealwright.controlplane.access;

import dev.sealwright.protocol.Bytes;

/**
 * An organisation that the caller may know of.
 *
 * @param tag its 16 bytes in leaves and SPIFFE ids
 * @param name what its owner calls it
 */
public record Org(Bytes tag, String name) {
    /** The organisation whose PLATFORM users run the service. */
    public static final String PLATFORM = "platform";

    public Org {
        tag.requireSize(16, "org tag");
    }
}
