package dev.sealwright.attestation.hsmkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.testkit.TestPki;
import dev.sealwright.testkit.YubiHsmDevice;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a YubiHSM 2 proves of a key, and what proves nothing. */
class YubiHsmEvidenceTest {
    private static final VerificationInstant NOW =
            new VerificationInstant(Instant.parse("2026-11-26T00:00:00Z"));

    private final YubiHsmDevice device = new YubiHsmDevice(34_330_109);
    private final KeyPair key = TestPki.ed25519();

    private List<YubiHsmKey> verified(String pem) {
        return YubiHsmEvidence.parse(Bytes.utf8(pem))
                .verify(PinnedRoots.of(device.rootFingerprint()), NOW);
    }

    private void isRefused(X509Certificate certificate) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verified(YubiHsmDevice.pem(certificate) + device.above()));
    }

    @Test
    void aKeyThatWasMadeInTheDeviceIsProvenToBeBound() {
        List<YubiHsmKey> keys =
                verified(device.above() + YubiHsmDevice.pem(device.certifies(key.getPublic())));

        assertThat(keys)
                .containsExactly(
                        new YubiHsmKey(
                                34_330_109,
                                "2.4.1",
                                7,
                                "log",
                                Bytes.of(key.getPublic().getEncoded()),
                                true,
                                false));
        assertThat(keys.getFirst().isBound()).isTrue();
    }

    @Test
    void aKeyThatWasImportedOrMayLeaveIsNot() {
        String imported = YubiHsmDevice.pem(device.certifiesImported(key.getPublic()));
        String exportable = YubiHsmDevice.pem(device.certifiesExportable(key.getPublic()));

        assertThat(verified(imported + device.above()).getFirst().isBound()).isFalse();
        assertThat(verified(imported + device.above()).getFirst().madeInside()).isFalse();
        assertThat(verified(exportable + device.above()).getFirst().isBound()).isFalse();
    }

    @Test
    void anotherRootProvesNothing() {
        String pem = YubiHsmDevice.pem(device.certifies(key.getPublic())) + device.above();

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(
                        () ->
                                YubiHsmEvidence.parse(Bytes.utf8(pem))
                                        .verify(PinnedRoots.of("00".repeat(32)), NOW));
    }

    @Test
    void whatTheDeviceDidNotSignIsRefused() {
        isRefused(device.forged(key.getPublic(), TestPki.p256()));
        isRefused(new YubiHsmDevice(34_330_109).certifies(key.getPublic()));
        isRefused(device.certifiesForAnother(key.getPublic(), 1));
    }

    @Test
    void aKeyThatIsAttestedIsNoAuthority() {
        KeyPair attested = TestPki.p256();
        X509Certificate its = device.certifies(attested.getPublic());
        X509Certificate forged = device.forgedBy(its, attested, key.getPublic());

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(
                        () ->
                                verified(
                                        YubiHsmDevice.pem(forged)
                                                + YubiHsmDevice.pem(its)
                                                + device.above()));
    }

    @Test
    void certificatesOutOfTheirTimeAreRefused() {
        String pem = YubiHsmDevice.pem(device.certifies(key.getPublic())) + device.above();

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(
                        () ->
                                YubiHsmEvidence.parse(Bytes.utf8(pem))
                                        .verify(
                                                PinnedRoots.of(device.rootFingerprint()),
                                                new VerificationInstant(
                                                        Instant.parse("2051-01-01T00:00:00Z"))));
    }

    @Test
    void whatIsNoEvidenceIsMalformed() {
        for (String text : List.of("", "text", device.above(), device.above().repeat(30))) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> YubiHsmEvidence.parse(Bytes.utf8(text)));
        }
    }

    @Test
    void aChangeOfAnyByteProvesNothingElse() throws GeneralSecurityException {
        X509Certificate good = device.certifies(key.getPublic());
        YubiHsmKey proven = verified(YubiHsmDevice.pem(good) + device.above()).getFirst();
        byte[] der = good.getEncoded();
        var random = new Random(20261126);
        for (int at = 0; at < der.length; at++) {
            byte[] bad = der.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(othersProvenBy(bad, proven)).isEmpty();
        }
    }

    /** ECDSA signatures have a second form; that one says the same. */
    private List<YubiHsmKey> othersProvenBy(byte[] der, YubiHsmKey proven) {
        String pem =
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n";
        try {
            return verified(pem + device.above()).stream()
                    .filter(each -> !each.equals(proven))
                    .toList();
        } catch (MalformedException | VerificationException e) {
            return List.of();
        }
    }
}
