package dev.sealwright.attestation.freshness;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.nitro.NitroClaims;
import dev.sealwright.attestation.nitro.NitroDocument;
import dev.sealwright.attestation.nitro.NitroVerifier;
import dev.sealwright.attestation.pki.Amd;
import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Nitro;
import dev.sealwright.attestation.snp.SnpEvidence;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.snp.SnpVerifier;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Over real TLS 1.3 connections of the JDK. */
class ChannelBindingTest {
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");
    private static final Nitro NITRO = new Nitro();
    private static final KeyPair ENCLAVE = Authority.p256("enclave tls");

    @AutoClose private final TlsPair own = TlsPair.connect(ENCLAVE);
    @AutoClose private final TlsPair other = TlsPair.connect(ENCLAVE);
    private final Nonce nonce = Nonce.draw(new SecureRandom());

    @Test
    void whatATokensHolderSignsIsOfOneConnectionAndNotWhatEvidenceIsBoundTo() {
        assertThat(own.tokenExporters().getFirst())
                .isEqualTo(own.tokenExporters().getLast())
                .isNotEqualTo(own.clientExporter())
                .isNotEqualTo(other.tokenExporters().getFirst());
    }

    @Test
    void bothEndsOfAConnectionExportTheSameAndNoOtherConnectionDoes() {
        assertThat(own.clientExporter()).isEqualTo(own.serverExporter());
        assertThat(own.clientExporter()).isNotEqualTo(other.clientExporter());
    }

    @Test
    void evidenceMadeForTheConnectionIsTaken() {
        var evidence = nitro(EvidenceBinding.of(key(), own.serverExporter(), nonce));
        assertThat(
                        EvidenceBinding.of(own.peerKey(), own.clientExporter(), nonce)
                                .isCarriedBy(evidence))
                .isTrue();
    }

    @Test
    void evidenceRelayedFromAnotherConnectionIsNotTaken() {
        var evidence = nitro(EvidenceBinding.of(key(), other.serverExporter(), nonce));
        assertThat(
                        EvidenceBinding.of(own.peerKey(), own.clientExporter(), nonce)
                                .isCarriedBy(evidence))
                .isFalse();
    }

    @Test
    void evidenceReplayedForAnotherNonceIsNotTaken() {
        var evidence = nitro(EvidenceBinding.of(key(), own.serverExporter(), nonce));
        Nonce next = Nonce.draw(new SecureRandom());
        assertThat(
                        EvidenceBinding.of(own.peerKey(), own.clientExporter(), next)
                                .isCarriedBy(evidence))
                .isFalse();
    }

    @Test
    void evidenceSplicedOntoAnotherKeyIsNotTaken() {
        Bytes impostor = Bytes.of(Authority.p256("impostor").getPublic().getEncoded());
        var evidence = nitro(EvidenceBinding.of(impostor, own.serverExporter(), nonce));
        assertThat(
                        EvidenceBinding.of(own.peerKey(), own.clientExporter(), nonce)
                                .isCarriedBy(evidence))
                .isFalse();
    }

    @Test
    void anSnpReportCarriesTheBindingInItsReportDataPaddedWithZeros() {
        EvidenceBinding binding = EvidenceBinding.of(key(), own.serverExporter(), nonce);
        assertThat(binding.isCarriedBy(snp(binding.reportData()))).isTrue();
        Bytes unpadded = Bytes.concat(binding.hash(), Bytes.fromHex("01".repeat(32)));
        assertThat(binding.isCarriedBy(snp(unpadded))).isFalse();
    }

    @Test
    void aNonceIsGoodOnceAndOnlyForAWhile() {
        Instant[] now = {Instant.parse("2026-06-01T00:00:00Z")};
        InstantSource time = () -> now[0];
        var ledger = new NonceLedger(new SecureRandom(), time, Duration.ofMinutes(1), 2);
        Nonce first = ledger.issue();
        assertThat(ledger.redeem(first)).isTrue();
        assertThat(ledger.redeem(first)).isFalse();
        Nonce late = ledger.issue();
        now[0] = now[0].plusSeconds(61);
        assertThat(ledger.redeem(late)).isFalse();
        assertThat(ledger.redeem(Nonce.draw(new SecureRandom()))).isFalse();
    }

    @Test
    void whenThereAreTooManyNoncesTheOldestIsForgotten() {
        InstantSource time = () -> Instant.EPOCH;
        var ledger = new NonceLedger(new SecureRandom(), time, Duration.ofMinutes(1), 2);
        Nonce first = ledger.issue();
        Nonce second = ledger.issue();
        ledger.issue();
        assertThat(ledger.redeem(first)).isFalse();
        assertThat(ledger.redeem(second)).isTrue();
    }

    private static Bytes key() {
        return Bytes.of(ENCLAVE.getPublic().getEncoded());
    }

    private static Authentic<NitroClaims> nitro(EvidenceBinding binding) {
        Bytes document = NITRO.document(Map.of("user_data", CborValue.of(binding.hash())));
        return authentic(
                NitroVerifier.trusting(NITRO.root().asRoot(), Fast.SIGNATURES)
                        .verify(NitroDocument.parse(document), NOW));
    }

    private static Authentic<?> snp(Bytes reportData) {
        Amd amd = Amd.chip("Turin");
        SnpReport report = SnpReport.parse(amd.report(Map.of(0x50, reportData)));
        return authentic(
                SnpVerifier.trusting(
                                amd.root().asRoot(),
                                Fast.SIGNATURES,
                                new RevocationLists(List.of()))
                        .verify(new SnpEvidence(report, amd.certificates()), NOW));
    }
}
