package dev.sealwright.protocol.note;

import dev.sealwright.protocol.Bytes;

/** What a witness signs (c2sp.org/tlog-cosignature, Ed25519). */
public final class Cosignature {
    private Cosignature() {}

    /**
     * The signed message.
     *
     * @param text the note text of the checkpoint, with its last newline
     * @param timestamp seconds since the epoch
     */
    public static Bytes message(String text, long timestamp) {
        if (timestamp < 0) {
            throw new IllegalArgumentException("a time before the epoch");
        }
        return Bytes.utf8("cosignature/v1\ntime " + timestamp + "\n" + text);
    }
}
