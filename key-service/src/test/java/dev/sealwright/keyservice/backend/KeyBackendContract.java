package dev.sealwright.keyservice.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sealwright.protocol.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every key backend does, whoever makes it. */
public abstract class KeyBackendContract {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Bytes MESSAGE = Bytes.utf8("a message");
    private static final Bytes AAD = Bytes.utf8("what belongs to it");
    private static final Bytes SECRET = Bytes.utf8("what only the token can open");

    private KeyBackend backend;

    /** A backend on a token that may hold keys already. */
    protected abstract KeyBackend open();

    /** What the token is known to offer. What needs more is skipped, and says so. */
    protected Set<KeyAlgorithm> offered() {
        return EnumSet.allOf(KeyAlgorithm.class);
    }

    @BeforeEach
    void openTheBackend() {
        backend = open();
    }

    @AfterEach
    void closeTheBackend() {
        backend.close();
    }

    private static KeyLabel fresh(String stem) {
        return new KeyLabel(stem + "-" + COUNT.incrementAndGet());
    }

    private KeyHandle make(KeyAlgorithm algorithm) {
        assumeTrue(offered().contains(algorithm), "this token does not offer " + algorithm);
        return backend.generate(KeySpec.of(fresh("key"), algorithm));
    }

    @Test
    void anEd25519KeySignsWhatJavaVerifies() throws GeneralSecurityException {
        KeyHandle key = make(KeyAlgorithm.ED25519);

        Bytes signature = backend.sign(key, MESSAGE);

        assertThat(signature.size()).isEqualTo(64);
        assertThat(verifies(key, "Ed25519", "Ed25519", MESSAGE, signature)).isTrue();
        assertThat(verifies(key, "Ed25519", "Ed25519", Bytes.utf8("another"), signature)).isFalse();
    }

    @Test
    void ed25519IsDeterministic() {
        KeyHandle key = make(KeyAlgorithm.ED25519);

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(backend.sign(key, MESSAGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, KeyBackend.MAX_MESSAGE_BYTES})
    void ed25519TakesMessagesUpToTheBound(int size) throws GeneralSecurityException {
        KeyHandle key = make(KeyAlgorithm.ED25519);

        Bytes signature = backend.sign(key, Bytes.zeros(size));

        assertThat(verifies(key, "Ed25519", "Ed25519", Bytes.zeros(size), signature)).isTrue();
    }

    @Test
    void aP256KeySignsWhatJavaVerifies() throws GeneralSecurityException {
        KeyHandle key = make(KeyAlgorithm.EC_P256);

        Bytes signature = backend.sign(key, digest("SHA-256"));

        assertThat(signature.size()).isEqualTo(64);
        assertThat(verifies(key, "EC", "SHA256withECDSAinP1363Format", MESSAGE, signature))
                .isTrue();
    }

    @Test
    void aP384KeySignsWhatJavaVerifies() throws GeneralSecurityException {
        KeyHandle key = make(KeyAlgorithm.EC_P384);

        Bytes signature = backend.sign(key, digest("SHA-384"));

        assertThat(signature.size()).isEqualTo(96);
        assertThat(verifies(key, "EC", "SHA384withECDSAinP1363Format", MESSAGE, signature))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200, KeyBackend.MAX_MESSAGE_BYTES})
    void anMlDsaKeySignsWhatJavaVerifies(int size) throws GeneralSecurityException {
        KeyHandle key = make(KeyAlgorithm.ML_DSA_65);
        Bytes message = Bytes.zeros(size);

        Bytes signature = backend.sign(key, message);

        assertThat(signature.size()).isEqualTo(3309);
        assertThat(verifies(key, "ML-DSA-65", "ML-DSA-65", message, signature)).isTrue();
        assertThat(verifies(key, "ML-DSA-65", "ML-DSA-65", Bytes.zeros(size + 1), signature))
                .isFalse();
        assertThat(verifies(key, "ML-DSA-65", "ML-DSA-65", message, flipped(signature, 2_000)))
                .isFalse();
    }

    @Test
    void anMlDsaKeyIsFoundAgainWithItsPublicHalf() {
        KeyHandle key = make(KeyAlgorithm.ML_DSA_65);

        assertThat(backend.find(key.label(), KeyAlgorithm.ML_DSA_65)).isEqualTo(key);
        assertThat(backend.publicKey(key).size()).isEqualTo(22 + 1952);
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.find(key.label(), KeyAlgorithm.ED25519))
                .withMessageContaining("not ED25519");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33, 48, 64})
    void aP256KeySignsNothingButSha256Digests(int size) {
        KeyHandle key = make(KeyAlgorithm.EC_P256);

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.sign(key, Bytes.zeros(size)))
                .withMessageContaining("exactly 32 bytes");
    }

    @Test
    void aMessageOverTheBoundIsRefused() {
        KeyHandle key = make(KeyAlgorithm.ED25519);

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.sign(key, Bytes.zeros(KeyBackend.MAX_MESSAGE_BYTES + 1)));
    }

    @Test
    void aKeyOfOneKindIsNotUsedAsAnother() {
        KeyHandle aes = make(KeyAlgorithm.AES_256);
        KeyHandle pair = make(KeyAlgorithm.EC_P256);
        Bytes iv = Bytes.zeros(KeyBackend.GCM_IV_BYTES);

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.sign(aes, MESSAGE));
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.hmac(aes, MESSAGE));
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.publicKey(aes));
        assertThatExceptionOfType(KeyBackendException.class).isThrownBy(() -> backend.probe(aes));
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.hmac(pair, MESSAGE));
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.encrypt(pair, AAD, SECRET));
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.decrypt(pair, iv, AAD, Bytes.zeros(32)));
    }

    @Test
    void aHandleThatClaimsAnotherAlgorithmDoesNotPass() {
        KeyHandle pair = make(KeyAlgorithm.EC_P256);
        var forged = new KeyHandle(pair.label(), KeyAlgorithm.ED25519, pair.id());

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.sign(forged, MESSAGE));
    }

    @Test
    void anHmacKeyAuthenticatesTheSameWayTwice() {
        KeyHandle key = make(KeyAlgorithm.HMAC_SHA256);
        KeyHandle other = make(KeyAlgorithm.HMAC_SHA256);

        Bytes code = backend.hmac(key, MESSAGE);

        assertThat(code.size()).isEqualTo(32);
        assertThat(backend.hmac(key, MESSAGE)).isEqualTo(code);
        assertThat(backend.hmac(key, Bytes.utf8("another"))).isNotEqualTo(code);
        assertThat(backend.hmac(other, MESSAGE)).isNotEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 48, KeyBackend.MAX_PLAINTEXT_BYTES})
    void whatIsSealedOpensAgain(int size) {
        KeyHandle key = make(KeyAlgorithm.AES_256);

        GcmSealed sealed = backend.encrypt(key, AAD, Bytes.zeros(size));

        assertThat(sealed.ciphertextAndTag().size()).isEqualTo(size + KeyBackend.GCM_TAG_BYTES);
        assertThat(backend.decrypt(key, sealed.iv(), AAD, sealed.ciphertextAndTag()))
                .isEqualTo(Bytes.zeros(size));
    }

    @Test
    void noNonceIsUsedTwice() {
        KeyHandle key = make(KeyAlgorithm.AES_256);
        Set<Bytes> nonces = new HashSet<>();

        for (int i = 0; i < 64; i++) {
            nonces.add(backend.encrypt(key, Bytes.EMPTY, SECRET).iv());
        }

        assertThat(nonces).hasSize(64);
    }

    @Test
    void aChangedCiphertextDoesNotOpenAndTheNextCallIsServed() {
        KeyHandle key = make(KeyAlgorithm.AES_256);
        GcmSealed sealed = backend.encrypt(key, AAD, SECRET);

        for (int i = 0; i < sealed.ciphertextAndTag().size(); i++) {
            Bytes changed = flipped(sealed.ciphertextAndTag(), i);
            refusesToOpen(key, sealed.iv(), AAD, changed);
        }

        assertThat(backend.decrypt(key, sealed.iv(), AAD, sealed.ciphertextAndTag()))
                .isEqualTo(SECRET);
    }

    @Test
    void anotherNonceAdditionalDataOrKeyDoesNotOpen() {
        KeyHandle key = make(KeyAlgorithm.AES_256);
        GcmSealed sealed = backend.encrypt(key, AAD, SECRET);

        refusesToOpen(key, flipped(sealed.iv(), 0), AAD, sealed.ciphertextAndTag());
        refusesToOpen(key, sealed.iv(), flipped(AAD, 0), sealed.ciphertextAndTag());
        refusesToOpen(key, sealed.iv(), Bytes.EMPTY, sealed.ciphertextAndTag());
        refusesToOpen(make(KeyAlgorithm.AES_256), sealed.iv(), AAD, sealed.ciphertextAndTag());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 13, 16})
    void onlyNoncesOfTwelveBytesAreTaken(int size) {
        KeyHandle key = make(KeyAlgorithm.AES_256);

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.decrypt(key, Bytes.zeros(size), AAD, Bytes.zeros(32)));
    }

    @Test
    void aCiphertextShorterThanItsTagIsRefused() {
        KeyHandle key = make(KeyAlgorithm.AES_256);
        Bytes iv = Bytes.zeros(KeyBackend.GCM_IV_BYTES);

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.decrypt(key, iv, AAD, Bytes.zeros(15)));
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void everyKeyIsBoundToTheToken(KeyAlgorithm algorithm) {
        KeyHandle key = make(algorithm);

        List<KeyDescription> objects =
                backend.describeKeys().stream().filter(each -> each.id().equals(key.id())).toList();
        KeyDescription used =
                objects.stream()
                        .filter(each -> each.keyClass() != KeyClass.PUBLIC)
                        .findFirst()
                        .orElseThrow();

        assertThat(objects).hasSize(algorithm.isKeyPair() ? 2 : 1);
        assertThat(used.label()).isEqualTo(key.label().text());
        assertThat(used.algorithm()).contains(algorithm);
        assertThat(used.isBoundToToken()).isTrue();
        assertThat(used.lacks(KeyAttribute.EXTRACTABLE)).isTrue();
        assertThat(used.has(KeyAttribute.WRAP)).isFalse();
        assertThat(used.lacks(KeyAttribute.DERIVE)).isTrue();
        assertThat(used.spki().isPresent()).isEqualTo(algorithm.isKeyPair());
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void aLabelIsTakenOnce(KeyAlgorithm algorithm) {
        KeyHandle key = make(algorithm);
        int before = backend.describeKeys().size();

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.generate(KeySpec.of(key.label(), algorithm)))
                .withMessageContaining("already has a key");
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(
                        () -> backend.generate(new KeySpec(fresh("other"), algorithm, key.id())));
        assertThat(backend.describeKeys()).hasSize(before);
    }

    @Test
    void aKeyIsFoundByItsLabelAndAlgorithm() {
        KeyHandle key = make(KeyAlgorithm.EC_P256);

        assertThat(backend.find(key.label(), KeyAlgorithm.EC_P256)).isEqualTo(key);
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.find(key.label(), KeyAlgorithm.EC_P384))
                .withMessageContaining("not EC_P384");
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.find(key.label(), KeyAlgorithm.AES_256));
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.find(fresh("absent"), KeyAlgorithm.EC_P256))
                .withMessageContaining("has no key");
    }

    @Test
    void keysOutliveTheBackend() {
        KeyHandle key = make(KeyAlgorithm.HMAC_SHA256);
        Bytes code = backend.hmac(key, MESSAGE);

        backend.close();
        backend = open();

        assertThat(backend.hmac(key, MESSAGE)).isEqualTo(code);
        assertThat(backend.find(key.label(), KeyAlgorithm.HMAC_SHA256)).isEqualTo(key);
    }

    @Test
    void aProbeIsARealSignatureOfAStatementThatIsNothingElse() throws GeneralSecurityException {
        KeyHandle key = make(KeyAlgorithm.ED25519);

        ProbeSignature one = backend.probe(key);
        ProbeSignature other = backend.probe(key);

        assertThat(verifies(key, "Ed25519", "Ed25519", one.statement(), one.signature())).isTrue();
        assertThat(one.statement()).isNotEqualTo(other.statement());
        assertThat(one.statement().slice(0, 20)).isEqualTo(Bytes.utf8("sealwright/probe/v1\0"));
    }

    @Test
    void theTokenSaysWhoItIsAndWhatItCan() {
        assertThat(backend.identity().serial()).isNotEmpty();
        assertThat(backend.identity().moduleFile()).doesNotContain("/");
        assertThat(backend.visibleTokens()).contains(backend.identity());
        assertThat(backend.capabilities()).contains(KeyMechanism.EC_P256_SIGN);
        assertThat(backend.health()).isInstanceOf(BackendHealth.Ready.class);
    }

    @Test
    void manyVirtualThreadsAreServedAtOnce() throws Exception {
        KeyHandle ed25519 = make(KeyAlgorithm.ED25519);
        KeyHandle aes = make(KeyAlgorithm.AES_256);
        Bytes expected = backend.sign(ed25519, MESSAGE);
        List<Future<?>> callers = new ArrayList<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 8; caller++) {
                callers.add(threads.submit(() -> signAndSeal(ed25519, aes, expected)));
            }
        }

        for (Future<?> caller : callers) {
            caller.get();
        }
    }

    private void signAndSeal(KeyHandle ed25519, KeyHandle aes, Bytes expected) {
        for (int i = 0; i < 50; i++) {
            assertThat(backend.sign(ed25519, MESSAGE)).isEqualTo(expected);
            GcmSealed sealed = backend.encrypt(aes, AAD, SECRET);
            assertThat(backend.decrypt(aes, sealed.iv(), AAD, sealed.ciphertextAndTag()))
                    .isEqualTo(SECRET);
        }
    }

    @Test
    void whatIsFoundOutOfTheTokenIsWhatItOffers() {
        TokenReport report = backend.examine(EnumSet.allOf(KeyAlgorithm.class));

        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            assertThat(report.of(algorithm).works())
                    .as(algorithm + ": " + report.of(algorithm))
                    .isEqualTo(offered().contains(algorithm));
        }
        assertThat(report.profile()).isNotEqualTo("unknown");
    }

    @Test
    void aLabelWantedByManyAtOnceIsGivenOnce() throws Exception {
        KeySpec spec = KeySpec.of(fresh("wanted"), KeyAlgorithm.EC_P256);
        var refused = new AtomicInteger();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                threads.execute(
                        () -> {
                            try {
                                backend.generate(spec);
                            } catch (KeyBackendException e) {
                                refused.incrementAndGet();
                            }
                        });
            }
        }

        assertThat(refused).hasValue(3);
        assertThat(backend.find(spec.label(), KeyAlgorithm.EC_P256).id()).isEqualTo(spec.id());
    }

    @Test
    void aClosedBackendServesNoMore() {
        KeyHandle key = make(KeyAlgorithm.EC_P256);

        backend.close();

        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.sign(key, Bytes.zeros(32)));
    }

    private void refusesToOpen(KeyHandle key, Bytes iv, Bytes aad, Bytes ciphertextAndTag) {
        assertThatExceptionOfType(AuthenticationFailedException.class)
                .isThrownBy(() -> backend.decrypt(key, iv, aad, ciphertextAndTag));
    }

    private boolean verifies(
            KeyHandle key, String family, String algorithm, Bytes message, Bytes signature)
            throws GeneralSecurityException {
        byte[] spki = backend.publicKey(key).toArray();
        PublicKey publicKey =
                KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(spki));
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(publicKey);
        verifier.update(message.toArray());
        return verifier.verify(signature.toArray());
    }

    private static Bytes digest(String algorithm) throws GeneralSecurityException {
        return Bytes.of(MessageDigest.getInstance(algorithm).digest(MESSAGE.toArray()));
    }

    private static Bytes flipped(Bytes bytes, int index) {
        byte[] changed = bytes.toArray();
        changed[index] ^= 1;
        return Bytes.of(changed);
    }
}
