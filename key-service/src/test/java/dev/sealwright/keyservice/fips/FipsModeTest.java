package dev.sealwright.keyservice.fips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.TokenUse;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SecretVersion;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What FIPS mode refuses, at the start and at each creation. */
final class FipsModeTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    @TempDir Path folder;

    private KeyService open(FipsMode mode) {
        return KeyServices.open(
                CEREMONY.backend(),
                CEREMONY.ceremony().config(folder.resolve("state")).using(TokenUse.USUAL.in(mode)),
                Clock.systemUTC());
    }

    private static SealOrder secret() {
        SecretVersion version = new SecretVersion(Leaves.ORG, Bytes.zeros(16), 1);
        return new SealOrder(version, Plaintext.of(new byte[] {1, 2, 3}), Optional.empty());
    }

    @Test
    void itSaysThatItIsOnAndWhatItDoesNot() {
        try (KeyService service = open(FipsMode.ON)) {
            TokenDescription token = service.describeToken();

            assertThat(token.fips()).isTrue();
            assertThat(token.abilities())
                    .filteredOn(each -> each.operation().equals("seal"))
                    .allMatch(each -> each.state() == TokenDescription.State.MISSING)
                    .allMatch(each -> each.detail().contains("X25519"));
            assertThat(token.abilities())
                    .filteredOn(each -> each.operation().equals("append"))
                    .allMatch(each -> each.state() == TokenDescription.State.AVAILABLE);
        }
    }

    @Test
    void noSecretIsSealed() {
        try (KeyService service = open(FipsMode.ON)) {
            assertThatExceptionOfType(KeyServiceRefusedException.class)
                    .isThrownBy(() -> service.seal(secret()))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_OFFERED))
                    .withMessageContaining("X25519");
        }
        try (KeyService service = open(FipsMode.OFF)) {
            assertThat(service.seal(secret())).isNotNull();
        }
    }

    @Test
    void noSecretIsSealedAnew() {
        try (KeyService service = open(FipsMode.ON)) {
            ProvenLeaf any = new ProvenLeaf(Bytes.EMPTY, "");
            assertThatExceptionOfType(KeyServiceRefusedException.class)
                    .isThrownBy(() -> service.reseal(new ResealOrder(any, Bytes.EMPTY)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_OFFERED));
        }
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void whatIsApprovedIsMade(SigningAlgorithm algorithm) {
        try (KeyService service = open(FipsMode.ON)) {
            Bytes key = Sha256.of(Bytes.utf8(algorithm.name())).slice(0, 16);

            assertThat(service.makeKey(new KeyOrder(Leaves.ORG, key, 1, algorithm))).isNotNull();
        }
    }

    @Test
    void noncesFromOutsideTheTokenAreNotUsed() {
        KeySpec spec = KeySpec.of(new KeyLabel("kek-fips"), KeyAlgorithm.AES_256);
        Bytes text = Bytes.utf8("text");
        GcmSealed old;
        try (KeyBackend usual = CEREMONY.backend()) {
            old = usual.encrypt(usual.generate(spec), Bytes.EMPTY, text);
        }
        try (KeyBackend approved = FipsMode.ON.over(CEREMONY.backend())) {
            KeyHandle key = approved.find(spec.label(), KeyAlgorithm.AES_256);

            assertThatExceptionOfType(KeyBackendException.class)
                    .isThrownBy(() -> approved.encrypt(key, Bytes.EMPTY, text))
                    .withMessageContaining("nonces that the token makes itself");
            assertThatExceptionOfType(KeyBackendException.class)
                    .isThrownBy(
                            () ->
                                    approved.generate(
                                            KeySpec.of(
                                                    new KeyLabel("kek-fips-2"),
                                                    KeyAlgorithm.AES_256)));
            assertThat(approved.decrypt(key, old.iv(), Bytes.EMPTY, old.ciphertextAndTag()))
                    .isEqualTo(text);
        }
    }

    @Test
    void everyAlgorithmButGcmIsApprovedAndGcmIsWithTheTokensNonces() {
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            assertThat(FipsMode.ON.objection(algorithm, true)).isEmpty();
            assertThat(FipsMode.ON.objection(algorithm, false).isPresent())
                    .isEqualTo(algorithm == KeyAlgorithm.AES_256);
            assertThat(FipsMode.OFF.objection(algorithm, false)).isEmpty();
        }
    }
}
