package dev.sealwright.protocol.note;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/**
 * One signature line of a note: {@code — <name> base64(key id ‖ signature)}.
 *
 * @param keyId 4 bytes
 * @param signature what follows the key id, as the key's algorithm has it
 */
public record NoteSignature(String name, Bytes keyId, Bytes signature) {
    private static final String DASH = "— ";

    public NoteSignature {
        NoteKey.requireName(name);
        keyId.requireSize(NoteKey.ID_SIZE, "a note key id");
        if (signature.isEmpty()) {
            throw new MalformedException("an empty note signature");
        }
    }

    /** The line without its newline. */
    public String line() {
        return DASH + name + " " + Bytes.concat(keyId, signature).base64();
    }

    /** Reads exactly what {@link #line} gives. */
    public static NoteSignature parse(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !line.startsWith(DASH)) {
            throw new MalformedException("not a note signature");
        }
        Bytes value = Bytes.fromBase64(parts[2]);
        if (value.size() <= NoteKey.ID_SIZE) {
            throw new MalformedException("not a note signature");
        }
        return new NoteSignature(
                parts[1],
                value.slice(0, NoteKey.ID_SIZE),
                value.slice(NoteKey.ID_SIZE, value.size()));
    }
}
