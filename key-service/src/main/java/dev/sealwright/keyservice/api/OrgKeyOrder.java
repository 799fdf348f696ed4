package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;

/**
 * What {@link KeyService#makeOrgKey} needs.
 *
 * @param org tag of 16 bytes; that of no org for the service's own key {@code mac}
 * @param version from 2, since the first is made when it is needed
 */
public record OrgKeyOrder(Bytes org, long version) {
    private static final int ID = 16;

    public OrgKeyOrder {
        org.requireSize(ID, "the tag of an org");
        if (version < 2) {
            throw new IllegalArgumentException("versions that are asked for begin at 2");
        }
    }
}
