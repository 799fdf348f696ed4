package dev.sealwright.attestation.appraisal;

import dev.sealwright.attestation.appraisal.Requirement.Finding;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The fields a policy of one format has, all of them mandatory. */
final class Criteria<C> {
    static final int MAX_VALUES = 4096;

    private static final JsonValue ANY = JsonValue.of("any");
    private static final JsonValue REFERENCE = JsonValue.of("reference");

    private final List<Criterion<C>> all = new ArrayList<>();

    List<Criterion<C>> all() {
        return List.copyOf(all);
    }

    Criteria<C> add(Criterion<C> criterion) {
        all.add(criterion);
        return this;
    }

    /** "allow_…": true or false. With false, evidence that has the property is refused. */
    Criteria<C> permission(String name, TrustClaim trust, Predicate<C> has) {
        return add(
                new Criterion<>(
                        "allow_" + name,
                        trust,
                        value -> {
                            boolean allowed = value.asBool("allow_" + name);
                            return (claims, references) ->
                                    has.test(claims)
                                            ? Finding.of(allowed, "the evidence says so")
                                            : Finding.met("");
                        }));
    }

    /** "any", "reference", or a list of hexadecimal values of which one must be there. */
    Criteria<C> value(String name, TrustClaim trust, Function<C, Optional<Bytes>> of) {
        return add(
                new Criterion<>(
                        name,
                        trust,
                        value -> {
                            if (value.equals(ANY)) {
                                return (claims, references) -> Finding.open();
                            }
                            if (value.equals(REFERENCE)) {
                                return (claims, references) ->
                                        reference(name, of.apply(claims), references);
                            }
                            Set<Bytes> allowed = hex(value, name);
                            return (claims, references) -> listed(of.apply(claims), allowed);
                        }));
    }

    /** "any", or a list of texts of which one must be there. */
    Criteria<C> text(String name, TrustClaim trust, Function<C, Optional<String>> of) {
        return add(
                new Criterion<>(
                        name,
                        trust,
                        value -> {
                            if (value.equals(ANY)) {
                                return (claims, references) -> Finding.open();
                            }
                            Set<String> allowed = texts(value, name);
                            return (claims, references) ->
                                    Finding.of(
                                            of.apply(claims).filter(allowed::contains).isPresent(),
                                            "it is "
                                                    + of.apply(claims)
                                                            .map(Criteria::shown)
                                                            .orElse("absent"));
                        }));
    }

    /** A list of whole numbers of which one must be there. */
    Criteria<C> number(String name, TrustClaim trust, ToLongFunction<C> of) {
        return add(
                new Criterion<>(
                        name,
                        trust,
                        value -> {
                            Set<Long> allowed =
                                    value.asArray(name, MAX_VALUES).stream()
                                            .map(v -> v.asLong(name))
                                            .collect(Collectors.toSet());
                            return (claims, references) ->
                                    Finding.of(
                                            allowed.contains(of.applyAsLong(claims)),
                                            "it is " + of.applyAsLong(claims));
                        }));
    }

    /** "minimum_…": the least whole number taken. */
    Criteria<C> minimum(String name, TrustClaim trust, Function<C, Optional<Long>> of) {
        return add(
                new Criterion<>(
                        "minimum_" + name,
                        trust,
                        value -> {
                            long least = value.asLong(name);
                            return (claims, references) ->
                                    Finding.of(
                                            of.apply(claims).filter(v -> v >= least).isPresent(),
                                            "it is "
                                                    + of.apply(claims)
                                                            .map(String::valueOf)
                                                            .orElse("not known"));
                        }));
    }

    private static Finding listed(Optional<Bytes> actual, Set<Bytes> allowed) {
        return Finding.of(
                actual.filter(allowed::contains).isPresent(),
                actual.isPresent() ? "it is not one of the values listed" : "it is absent");
    }

    private static Finding reference(
            String name, Optional<Bytes> actual, ReferenceValues references) {
        return actual.flatMap(value -> references.find(name, value))
                .map(found -> Finding.met("reference " + found.provenance()))
                .orElseGet(() -> Finding.notMet("no reference value has it"));
    }

    static Set<Bytes> hex(JsonValue value, String name) {
        return value.asArray(name, MAX_VALUES).stream()
                .map(v -> Bytes.fromHex(v.asText(name)))
                .collect(Collectors.toSet());
    }

    static Set<String> texts(JsonValue value, String name) {
        return value.asArray(name, MAX_VALUES).stream()
                .map(v -> v.asText(name))
                .collect(Collectors.toSet());
    }

    /** Outside text, kept short and printable. */
    private static String shown(String text) {
        if (text.length() > 100 || !text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return "something else";
        }
        return text;
    }
}
