package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.MlDsa65;
import java.util.Map;
import java.util.Optional;

/**
 * The second key of a log that a token's statement may tell of, with proof that the token holds the
 * private half.
 *
 * @param key raw ML-DSA-65
 * @param proof signature by it over {@link #possession}
 */
record PostQuantumKey(Bytes key, Bytes proof) {
    private static final String KEY = "post_quantum_log_key";
    private static final String PROOF = "post_quantum_log_key_proof";

    /** What the key signs to show that it is there, beside which log key; it can be no note. */
    static Bytes possession(String tokenSerial, Bytes logKey, Bytes key) {
        return Framed.domain("sealwright/post-quantum-key-possession/v1")
                .add(tokenSerial)
                .add(logKey)
                .add(key)
                .bytes();
    }

    /** Throws unless the key proves itself. */
    void verify(String tokenSerial, Bytes logKey) {
        if (!MlDsa65.verify(key, possession(tokenSerial, logKey, key), proof)) {
            throw new MalformedException("a post-quantum key that does not prove itself");
        }
    }

    /** Adds it to a statement. */
    void into(Map<String, String> object) {
        object.put(KEY, key.base64Url());
        object.put(PROOF, proof.base64Url());
    }

    /** Takes it from a statement, if that has one. */
    static Optional<PostQuantumKey> take(Map<String, String> object) {
        String key = object.remove(KEY);
        String proof = object.remove(PROOF);
        if (key == null && proof == null) {
            return Optional.empty();
        }
        if (key == null || proof == null) {
            throw new MalformedException("a post-quantum key without its proof, or the other way");
        }
        return Optional.of(
                new PostQuantumKey(
                        Bytes.fromBase64Url(key)
                                .requireSize(MlDsa65.KEY_SIZE, "a post-quantum key"),
                        Bytes.fromBase64Url(proof)
                                .requireSize(MlDsa65.SIGNATURE_SIZE, "its proof")));
    }
}
