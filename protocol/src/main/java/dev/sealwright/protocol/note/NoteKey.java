package dev.sealwright.protocol.note;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.crypto.Sha256;
import java.nio.ByteBuffer;

/**
 * A key that signs notes.
 *
 * @param name without Unicode spaces and '+', at most 255 bytes
 * @param key raw public key: 32 bytes of Ed25519, or 1952 of ML-DSA-65
 */
public record NoteKey(String name, NoteAlgorithm algorithm, Bytes key) {
    public static final int ID_SIZE = 4;

    private static final int MAX_NAME = 255;
    private static final int MAX_VKEY = 4 * 1024;
    private static final int TIMESTAMP_SIZE = Long.BYTES;
    private static final Bytes NEWLINE = Bytes.utf8("\n");

    public NoteKey {
        requireName(name);
        key.requireSize(algorithm.keySize(), "a note key");
    }

    static void requireName(String name) {
        boolean bad =
                name.codePoints()
                        .anyMatch(
                                c ->
                                        c == '+'
                                                || c < 0x20
                                                || c == 0x7f
                                                || c == 0x85
                                                || Character.isSpaceChar(c));
        if (bad || name.isEmpty() || Bytes.utf8(name).size() > MAX_NAME) {
            throw new MalformedException("not the name of a note key");
        }
    }

    /** SHA-256(name ‖ 0x0A ‖ type ‖ key)[0..4]. */
    public Bytes id() {
        return Sha256.of(Bytes.utf8(name), NEWLINE, typedKey()).slice(0, ID_SIZE);
    }

    /** {@code <name>+<id hex>+<base64 of type ‖ key>}. */
    public String vkey() {
        return name + "+" + id().hex() + "+" + typedKey().base64();
    }

    public static NoteKey parseVkey(String text) {
        String[] parts = text.length() > MAX_VKEY ? new String[0] : text.split("\\+", 3);
        if (parts.length != 3) {
            throw new MalformedException("not a verifier key");
        }
        Bytes typed = Bytes.fromBase64(parts[2]);
        NoteAlgorithm algorithm = NoteAlgorithm.of(typed);
        NoteKey key =
                new NoteKey(
                        parts[0], algorithm, typed.slice(algorithm.type().size(), typed.size()));
        if (!key.id().hex().equals(parts[1])) {
            throw new MalformedException("a verifier key whose id is not its own");
        }
        return key;
    }

    private Bytes typedKey() {
        return Bytes.concat(algorithm.type(), key);
    }

    /** Whether this line claims to be by this key. */
    boolean names(NoteSignature signature) {
        return signature.name().equals(name) && signature.keyId().equals(id());
    }

    /** Whether this key made that signature over that note text. */
    public boolean verifies(String text, NoteSignature signature) {
        if (!names(signature)) {
            return false;
        }
        Bytes value = signature.signature();
        return switch (algorithm) {
            case ED25519 -> Ed25519.verify(key, Bytes.utf8(text), value);
            case ML_DSA_65 -> MlDsa65.verify(key, Bytes.utf8(text), value);
            case COSIGNATURE_V1 -> verifiesCosignature(text, value);
        };
    }

    private boolean verifiesCosignature(String text, Bytes value) {
        if (value.size() != TIMESTAMP_SIZE + Ed25519.SIGNATURE_SIZE) {
            return false;
        }
        long timestamp = ByteBuffer.wrap(value.toArray()).getLong();
        return timestamp >= 0
                && Ed25519.verify(
                        key,
                        Cosignature.message(text, timestamp),
                        value.slice(TIMESTAMP_SIZE, value.size()));
    }

    /**
     * The signature line for a raw signature that this key, which makes no cosignatures, made over
     * the note text.
     */
    public NoteSignature signed(Bytes signature) {
        if (algorithm == NoteAlgorithm.COSIGNATURE_V1) {
            throw new IllegalStateException("a cosignature needs its time");
        }
        return new NoteSignature(
                name, id(), signature.requireSize(algorithm.signatureSize(), "a note signature"));
    }

    /**
     * The signature line for a raw Ed25519 signature over {@link Cosignature#message} at that time.
     */
    public NoteSignature cosigned(long timestamp, Bytes signature) {
        if (algorithm != NoteAlgorithm.COSIGNATURE_V1) {
            throw new IllegalStateException("only cosignatures have a time");
        }
        signature.requireSize(Ed25519.SIGNATURE_SIZE, "a cosignature");
        return new NoteSignature(name, id(), Bytes.concat(Bytes.uint64(timestamp), signature));
    }
}
