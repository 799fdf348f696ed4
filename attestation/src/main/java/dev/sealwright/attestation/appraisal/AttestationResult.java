package dev.sealwright.attestation.appraisal;

import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An EAT Attestation Result (draft-ietf-rats-ear-04, named in {@code eat_profile}) with an AR4SI
 * trustworthiness vector, as the claims of a JWT. Whoever issues it signs it.
 *
 * @param developer and
 * @param build who the verifier is
 */
public record AttestationResult(String developer, String build) {
    public static final String PROFILE = "tag:ietf.org,2026:rats/ear#04";

    /** AR4SI: nothing is claimed. */
    static final int NONE = 0;

    /** AR4SI: recognised and not compromised. */
    static final int AFFIRMING = 2;

    /** AR4SI: contraindicated. */
    static final int CONTRAINDICATED = 96;

    /** AR4SI: cryptographic validation of the evidence failed. */
    static final int VALIDATION_FAILED = 99;

    private static final String SUBMODULE_SUFFIX = "-evidence";

    /**
     * The claims for evidence and its appraisal.
     *
     * @param nonce what the asker gave
     */
    public JsonValue.Obj claims(
            Authentic<? extends Claims> evidence,
            Appraisal appraisal,
            Instant issued,
            Optional<Bytes> nonce) {
        Map<TrustClaim, Integer> vector = vector(appraisal.lines());
        Facts module =
                module(vector, appraisal.policy())
                        .put("ear_attester_claims", evidence.claims().facts());
        return result(evidence.claims().format(), module, status(vector.values()), issued, nonce);
    }

    /**
     * The claims for evidence that is not authentic: nothing it says is repeated.
     *
     * @param policy that would have been applied
     */
    public JsonValue.Obj notAuthentic(
            Format format, String policy, Instant issued, Optional<Bytes> nonce) {
        Map<TrustClaim, Integer> vector = Map.of(TrustClaim.HARDWARE, VALIDATION_FAILED);
        return result(format, module(vector, policy), status(vector.values()), issued, nonce);
    }

    private static Facts module(Map<TrustClaim, Integer> vector, String policy) {
        return new Facts()
                .put("ear_status", status(vector.values()))
                .put("ear_trustworthiness_vector", json(vector))
                .put("ear_appraisal_policy_ids", List.of(policy));
    }

    private JsonValue.Obj result(
            Format format, Facts module, String status, Instant issued, Optional<Bytes> nonce) {
        Facts result =
                new Facts()
                        .put("eat_profile", PROFILE)
                        .put("iat", issued.getEpochSecond())
                        .put("ear_status", status)
                        .put(
                                "ear_verifier_id",
                                new Facts().put("developer", developer).put("build", build).end());
        nonce.ifPresent(value -> result.put("eat_nonce", value.base64Url()));
        String name = format.label() + SUBMODULE_SUFFIX;
        return result.put("submods", new Facts().put(name, module.end()).end()).end();
    }

    /**
     * The evidence is authentic, so its hardware counts as genuine until a demand on it fails. A
     * category affirms only if something in it was demanded and all of that was met.
     */
    static Map<TrustClaim, Integer> vector(List<Line> lines) {
        Map<TrustClaim, Integer> vector = new EnumMap<>(TrustClaim.class);
        vector.put(TrustClaim.HARDWARE, AFFIRMING);
        for (Line line : lines) {
            int value =
                    switch (line.outcome()) {
                        case MET -> AFFIRMING;
                        case NOT_CHECKED -> NONE;
                        case NOT_MET -> CONTRAINDICATED;
                    };
            vector.merge(line.trust(), value, Math::max);
        }
        vector.put(TrustClaim.RUNTIME_OPAQUE, AFFIRMING);
        return vector;
    }

    /** The worst tier of the vector. */
    private static String status(Collection<Integer> values) {
        int worst = values.stream().mapToInt(Integer::intValue).max().orElse(NONE);
        return worst >= CONTRAINDICATED
                ? "contraindicated"
                : worst >= AFFIRMING ? "affirming" : "none";
    }

    private static JsonValue.Obj json(Map<TrustClaim, Integer> vector) {
        Facts facts = new Facts();
        vector.forEach(
                (claim, value) -> {
                    if (value != NONE) {
                        facts.put(claim.label(), value);
                    }
                });
        return facts.end();
    }
}
