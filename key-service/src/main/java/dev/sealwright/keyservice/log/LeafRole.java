package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.MalformedException;

/**
 * What an admitted leaf is to an epoch. Those that it begins with have one place each, see {@link
 * LeafPlaces}, all others come after them.
 */
enum LeafRole {
    ORDINARY(0),
    /** The anchors leaf. */
    ANCHORS(1),
    /** The ceremony leaf. */
    CEREMONY(2),
    /** The leaf that opens an epoch after another. */
    EPOCH(3),
    /** An anchors leaf within an epoch; the last one of its batch. */
    ANCHORS_CHANGE(4),
    /** Any other leaf of which the bytes may go one day. */
    PASSING(5),
    /** One of which they went: a voter that follows knows its hash alone. */
    GONE(6);

    private final byte code;

    LeafRole(int code) {
        this.code = (byte) code;
    }

    /** How the journal writes it. */
    byte code() {
        return code;
    }

    /** Whether such leaves stand wherever no other has its place. */
    boolean standsAnywhere() {
        return this == ORDINARY || this == ANCHORS_CHANGE || this == PASSING || this == GONE;
    }

    static LeafRole ofCode(byte code) {
        for (LeafRole role : values()) {
            if (role.code == code) {
                return role;
            }
        }
        throw new MalformedException("a journal event with an unknown leaf role");
    }
}
