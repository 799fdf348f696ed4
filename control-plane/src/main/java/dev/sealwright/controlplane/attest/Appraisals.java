package dev.sealwright.controlplane.attest;

import dev.sealwright.attestation.AttestVerify;
import dev.sealwright.attestation.VerdictReport;
import dev.sealwright.attestation.appraisal.AttestationResult;
import dev.sealwright.attestation.appraisal.Policy;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Evidence against an organisation's policy, and the signed result. */
@Singleton
final class Appraisals {
    private final Records records;
    private final PolicyReader policies;
    private final EvidenceVerifiers verifiers;
    private final Results results;
    private final InstantSource clock;

    Appraisals(
            Records records,
            PolicyReader policies,
            EvidenceVerifiers verifiers,
            Results results,
            InstantSource clock) {
        this.records = records;
        this.policies = policies;
        this.verifiers = verifiers;
        this.results = results;
        this.clock = clock;
    }

    Appraised appraise(Bytes org, VerifyBody body) {
        Question question = Question.of(body);
        Policy policy = policy(org, body.policy());
        EvidenceVerifiers.Prepared prepared = verifiers.prepare(question);
        var verdict =
                new AttestVerify(prepared.verifier(), Optional.of(policy), references(org, body))
                        .verdict(
                                question.evidence(),
                                question.format(),
                                new VerificationInstant(clock.instant()));
        Results.Signed signed =
                results.sign(org, issued -> claims(verdict, policy, issued, question));
        return new Appraised(
                answer(verdict, prepared, signed.token(), signed.released()), signed.released());
    }

    private Policy policy(Bytes org, String name) {
        return records.find(AppraisalPolicyDocument.TYPE, org, name)
                .map(found -> policies.read(found.name(), found.value()))
                .orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        "/policy", "there is no appraisal policy of that name"));
    }

    private ReferenceValues references(Bytes org, VerifyBody body) {
        return Question.references(body.sets().stream().map(name -> references(org, name)));
    }

    private ReferenceValuesDocument references(Bytes org, String name) {
        return records.find(ReferenceValuesDocument.TYPE, org, name)
                .orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        "/reference_values",
                                        "there are no reference values of that name"))
                .value();
    }

    private static JsonValue.Obj claims(
            AttestVerify.Verdict verdict, Policy policy, Instant issued, Question question) {
        AttestationResult result = new AttestationResult("sealwright", "v1");
        Instant second = Seconds.truncate(issued);
        return switch (verdict) {
            case AttestVerify.Acceptable v ->
                    result.claims(v.evidence(), v.appraisal(), second, question.nonce());
            case AttestVerify.Unacceptable v ->
                    result.claims(v.evidence(), v.appraisal(), second, question.nonce());
            case AttestVerify.NotAuthentic v ->
                    result.notAuthentic(v.format(), policy.name(), second, question.nonce());
            case AttestVerify.Malformed v ->
                    throw ProblemException.invalid("/evidence", v.reason());
            case AttestVerify.AuthenticOnly _ ->
                    throw new IllegalStateException("a policy was given");
        };
    }

    private static VerifyAnswer answer(
            AttestVerify.Verdict verdict,
            EvidenceVerifiers.Prepared prepared,
            String token,
            LeafOutcome.Released released) {
        return new VerifyAnswer(
                VerdictReport.word(verdict),
                token,
                JsonText.of(VerdictReport.json(verdict)),
                prepared.missing(),
                released.leaf().base64Url(),
                released.receipt().text(),
                released.index());
    }
}
