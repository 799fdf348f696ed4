package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.MalformedException;

/**
 * Where in the log an admitted leaf may stand. The two genesis leaves have one place each, all
 * others come after them.
 */
enum LeafRole {
    ORDINARY(0),
    /** The anchors leaf, index 0. */
    ANCHORS(1),
    /** The ceremony leaf, index 1. */
    CEREMONY(2);

    private final byte code;

    LeafRole(int code) {
        this.code = (byte) code;
    }

    /** How the journal writes it. */
    byte code() {
        return code;
    }

    static LeafRole ofCode(byte code) {
        for (LeafRole role : values()) {
            if (role.code == code) {
                return role;
            }
        }
        throw new MalformedException("a journal event with an unknown leaf role");
    }

    static LeafRole demandedAt(long index) {
        if (index == 0) {
            return ANCHORS;
        }
        return index == 1 ? CEREMONY : ORDINARY;
    }

    /** Whether a log of this size still has a place for such a leaf. */
    boolean mayStandFrom(long size) {
        return switch (this) {
            case ORDINARY -> true;
            case ANCHORS -> size == 0;
            case CEREMONY -> size <= 1;
        };
    }
}
