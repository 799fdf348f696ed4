package dev.sealwright.keyservice.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.binding.KeyType;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.SoftHsm;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the backend makes of objects that somebody else put on the token, or changed there. */
final class TamperedTokenTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Bytes MESSAGE = Bytes.utf8("a message");
    private static final byte[] IMPORTED = new byte[32];

    private Pkcs11KeyBackend backend;
    private TokenFromOutside outside;

    @BeforeEach
    void open() {
        var token = HSM.token();
        backend =
                Pkcs11KeyBackend.open(
                        Pkcs11Config.of(token.module(), token.label(), token.userPinFile()),
                        new SecureRandom());
        outside = new TokenFromOutside(token);
    }

    @AfterEach
    void close() {
        outside.close();
        backend.close();
    }

    private static KeyLabel fresh() {
        return new KeyLabel("key-" + COUNT.incrementAndGet());
    }

    private KeyHandle make(KeyAlgorithm algorithm) {
        return backend.generate(KeySpec.of(fresh(), algorithm));
    }

    /** A secret key that was known before it came to the token. */
    private KeyHandle imported(KeyAlgorithm algorithm, KeyType type) {
        KeySpec spec = KeySpec.of(fresh(), algorithm);
        outside.create(secret(spec.label(), spec.id(), type).with(AttributeType.VALUE, IMPORTED));
        return new KeyHandle(spec.label(), algorithm, spec.id());
    }

    private static Template secret(KeyLabel label, Bytes id, KeyType type) {
        return new Template()
                .with(AttributeType.CLASS, ObjectClass.SECRET_KEY.value())
                .with(AttributeType.KEY_TYPE, type.value())
                .with(AttributeType.TOKEN, true)
                .with(AttributeType.PRIVATE, true)
                .with(AttributeType.LABEL, label.text())
                .with(AttributeType.ID, id.toArray())
                .with(AttributeType.SIGN, true)
                .with(AttributeType.ENCRYPT, true)
                .with(AttributeType.DECRYPT, true);
    }

    @Test
    void hmacIsWhatJavaComputes() throws GeneralSecurityException {
        KeyHandle key = imported(KeyAlgorithm.HMAC_SHA256, KeyType.GENERIC_SECRET);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(IMPORTED, "HmacSHA256"));

        assertThat(backend.hmac(key, MESSAGE)).isEqualTo(Bytes.of(mac.doFinal(MESSAGE.toArray())));
    }

    @Test
    void whatTheTokenSealsJavaOpens() throws GeneralSecurityException {
        KeyHandle key = imported(KeyAlgorithm.AES_256, KeyType.AES);
        Bytes aad = Bytes.utf8("aad");

        GcmSealed sealed = backend.encrypt(key, aad, MESSAGE);

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(IMPORTED, "AES"),
                new GCMParameterSpec(128, sealed.iv().toArray()));
        cipher.updateAAD(aad.toArray());
        assertThat(cipher.doFinal(sealed.ciphertextAndTag().toArray()))
                .isEqualTo(MESSAGE.toArray());
    }

    @Test
    void anImportedKeyIsNotCalledBoundToTheToken() {
        KeyHandle key = imported(KeyAlgorithm.AES_256, KeyType.AES);

        KeyDescription described =
                backend.describeKeys().stream()
                        .filter(each -> each.id().equals(key.id()))
                        .findFirst()
                        .orElseThrow();

        assertThat(described.isBoundToToken()).isFalse();
    }

    @Test
    void ofTwoKeysWithOneLabelNoneIsUsed() {
        KeyHandle key = imported(KeyAlgorithm.HMAC_SHA256, KeyType.GENERIC_SECRET);
        outside.create(
                secret(key.label(), Bytes.utf8("another id"), KeyType.GENERIC_SECRET)
                        .with(AttributeType.VALUE, IMPORTED));

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.find(key.label(), KeyAlgorithm.HMAC_SHA256))
                .withMessageContaining("several keys");
    }

    @Test
    void ofTwoKeysWithOneLabelAndIdNoneIsUsed() {
        KeyHandle key = imported(KeyAlgorithm.HMAC_SHA256, KeyType.GENERIC_SECRET);
        outside.create(
                secret(key.label(), key.id(), KeyType.GENERIC_SECRET)
                        .with(AttributeType.VALUE, IMPORTED));

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.hmac(key, MESSAGE));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ED25519", "EC_P256", "EC_P384"})
    void aPublicHalfThatIsNotItsKeysIsFoundOut(KeyAlgorithm algorithm) {
        KeyHandle key = make(algorithm);
        KeyHandle other = make(algorithm);
        byte[] foreign =
                outside.read(
                                outside.one(other.label().text(), ObjectClass.PUBLIC_KEY),
                                AttributeType.EC_POINT)
                        .bytes(AttributeType.EC_POINT)
                        .orElseThrow();
        long genuine = outside.one(key.label().text(), ObjectClass.PUBLIC_KEY);
        byte[] parameters =
                outside.read(genuine, AttributeType.EC_PARAMS)
                        .bytes(AttributeType.EC_PARAMS)
                        .orElseThrow();
        outside.destroy(genuine);
        outside.create(
                new Template()
                        .with(AttributeType.CLASS, ObjectClass.PUBLIC_KEY.value())
                        .with(
                                AttributeType.KEY_TYPE,
                                algorithm == KeyAlgorithm.ED25519
                                        ? KeyType.EC_EDWARDS.value()
                                        : KeyType.EC.value())
                        .with(AttributeType.TOKEN, true)
                        .with(AttributeType.LABEL, key.label().text())
                        .with(AttributeType.ID, key.id().toArray())
                        .with(AttributeType.EC_PARAMS, parameters)
                        .with(AttributeType.EC_POINT, foreign));

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.find(key.label(), algorithm))
                .withMessageContaining("not the public half");
    }

    @Test
    void aPublicHalfLeftAloneGivesWayToANewKey() {
        KeyHandle key = make(KeyAlgorithm.EC_P256);
        Bytes before = backend.publicKey(key);
        outside.destroy(outside.one(key.label().text(), ObjectClass.PRIVATE_KEY));

        backend.generate(KeySpec.of(key.label(), KeyAlgorithm.EC_P256));

        assertThat(backend.publicKey(key)).isNotEqualTo(before);
        assertThat(outside.all(key.label().text(), ObjectClass.PUBLIC_KEY)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(value = KeyAlgorithm.class, mode = Mode.EXCLUDE, names = "ML_DSA_65")
    void theValueOfAKeyCanNotBeReadNorItsGuardsTakenOff(KeyAlgorithm algorithm) {
        KeyHandle key = make(algorithm);
        long object = outside.one(key.label().text(), Profile.of(algorithm).usedClass());

        assertThat(outside.read(object, AttributeType.VALUE).bytes(AttributeType.VALUE)).isEmpty();
        for (AttributeType guard :
                new AttributeType[] {AttributeType.EXTRACTABLE, AttributeType.DERIVE}) {
            assertThatExceptionOfType(CryptokiException.class)
                    .isThrownBy(() -> outside.set(object, new Template().with(guard, true)));
        }
        assertThatExceptionOfType(CryptokiException.class)
                .isThrownBy(
                        () ->
                                outside.set(
                                        object,
                                        new Template().with(AttributeType.SENSITIVE, false)));
    }
}
