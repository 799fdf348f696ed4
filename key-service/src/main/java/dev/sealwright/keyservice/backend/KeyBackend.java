package dev.sealwright.keyservice.backend;

import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A token that holds non-extractable keys and uses them.
 *
 * <p>Every call is safe from any thread, virtual ones too, and ends within the backend's deadline.
 * Failures are unchecked: {@link KeyBackendUnavailableException} when the same call may succeed
 * later, {@link KeyBackendException} when it will not, {@link AuthenticationFailedException} when a
 * ciphertext is not what was sealed.
 */
public interface KeyBackend extends AutoCloseable {

    /**
     * The largest message that {@link #sign} takes under an Ed25519 or ML-DSA key, and {@link
     * #hmac} under an HMAC key.
     */
    int MAX_MESSAGE_BYTES = 16 * 1024;

    /**
     * The largest plaintext of {@link #encrypt}; larger things are sealed under a data key of their
     * own.
     */
    int MAX_PLAINTEXT_BYTES = 64 * 1024;

    /** The largest additional data of {@link #encrypt} and {@link #decrypt}. */
    int MAX_AAD_BYTES = 4 * 1024;

    /** The AES-GCM nonce length, NIST SP 800-38D section 5.2.1.1. */
    int GCM_IV_BYTES = 12;

    /** The AES-GCM tag length; shorter tags are not offered. */
    int GCM_TAG_BYTES = 16;

    /** How often {@link #signVerified} signs at most. */
    int SIGNING_TRIES = 6;

    /** The token that is open. */
    TokenIdentity identity();

    /** Every token that the module behind this backend shows, the open one included. */
    List<TokenIdentity> visibleTokens();

    /** What this token was found able to do when it was opened. */
    Set<KeyMechanism> capabilities();

    /**
     * Finds out what the token can do, and what is known of it.
     *
     * @param trying the algorithms to try out, where the token makes keys that go with a session;
     *     the others are looked for in its list of mechanisms
     */
    TokenReport examine(Set<KeyAlgorithm> trying);

    /** Every key object on the open token, from one enumeration. */
    List<KeyDescription> describeKeys();

    /**
     * The one key with this label.
     *
     * @throws KeyBackendException when none or several carry the label, or the one that does is of
     *     another algorithm
     */
    KeyHandle find(KeyLabel label, KeyAlgorithm expected);

    /**
     * Makes a key that is sensitive, private, kept on the token and never extractable; a key pair
     * leaves its public half beside it.
     *
     * @throws KeyBackendException when the label or the id is taken
     */
    KeyHandle generate(KeySpec spec);

    /**
     * Destroys every object that carries the key's id and label. What is gone already is as good as
     * destroyed; another's key of that id or label is left alone.
     */
    void destroy(KeyHandle key);

    /** The DER SubjectPublicKeyInfo of a key pair. */
    Bytes publicKey(KeyHandle key);

    /**
     * Signs.
     *
     * <p>Ed25519: input is the message, up to {@link #MAX_MESSAGE_BYTES}; the answer is the 64
     * bytes of RFC 8032. ML-DSA-65: likewise, and the 3309 bytes of FIPS 204. EC: input is a digest
     * of exactly {@link KeyAlgorithm#digestBytes} bytes; the answer is r ‖ s, each at the width of
     * the curve. RSA: a digest likewise; the answer is as long as the modulus.
     */
    Bytes sign(KeyHandle key, Bytes input);

    /**
     * Signs, as {@link #sign}, and hands out nothing that does not verify. A signature that a bit
     * flipped in is made again: one of them, compared with a good one, can betray the key.
     *
     * @throws KeyBackendUnavailableException when none of several verifies
     */
    default Bytes signVerified(KeyHandle key, Bytes input, Predicate<Bytes> verifies) {
        for (int i = 0; i < SIGNING_TRIES; i++) {
            Bytes signature = sign(key, input);
            if (verifies.test(signature)) {
                return signature;
            }
        }
        throw new KeyBackendUnavailableException(
                "The token returned signatures that do not verify; none is passed on.");
    }

    /** HMAC-SHA256 of up to {@link #MAX_MESSAGE_BYTES} under a key that stays inside. */
    Bytes hmac(KeyHandle key, Bytes input);

    /** AES-256-GCM with a fresh 12-byte nonce and a 128-bit tag. */
    GcmSealed encrypt(KeyHandle key, Bytes aad, Bytes plaintext);

    /**
     * Opens what {@link #encrypt} sealed.
     *
     * @throws AuthenticationFailedException when key, nonce, additional data or ciphertext is not
     *     the sealed one
     */
    Bytes decrypt(KeyHandle key, Bytes iv, Bytes aad, Bytes ciphertextAndTag);

    /** A real signature now: nothing less shows that the token is still there. */
    ProbeSignature probe(KeyHandle key);

    /** Where the backend stands, from memory; asks the token nothing. */
    BackendHealth health();

    @Override
    void close();
}
