package dev.sealwright.controlplane.attest;

import dev.sealwright.attestation.cmw.WrappedEvidence;
import dev.sealwright.attestation.collateral.CollateralStore;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.evidence.EvidenceReader;
import dev.sealwright.attestation.evidence.EvidenceVerifier;
import dev.sealwright.attestation.evidence.TrustedRoots;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.MalformedException;
import jakarta.inject.Singleton;
import java.util.List;

/** A verifier with the collateral that a piece of evidence needs, as far as it is to be had. */
@Singleton
final class EvidenceVerifiers {
    private final CollateralStore store;
    private final SignatureCheck signatures;
    private final TrustedRoots roots;

    EvidenceVerifiers(CollateralStore store, SignatureCheck signatures, TrustedRoots roots) {
        this.store = store;
        this.signatures = signatures;
        this.roots = roots;
    }

    /**
     * Ready to verify.
     *
     * @param missing what was not to be had, one line each
     */
    record Prepared(EvidenceVerifier verifier, List<String> missing) {
        Prepared {
            missing = List.copyOf(missing);
        }
    }

    Prepared prepare(Question question) {
        CollateralStore.Found found = store.collect(evidence(question));
        return new Prepared(
                new EvidenceVerifier(
                        signatures,
                        question.collateral().and(found.collateral()),
                        found.tokenKeys(),
                        question.nonce(),
                        roots),
                found.missing());
    }

    private static Evidence evidence(Question question) {
        try {
            WrappedEvidence opened = WrappedEvidence.open(question.evidence());
            return EvidenceReader.read(
                    opened.evidence(),
                    question.format()
                            .or(opened::format)
                            .orElseGet(() -> EvidenceReader.detect(opened.evidence())),
                    question.collateral().and(opened.collateral()));
        } catch (MalformedException e) {
            throw ProblemException.invalid("/evidence", String.valueOf(e.getMessage()));
        }
    }
}
