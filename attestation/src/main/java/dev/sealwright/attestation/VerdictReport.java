package dev.sealwright.attestation;

import dev.sealwright.attestation.appraisal.Appraisal;
import dev.sealwright.attestation.appraisal.Line;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Checked;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.verify.Refusal;
import dev.sealwright.attestation.wire.JsonValue;
import java.util.List;
import java.util.Locale;

/** A verdict as JSON for programs and as text for people; both say what was not checked. */
public final class VerdictReport {
    private VerdictReport() {}

    public static JsonValue.Obj json(AttestVerify.Verdict verdict) {
        Facts facts = new Facts().put("verdict", word(verdict));
        switch (verdict) {
            case AttestVerify.Acceptable v -> appraised(facts, v.evidence(), v.appraisal());
            case AttestVerify.Unacceptable v -> appraised(facts, v.evidence(), v.appraisal());
            case AttestVerify.AuthenticOnly v -> authentic(facts, v.evidence());
            case AttestVerify.NotAuthentic v ->
                    facts.put("format", v.format().label())
                            .put(
                                    "refusals",
                                    new JsonValue.Arr(
                                            v.refusals().stream()
                                                    .map(VerdictReport::json)
                                                    .toList()));
            case AttestVerify.Malformed v -> facts.put("reason", v.reason());
        }
        return facts.end();
    }

    /** The verdict first, then why, then what was and was not checked, then the claims. */
    public static String text(AttestVerify.Verdict verdict) {
        StringBuilder out = new StringBuilder(word(verdict)).append('\n');
        switch (verdict) {
            case AttestVerify.Acceptable v -> appraised(out, v.evidence(), v.appraisal());
            case AttestVerify.Unacceptable v -> appraised(out, v.evidence(), v.appraisal());
            case AttestVerify.AuthenticOnly v -> authentic(out, v.evidence());
            case AttestVerify.NotAuthentic v ->
                    v.refusals().forEach(r -> out.append("  ").append(r).append('\n'));
            case AttestVerify.Malformed v -> out.append("  ").append(v.reason()).append('\n');
        }
        return out.toString();
    }

    /** The verdict in one word. */
    public static String word(AttestVerify.Verdict verdict) {
        return switch (verdict) {
            case AttestVerify.Acceptable v -> "acceptable";
            case AttestVerify.Unacceptable v -> "refused-by-policy";
            case AttestVerify.AuthenticOnly v -> "authentic";
            case AttestVerify.NotAuthentic v -> "not-authentic";
            case AttestVerify.Malformed v -> "malformed";
        };
    }

    private static void appraised(
            Facts facts, Authentic<? extends Claims> evidence, Appraisal appraisal) {
        facts.put("policy", appraisal.policy())
                .put(
                        "demands",
                        new JsonValue.Arr(
                                appraisal.lines().stream().map(VerdictReport::json).toList()));
        authentic(facts, evidence);
    }

    private static void authentic(Facts facts, Authentic<? extends Claims> evidence) {
        List<JsonValue> checks = evidence.checks().stream().map(VerdictReport::json).toList();
        facts.put("format", evidence.claims().format().label())
                .put("instant", evidence.instant().value())
                .put("checks", new JsonValue.Arr(checks))
                .put("claims", evidence.claims().facts());
    }

    private static JsonValue json(Refusal refusal) {
        return new Facts()
                .put("reason", refusal.reason().label())
                .put("detail", refusal.detail())
                .end();
    }

    private static JsonValue json(Checked checked) {
        return new Facts()
                .put("check", checked.check().label())
                .put("state", label(checked.state()))
                .put("detail", checked.detail())
                .end();
    }

    private static JsonValue json(Line line) {
        return new Facts()
                .put("demand", line.name())
                .put("outcome", label(line.outcome()))
                .put("detail", line.detail())
                .end();
    }

    private static void appraised(
            StringBuilder out, Authentic<? extends Claims> evidence, Appraisal appraisal) {
        out.append("policy ").append(appraisal.policy()).append('\n');
        for (Line line : appraisal.lines()) {
            row(out, label(line.outcome()), line.name(), line.detail());
        }
        authentic(out, evidence);
    }

    private static void authentic(StringBuilder out, Authentic<? extends Claims> evidence) {
        out.append("checks at ").append(evidence.instant().value()).append('\n');
        for (Checked checked : evidence.checks()) {
            row(out, label(checked.state()), checked.check().label(), checked.detail());
        }
        out.append("claims of format ").append(evidence.claims().format().label()).append('\n');
        ClaimsText.append(evidence.claims().facts(), 1, out);
    }

    private static void row(StringBuilder out, String state, String name, String detail) {
        out.append(String.format(Locale.ROOT, "  %-12s %s", state, name));
        out.append(detail.isEmpty() ? "" : ": " + detail).append('\n');
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
