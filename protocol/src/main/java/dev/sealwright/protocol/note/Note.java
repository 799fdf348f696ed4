package dev.sealwright.protocol.note;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.MlDsa65;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Text and signatures over it (c2sp.org/signed-note). Says nothing until a signature by a known key
 * has been verified.
 *
 * @param text ends with a newline; no control character but newline
 * @param signatures 1 to {@value #MAX_SIGNATURES}, no key twice
 */
public record Note(String text, List<NoteSignature> signatures) {
    /** Room for the most signatures with the largest, each member's post-quantum one. */
    public static final int MAX_SIZE = 128 * 1024;

    public static final int MAX_SIGNATURES = 32;

    public Note {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw new MalformedException("not the text of a note");
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new MalformedException("a note with " + signatures.size() + " signatures");
        }
        Set<String> seen = new HashSet<>();
        for (NoteSignature signature : signatures) {
            if (!seen.add(signature.name() + " " + signature.keyId().hex())) {
                throw new MalformedException("a note with two signatures by one key");
            }
        }
    }

    public static Note parse(String note) {
        if (note.length() > MAX_SIZE) {
            throw new MalformedException("a note larger than " + MAX_SIZE);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(note)) {
            throw new MalformedException("a note that is no Unicode text");
        }
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n") || split + 2 == note.length()) {
            throw new MalformedException("not a signed note");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        String lines = note.substring(split + 2, note.length() - 1);
        for (String line : lines.split("\n", MAX_SIGNATURES + 1)) {
            signatures.add(NoteSignature.parse(line));
        }
        return new Note(note.substring(0, split + 1), signatures);
    }

    /** The whole note; {@link #parse} reads exactly this. */
    public String encode() {
        StringBuilder out = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> out.append(signature.line()).append('\n'));
        return out.toString();
    }

    /** Whether one of the lines is a signature by this key that verifies. */
    public boolean signedBy(NoteKey key) {
        return signatures.stream().anyMatch(signature -> key.verifies(text, signature));
    }

    /** Whether one of the lines claims to be by this key. */
    public boolean claims(NoteKey key) {
        return signatures.stream().anyMatch(key::names);
    }

    /**
     * The same without post-quantum signatures, each of which is fifty times as large as another.
     */
    public Note withoutPostQuantum() {
        List<NoteSignature> kept =
                signatures.stream()
                        .filter(line -> line.signature().size() != MlDsa65.SIGNATURE_SIZE)
                        .toList();
        return kept.size() == signatures.size() ? this : new Note(text, kept);
    }

    public Bytes bytes() {
        return Bytes.utf8(encode());
    }
}
