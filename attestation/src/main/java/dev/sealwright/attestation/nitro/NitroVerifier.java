package dev.sealwright.attestation.nitro;

import dev.sealwright.attestation.cose.CoseSign1;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verifier;
import dev.sealwright.attestation.x509.ChainValidator;
import dev.sealwright.attestation.x509.PinnedRoots;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Verifies a Nitro document: ES384 by its certificate, whose bundle begins with a pinned root. */
public final class NitroVerifier extends Verifier<NitroDocument, NitroClaims> {
    /** AWS Nitro Enclaves Root-G1. */
    public static final PinnedRoots AWS =
            PinnedRoots.of("641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b");

    private static final int DIGITAL_SIGNATURE = 0;

    private final ChainValidator chains;
    private final SignatureCheck signatures;

    private NitroVerifier(PinnedRoots roots, SignatureCheck signatures) {
        this.chains = new ChainValidator(roots, signatures);
        this.signatures = signatures;
    }

    /** Believes AWS's root. */
    public static NitroVerifier production(SignatureCheck signatures) {
        return new NitroVerifier(AWS, signatures);
    }

    /** Believes the given roots and no others. */
    public static NitroVerifier trusting(PinnedRoots roots, SignatureCheck signatures) {
        return new NitroVerifier(roots, signatures);
    }

    @Override
    protected NitroClaims examine(NitroDocument document, Examination examination) {
        CoseSign1 envelope = document.envelope();
        if (envelope.algorithm() != CoseSign1.ES384) {
            throw examination.stop(Reason.KEY_UNACCEPTABLE, "not signed with ES384");
        }
        X509Certificate leaf = document.certificate();
        examination.require(
                Check.SIGNATURE,
                signatures.p384(leaf.getPublicKey(), envelope.signedPart(), envelope.signature()),
                Reason.SIGNATURE_INVALID,
                "the document is not signed by its certificate");
        if (leaf.getBasicConstraints() >= 0
                || leaf.getKeyUsage() == null
                || !leaf.getKeyUsage()[DIGITAL_SIGNATURE]) {
            examination.refuse(Reason.CHAIN_INVALID, "the certificate is not one to sign with");
        }
        examination.require(Check.CHAIN, chains.against(chain(document), examination.instant()));
        examination.skip(
                Check.REVOCATION,
                "these certificates name no list; the signer's lives three hours");
        return new NitroClaims(document);
    }

    /** The bundle's order counts: root first, then downwards. */
    private static List<X509Certificate> chain(NitroDocument document) {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(document.certificate());
        chain.addAll(document.caBundle().reversed());
        return chain;
    }
}
