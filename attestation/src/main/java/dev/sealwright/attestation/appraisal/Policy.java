package dev.sealwright.attestation.appraisal;

import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What evidence of one format must say to be acceptable. As JSON: {@code {"policy": name, "format":
 * label, "require_checked": [checks], "criteria": {…}}}. Every criterion of the format must be
 * there, so that nothing is left unchecked by being left out; a criterion is opened with {@code
 * "any"}, and the result then says that it was not checked.
 */
public final class Policy {
    private static final int MAX_SIZE = 1024 * 1024;
    private static final int MAX_NAME = 100;

    private final String name;
    private final Format format;
    private final Set<Check> required;
    private final Demands<?> demands;

    private Policy(String name, Format format, Set<Check> required, Demands<?> demands) {
        this.name = name;
        this.format = format;
        this.required = required;
        this.demands = demands;
    }

    public String name() {
        return name;
    }

    public Format format() {
        return format;
    }

    public static Policy parse(Bytes text) {
        JsonFields fields = JsonFields.of(Json.read(text, MAX_SIZE), "a policy");
        String name = fields.text("policy");
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new MalformedException("a policy's name is empty or too long");
        }
        Format format = Format.of(fields.text("format"));
        Set<Check> required = EnumSet.noneOf(Check.class);
        fields.array("require_checked", Check.values().length)
                .forEach(v -> required.add(check(v.asText("a check"))));
        Demands<?> demands = Catalogue.of(format, fields.take("criteria"));
        fields.end();
        return new Policy(name, format, required, demands);
    }

    private static Check check(String label) {
        return Arrays.stream(Check.values())
                .filter(check -> check.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new MalformedException("a policy requires an unknown check"));
    }

    /** Looks at everything, whatever fails. */
    public Appraisal appraise(Authentic<? extends Claims> evidence, ReferenceValues references) {
        List<Line> lines = new ArrayList<>();
        for (Check check : required) {
            boolean passed = evidence.passed(check);
            lines.add(
                    new Line(
                            "require_checked." + check.label(),
                            passed ? Line.Outcome.MET : Line.Outcome.NOT_MET,
                            TrustClaim.HARDWARE,
                            passed ? "" : "it was not checked"));
        }
        lines.addAll(demands.judge(evidence.claims(), references));
        return Appraisal.of(name, lines);
    }

    /** A policy's criteria with their values. */
    record Demands<C extends Claims>(Class<C> type, List<Demand<C>> all) {
        Demands {
            all = List.copyOf(all);
        }

        static <C extends Claims> Demands<C> read(
                Class<C> type, Criteria<C> criteria, JsonValue json) {
            JsonFields fields = JsonFields.of(json, "criteria");
            List<Demand<C>> demands =
                    criteria.all().stream()
                            .map(c -> new Demand<>(c, c.reader().apply(fields.take(c.name()))))
                            .toList();
            fields.end();
            return new Demands<>(type, demands);
        }

        List<Line> judge(Claims claims, ReferenceValues references) {
            if (!type.isInstance(claims)) {
                return List.of(
                        new Line(
                                "format",
                                Line.Outcome.NOT_MET,
                                TrustClaim.HARDWARE,
                                "the evidence is of format " + claims.format().label()));
            }
            return all.stream().map(d -> d.judge(type.cast(claims), references)).toList();
        }
    }

    record Demand<C>(Criterion<C> criterion, Requirement<C> requirement) {
        Line judge(C claims, ReferenceValues references) {
            Requirement.Finding finding = requirement.judge(claims, references);
            return new Line(
                    criterion.name(), finding.outcome(), criterion.trust(), finding.detail());
        }
    }
}
