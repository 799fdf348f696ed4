package dev.sealwright.attestation.aci;

import dev.sealwright.attestation.cose.CoseSign1;
import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.crypto.RsaKeys;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.snp.SnpClaims;
import dev.sealwright.attestation.snp.SnpVerifier;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.Verifier;
import dev.sealwright.attestation.x509.ChainValidator;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.protocol.Bytes;
import java.security.cert.X509Certificate;
import java.util.Set;

/**
 * Verifies a confidential container group: the processor's report, the endorser's signature over
 * the measurement in it, and that the policy shown is the one in its host data.
 */
public final class AciVerifier extends Verifier<AciEvidence, AciClaims> {
    private static final int MIN_RSA_BITS = 2048;

    private final SnpVerifier snp;
    private final EndorsementIssuer endorser;
    private final ChainValidator chains;
    private final SignatureCheck signatures;

    public AciVerifier(SnpVerifier snp, EndorsementIssuer endorser, SignatureCheck signatures) {
        this.snp = snp;
        this.endorser = endorser;
        this.chains = new ChainValidator(new PinnedRoots(Set.of(endorser.root())), signatures);
        this.signatures = signatures;
    }

    @Override
    protected AciClaims examine(AciEvidence evidence, Examination examination) {
        Verification<SnpClaims> report = snp.verify(evidence.snp(), examination.instant());
        examination.include(report);
        endorsed(evidence, examination);
        Bytes policyHash = Digests.sha256(evidence.containerPolicy());
        examination.require(
                Check.BINDING,
                policyHash.equals(evidence.snp().report().hostData()),
                Reason.BINDING_BROKEN,
                "the host data is not the hash of the container policy");
        if (report instanceof Authentic<SnpClaims> authentic) {
            return new AciClaims(
                    authentic.claims(),
                    evidence.endorsement().feed(),
                    evidence.endorsement().guestSvn(),
                    policyHash);
        }
        throw examination.stopped();
    }

    private void endorsed(AciEvidence evidence, Examination examination) {
        UvmEndorsement endorsement = evidence.endorsement();
        X509Certificate leaf = endorsement.chain().getFirst();
        if (!EndorsementIssuer.parse(endorsement.issuer()).equals(endorser)
                || !endorser.mayUse(leaf)) {
            examination.refuse(Reason.ISSUER_UNTRUSTED, "the endorsement is of another issuer");
        }
        boolean usable =
                endorsement.envelope().algorithm() == CoseSign1.PS384
                        && RsaKeys.strong(leaf.getPublicKey(), MIN_RSA_BITS);
        examination.require(
                Check.SIGNATURE,
                usable
                        && signatures.pss384(
                                leaf.getPublicKey(),
                                endorsement.envelope().signedPart(),
                                endorsement.envelope().signature()),
                usable ? Reason.SIGNATURE_INVALID : Reason.KEY_UNACCEPTABLE,
                "the endorsement is not signed by its certificate");
        examination.require(
                Check.CHAIN, chains.against(endorsement.chain(), examination.instant()));
        examination.require(
                Check.BINDING,
                endorsement.launchMeasurement().equals(evidence.snp().report().measurement()),
                Reason.BINDING_BROKEN,
                "the endorsement is for another measurement");
    }
}
