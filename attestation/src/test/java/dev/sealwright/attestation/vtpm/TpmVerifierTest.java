package dev.sealwright.attestation.vtpm;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.EvidenceReader;
import dev.sealwright.attestation.evidence.EvidenceVerifier;
import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Outcomes;
import dev.sealwright.attestation.pki.Tpm;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TpmVerifierTest {
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");
    private static final Bytes NONCE = Bytes.utf8("a nonce of the verifier");
    private static final PinnedRoots NO_ROOTS = new PinnedRoots(Set.of());

    static Stream<Tpm> keysOfEveryKind() {
        return Stream.of(Tpm.rsa(), Tpm.p256(), Tpm.p384());
    }

    @ParameterizedTest
    @MethodSource("keysOfEveryKind")
    void aQuoteOfAnEnrolledKeyIsAuthentic(Tpm tpm) {
        var outcome = authentic(verify(tpm.evidence(NONCE), enrolled(tpm)));
        for (Check check : List.of(Check.SIGNATURE, Check.CHAIN, Check.BINDING, Check.NONCE)) {
            assertThat(outcome.passed(check)).as("%s", check).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("keysOfEveryKind")
    void aQuoteOfAKeyCertifiedUnderAKnownRootIsAuthentic(Tpm tpm) {
        authentic(verify(tpm.evidence(NONCE), certifiedBy(tpm.root())));
    }

    @Test
    void aQuoteOfAKeyThatNobodyKnowsIsRefused() {
        Tpm tpm = Tpm.p256();
        Authority other = Authority.root("CN=other", Authority.p256("other"));
        assertThat(reasons(verify(tpm.evidence(NONCE), certifiedBy(other))))
                .containsExactly(Reason.ROOT_UNKNOWN);
        TpmEvidence bare = new TpmEvidence(tpm.quote(NONCE), tpm.key().getPublic(), List.of());
        assertThat(reasons(verify(bare, certifiedBy(tpm.root()))))
                .containsExactly(Reason.KEY_UNKNOWN);
    }

    @Test
    void withoutKeysOrRootsOfItsOwnTheProductionVerifierKnowsNoTpm() {
        var verifier =
                new EvidenceVerifier(Fast.SIGNATURES, Collateral.NONE, Map.of(), Optional.empty());
        var evidence = EvidenceReader.read(Tpm.rsa().file(NONCE), Collateral.NONE);
        assertThat(reasons(verifier.verify(evidence, NOW))).containsExactly(Reason.KEY_UNKNOWN);
    }

    @Test
    void aSignatureOfAnotherSchemeThanTheKeysIsRefused() {
        Tpm rsa = Tpm.rsa();
        TpmEvidence spliced =
                new TpmEvidence(Tpm.p256().quote(NONCE), rsa.key().getPublic(), List.of());
        assertThat(reasons(verify(spliced, enrolled(rsa))))
                .containsExactly(Reason.KEY_UNACCEPTABLE);
    }

    @Test
    void aQuoteForAnotherNonceIsRefused() {
        Tpm tpm = Tpm.p384();
        assertThat(reasons(verify(tpm.evidence(Bytes.utf8("another")), enrolled(tpm))))
                .containsExactly(Reason.NONCE_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0014000b", "0014000c0000", "0018000d00000000", "00180004"})
    void aSignatureOfNoKnownSchemeIsMalformed(String hex) {
        assertThatThrownBy(() -> TpmSignature.parse(Bytes.fromHex(hex)))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @MethodSource("keysOfEveryKind")
    void noFlippedByteOfAQuoteChangesItsClaims(Tpm tpm) {
        Bytes message = Tpm.message(NONCE);
        Bytes signature = tpm.signature(message);
        Outcomes.assertNoFlippedByteChangesClaims(
                Bytes.concat(message, signature),
                both -> {
                    SignedQuote quote =
                            SignedQuote.of(
                                    both.slice(0, message.size()),
                                    both.slice(message.size(), both.size()),
                                    tpm.quote(NONCE).pcrs());
                    return verify(
                            new TpmEvidence(quote, tpm.key().getPublic(), List.of()),
                            enrolled(tpm));
                });
    }

    private static TrustedAttestationKeys enrolled(Tpm tpm) {
        Bytes key = Bytes.of(tpm.key().getPublic().getEncoded());
        return new TrustedAttestationKeys(Set.of(Digests.sha256(key)), NO_ROOTS);
    }

    private static TrustedAttestationKeys certifiedBy(Authority root) {
        return new TrustedAttestationKeys(Set.of(), root.asRoot());
    }

    private static Verification<TpmClaims> verify(
            TpmEvidence evidence, TrustedAttestationKeys keys) {
        return new TpmVerifier(keys, Fast.SIGNATURES, Optional.of(NONCE)).verify(evidence, NOW);
    }
}
