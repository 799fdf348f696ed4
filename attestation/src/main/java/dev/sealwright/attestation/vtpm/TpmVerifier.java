package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Refusal;
import dev.sealwright.attestation.verify.Verifier;
import dev.sealwright.attestation.x509.ChainBuilder;
import dev.sealwright.attestation.x509.ChainValidator;
import dev.sealwright.protocol.Bytes;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Verifies a plain TPM quote. There is no universal root of TPM attestation keys, so the caller
 * says which keys or roots it knows.
 */
public final class TpmVerifier extends Verifier<TpmEvidence, TpmClaims> {
    private final TrustedAttestationKeys keys;
    private final ChainValidator chains;
    private final SignatureCheck signatures;
    private final Optional<Bytes> nonce;

    public TpmVerifier(
            TrustedAttestationKeys keys, SignatureCheck signatures, Optional<Bytes> nonce) {
        this.keys = keys;
        this.chains = new ChainValidator(keys.roots(), signatures);
        this.signatures = signatures;
        this.nonce = nonce;
    }

    @Override
    protected TpmClaims examine(TpmEvidence evidence, Examination examination) {
        evidence.quote().examine(evidence.attestationKey(), nonce, signatures, examination);
        if (keys.enrolled(evidence.attestationKey())) {
            examination.pass(Check.CHAIN, "the attestation key is enrolled");
        } else {
            examination.require(Check.CHAIN, certified(evidence, examination));
        }
        examination.skip(Check.REVOCATION, "TPM attestation keys have no common list");
        return new TpmClaims(evidence);
    }

    private Optional<Refusal> certified(TpmEvidence evidence, Examination examination) {
        Optional<X509Certificate> leaf =
                evidence.certificates().stream()
                        .filter(c -> c.getPublicKey().equals(evidence.attestationKey()))
                        .findFirst();
        if (leaf.isEmpty()) {
            return Optional.of(
                    new Refusal(
                            Reason.KEY_UNKNOWN,
                            "the attestation key is neither enrolled nor the certified one"));
        }
        return chains.against(
                ChainBuilder.above(leaf.get(), evidence.certificates()), examination.instant());
    }
}
