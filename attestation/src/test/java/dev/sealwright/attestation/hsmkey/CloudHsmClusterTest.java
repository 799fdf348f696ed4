package dev.sealwright.attestation.hsmkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.testkit.LiquidSecurityDevice;
import dev.sealwright.testkit.LiquidSecurityDevice.Part;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What AWS CloudHSM's certificates prove of a cluster's HSM, and that they prove nothing else. */
class CloudHsmClusterTest {
    private static final VerificationInstant NOW =
            new VerificationInstant(Instant.parse("2026-11-27T00:00:00Z"));
    private static final LiquidSecurityDevice DEVICE = new LiquidSecurityDevice();
    private static final String ROOTS =
            DEVICE.certificates(EnumSet.of(Part.MAKERS_ROOT, Part.OWNERS_ROOT));

    private static AttestedKeys verified(String json, String maker, String owner) {
        return LiquidSecurityEvidence.parse(
                        List.of(), Optional.of(Bytes.utf8(json)), Bytes.utf8(ROOTS))
                .verify(
                        new LiquidSecurityRoots(
                                PinnedRoots.of(maker), Optional.of(PinnedRoots.of(owner))),
                        NOW);
    }

    private static AttestedKeys verified(String json) {
        return verified(json, DEVICE.makerRoot(), DEVICE.ownerRoot());
    }

    private static void isMalformed(String json) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> verified(json));
    }

    @Test
    void theHsmOfTheClusterIsProvenByBothRootsAndNoKeyIs() {
        AttestedKeys proven = verified(DEVICE.cluster());

        assertThat(proven.hsms())
                .containsExactly(
                        new HsmIdentity(
                                LiquidSecurityDevice.NAME,
                                LiquidSecurityDevice.MAKER,
                                Optional.of(LiquidSecurityDevice.OWNER)));
        assertThat(proven.keys()).isEmpty();
    }

    @Test
    void aClusterThatAnotherKeyClaimsIsRefused() {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verified(DEVICE.cluster(LiquidSecurityDevice.rsa(2048))))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISMATCH));
    }

    @Test
    void otherRootsOrAnotherHsmAreRefused() {
        String other = "00".repeat(32);
        String stranger = new LiquidSecurityDevice().cluster();
        String cluster = DEVICE.cluster();

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verified(cluster, other, DEVICE.ownerRoot()))
                .withMessageContaining("by its maker");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verified(cluster, DEVICE.makerRoot(), other))
                .withMessageContaining("by its owner");
        assertThatExceptionOfType(VerificationException.class).isThrownBy(() -> verified(stranger));
    }

    @Test
    void theClustersCertificateMayStandInThePlaceOfItsRequest() {
        String claimed = claimedBy(DEVICE, Part.PARTITION);

        assertThat(verified(claimed).hsms()).hasSize(1);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verified(claimedBy(DEVICE, Part.CARD)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISMATCH));
    }

    private static String claimedBy(LiquidSecurityDevice device, Part part) {
        String certificate =
                device.certificates(EnumSet.of(part)).replace("\r", "").replace("\n", "\\n");
        return device.cluster()
                .replaceFirst(
                        "\"ClusterCsr\": \"[^\"]*\"",
                        "\"ClusterCertificate\": \"" + certificate.replace("\\", "\\\\") + "\"");
    }

    @Test
    void whatLacksOneOfThemIsMalformed() {
        String cluster = DEVICE.cluster();
        for (String name :
                List.of(
                        "ClusterCsr",
                        "HsmCertificate",
                        "AwsHardwareCertificate",
                        "ManufacturerHardwareCertificate")) {
            isMalformed(cluster.replace(name, "Other"));
            isMalformed(cluster.replaceFirst(name + "\": \"[^\"]*\"", name + "\": \"text\""));
            isMalformed(cluster.replaceFirst(name + "\": \"[^\"]*\"", name + "\": 7"));
        }
        for (String text :
                List.of(
                        "",
                        "[]",
                        "{}",
                        "{\"Clusters\": []}",
                        "{\"Clusters\": [{}]}",
                        "{\"Clusters\": [{\"Certificates\": {}}]}",
                        "{\"Clusters\": [{}, {}]}",
                        cluster + " ".repeat(LiquidSecurityEvidence.MAX_CLUSTER))) {
            isMalformed(text);
        }
    }
}
