package dev.sealwright.attestation.evidence;

import dev.sealwright.attestation.aci.AciVerifier;
import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.maa.JsonWebKeys;
import dev.sealwright.attestation.maa.MaaVerifier;
import dev.sealwright.attestation.nitro.NitroVerifier;
import dev.sealwright.attestation.sgx.SgxVerifier;
import dev.sealwright.attestation.snp.SnpEvidence;
import dev.sealwright.attestation.snp.SnpVerifier;
import dev.sealwright.attestation.tdx.TdxVerifier;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.vtpm.AzureVtpmVerifier;
import dev.sealwright.attestation.vtpm.TpmVerifier;
import dev.sealwright.attestation.vtpm.TrustedAttestationKeys;
import dev.sealwright.protocol.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies evidence of any format against the roots it is given.
 *
 * @param issuers token keys by issuer
 * @param nonce what the evidence must answer, where its format has a place for it; empty if none
 *     was asked. Formats that carry it in their report data are matched by policy
 */
public record EvidenceVerifier(
        SignatureCheck signatures,
        Collateral collateral,
        Map<String, JsonWebKeys> issuers,
        Optional<Bytes> nonce,
        TrustedRoots roots) {
    public EvidenceVerifier {
        issuers = Map.copyOf(issuers);
    }

    /** Believes the vendors' own roots; TPM attestation keys only as the collateral gives them. */
    public EvidenceVerifier(
            SignatureCheck signatures,
            Collateral collateral,
            Map<String, JsonWebKeys> issuers,
            Optional<Bytes> nonce) {
        this(signatures, collateral, issuers, nonce, TrustedRoots.PRODUCTION);
    }

    /** With more collateral at hand. */
    public EvidenceVerifier and(Collateral more) {
        return new EvidenceVerifier(signatures, collateral.and(more), issuers, nonce, roots);
    }

    /** Malformed parts inside evidence or collateral end in a MalformedException. */
    public Verification<? extends Claims> verify(Evidence evidence, VerificationInstant at) {
        return switch (evidence) {
            case Evidence.Nitro e ->
                    NitroVerifier.trusting(roots.nitro(), signatures).verify(e.document(), at);
            case Evidence.Snp e ->
                    snp().verify(new SnpEvidence(e.report(), collateral.certificates()), at);
            case Evidence.Tdx e -> tdx().verify(e.quote(), at);
            case Evidence.Sgx e ->
                    SgxVerifier.trusting(roots.intel(), signatures, collateral.dcap())
                            .verify(e.quote(), at);
            case Evidence.Maa e ->
                    new MaaVerifier(issuers, signatures, nonce).verify(e.token(), at);
            case Evidence.Tpm e ->
                    new TpmVerifier(attestationKeys(), signatures, nonce)
                            .verify(e.evidence().with(collateral.certificates()), at);
            case Evidence.AzureVtpm e ->
                    new AzureVtpmVerifier(snp(), tdx(), signatures, nonce)
                            .verify(e.evidence().with(collateral.certificates()), at);
            case Evidence.Aci e ->
                    new AciVerifier(snp(), roots.endorser(), signatures).verify(e.evidence(), at);
        };
    }

    private SnpVerifier snp() {
        return SnpVerifier.trusting(roots.amd(), signatures, collateral.revocations());
    }

    private TdxVerifier tdx() {
        return TdxVerifier.trusting(roots.intel(), signatures, collateral.dcap());
    }

    private TrustedAttestationKeys attestationKeys() {
        Set<Bytes> enrolled =
                collateral.attestationKeys().stream()
                        .map(key -> Digests.sha256(Bytes.of(key.getEncoded())))
                        .collect(Collectors.toSet());
        return new TrustedAttestationKeys(enrolled, roots.tpm());
    }
}
