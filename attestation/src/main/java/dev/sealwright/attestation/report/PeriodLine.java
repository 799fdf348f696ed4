package dev.sealwright.attestation.report;

import static dev.sealwright.attestation.report.Line.Status.ASSERTED;
import static dev.sealwright.attestation.report.Line.Status.FAILED;
import static dev.sealwright.attestation.report.Line.Status.NOT_CHECKED;

import dev.sealwright.attestation.report.Statement.TokenKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the keys that protect what is new were within their periods when the report was made. */
final class PeriodLine {
    private final List<TokenKey> told;
    private final List<TokenKey> active;
    private final Instant made;

    PeriodLine(Statement statement) {
        this.told = statement.keys().stream().filter(key -> key.period().isPresent()).toList();
        this.active = told.stream().filter(key -> period(key).isActive()).toList();
        this.made = statement.time();
    }

    private static KeyPeriod period(TokenKey key) {
        return key.period().orElseThrow();
    }

    Line line() {
        if (told.isEmpty()) {
            return line(NOT_CHECKED, "the report does not tell of periods");
        }
        String over =
                active.stream()
                        .filter(key -> period(key).isOver(made))
                        .map(key -> key.label() + " since " + end(key).orElseThrow())
                        .collect(Collectors.joining(", "));
        return over.isEmpty()
                ? line(ASSERTED, within())
                : line(FAILED, "keys that protect what is new beyond their periods: " + over);
    }

    private String within() {
        return "the service says so of all "
                + active.size()
                + active.stream()
                        .filter(key -> end(key).isPresent())
                        .min(Comparator.comparing(key -> end(key).orElseThrow()))
                        .map(
                                key ->
                                        "; the first to end is "
                                                + key.label()
                                                + " on "
                                                + end(key).orElseThrow())
                        .orElse("");
    }

    private static Optional<Instant> end(TokenKey key) {
        return period(key).originatorEnd();
    }

    private static Line line(Line.Status status, String reason) {
        return new Line(Topic.KEY_PERIODS, status, reason);
    }
}
