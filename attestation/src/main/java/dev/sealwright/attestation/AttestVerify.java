package dev.sealwright.attestation;

import dev.sealwright.attestation.appraisal.Appraisal;
import dev.sealwright.attestation.appraisal.Policy;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.attestation.cmw.WrappedEvidence;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.evidence.EvidenceReader;
import dev.sealwright.attestation.evidence.EvidenceVerifier;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.verify.Refusal;
import dev.sealwright.attestation.verify.Rejected;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Optional;

/**
 * The whole way from a file to a verdict: parse, verify against the vendors' roots, appraise. This
 * is the entry point for programs:
 *
 * <pre>{@code
 * var verifier = new EvidenceVerifier(SignatureCheck.fastest(), collateral, Map.of(), Optional.empty());
 * switch (new AttestVerify(verifier, Optional.of(policy), references).verdict(file, Optional.empty(), at)) {
 *     case AttestVerify.Acceptable v -> …
 *     case AttestVerify.Unacceptable v -> …
 *     case AttestVerify.AuthenticOnly v -> …
 *     case AttestVerify.NotAuthentic v -> …
 *     case AttestVerify.Malformed v -> …
 * }
 * }</pre>
 *
 * @param policy empty to stop after authenticity
 */
public record AttestVerify(
        EvidenceVerifier verifier, Optional<Policy> policy, ReferenceValues references) {

    /** One of five; the exit status of the command line is in {@link #exitStatus}. */
    public sealed interface Verdict {
        /** 0 acceptable (or authentic, without a policy), 1 refused by policy, 2 not authentic. */
        default int exitStatus() {
            return switch (this) {
                case Acceptable a -> 0;
                case AuthenticOnly a -> 0;
                case Unacceptable u -> 1;
                case NotAuthentic n -> 2;
                case Malformed m -> 2;
            };
        }
    }

    public record Acceptable(Authentic<? extends Claims> evidence, Appraisal appraisal)
            implements Verdict {}

    public record Unacceptable(Authentic<? extends Claims> evidence, Appraisal appraisal)
            implements Verdict {}

    /** No policy was given; nothing is said about acceptability. */
    public record AuthenticOnly(Authentic<? extends Claims> evidence) implements Verdict {}

    public record NotAuthentic(Format format, List<Refusal> refusals) implements Verdict {
        public NotAuthentic {
            refusals = List.copyOf(refusals);
        }
    }

    /** Not evidence of a format we take, or collateral that is no collateral. */
    public record Malformed(String reason) implements Verdict {}

    /**
     * The verdict on a file, wrapped as a CMW or bare.
     *
     * @param format empty to detect it
     */
    public Verdict verdict(Bytes file, Optional<Format> format, VerificationInstant at) {
        try {
            WrappedEvidence opened = WrappedEvidence.open(file);
            Format known =
                    format.or(opened::format)
                            .orElseGet(() -> EvidenceReader.detect(opened.evidence()));
            EvidenceVerifier with = verifier.and(opened.collateral());
            Evidence evidence = EvidenceReader.read(opened.evidence(), known, with.collateral());
            return judge(known, with.verify(evidence, at));
        } catch (MalformedException e) {
            return new Malformed(String.valueOf(e.getMessage()));
        }
    }

    private Verdict judge(Format format, Verification<? extends Claims> outcome) {
        return switch (outcome) {
            case Rejected<?> rejected -> new NotAuthentic(format, rejected.refusals());
            case Authentic<? extends Claims> authentic ->
                    policy.map(p -> appraised(authentic, p.appraise(authentic, references)))
                            .orElseGet(() -> new AuthenticOnly(authentic));
        };
    }

    private static Verdict appraised(Authentic<? extends Claims> evidence, Appraisal appraisal) {
        return switch (appraisal) {
            case Appraisal.Acceptable a -> new Acceptable(evidence, a);
            case Appraisal.Unacceptable u -> new Unacceptable(evidence, u);
        };
    }
}
