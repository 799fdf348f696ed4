package dev.sealwright.attestation.maa;

import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A condition of a release policy on the claims of a token. */
public sealed interface ReleaseCondition {
    /** Most conditions in one group. */
    int MAX_CONDITIONS = 128;

    record AllOf(List<ReleaseCondition> conditions) implements ReleaseCondition {
        public AllOf {
            conditions = List.copyOf(conditions);
        }
    }

    record AnyOf(List<ReleaseCondition> conditions) implements ReleaseCondition {
        public AnyOf {
            conditions = List.copyOf(conditions);
        }
    }

    record Claim(String name, Operator operator, JsonValue value) implements ReleaseCondition {
        private boolean of(Optional<JsonValue> given) {
            return switch (operator) {
                case EXISTS -> given.isPresent() == value.equals(JsonValue.of(true));
                case EQUALS -> given.isPresent() && given.get().equals(value);
                case NOT_EQUALS -> given.isPresent() && !given.get().equals(value);
                case LESS -> compared(given).filter(c -> c < 0).isPresent();
                case LESS_OR_EQUALS -> compared(given).filter(c -> c <= 0).isPresent();
                case GREATER -> compared(given).filter(c -> c > 0).isPresent();
                case GREATER_OR_EQUALS -> compared(given).filter(c -> c >= 0).isPresent();
            };
        }

        private Optional<Integer> compared(Optional<JsonValue> given) {
            return given.filter(JsonValue.Num.class::isInstance)
                    .map(v -> Long.compare(v.asLong(name), value.asLong(name)));
        }
    }

    enum Operator {
        EQUALS,
        NOT_EQUALS,
        LESS,
        LESS_OR_EQUALS,
        GREATER,
        GREATER_OR_EQUALS,
        EXISTS;

        /** As a policy writes it: NOT_EQUALS is "notEquals". */
        String word() {
            String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
            StringBuilder out = new StringBuilder(words[0]);
            for (int i = 1; i < words.length; i++) {
                out.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(words[i].substring(1));
            }
            return out.toString();
        }

        static Operator of(String word) {
            for (Operator operator : values()) {
                if (operator.word().equals(word)) {
                    return operator;
                }
            }
            throw new MalformedException("an unknown operator in a release policy");
        }
    }

    /** The {@code allOf} or {@code anyOf} of an object that has exactly one of them. */
    static ReleaseCondition group(JsonFields fields) {
        Optional<JsonValue> all = fields.optional("allOf");
        Optional<JsonValue> any = fields.optional("anyOf");
        if (all.isPresent() == any.isPresent()) {
            throw new MalformedException("a release policy group is allOf or anyOf");
        }
        List<ReleaseCondition> conditions =
                all.or(() -> any).orElseThrow().asArray("conditions", MAX_CONDITIONS).stream()
                        .map(ReleaseCondition::read)
                        .toList();
        if (conditions.isEmpty()) {
            throw new MalformedException("a release policy group without conditions");
        }
        return all.isPresent() ? new AllOf(conditions) : new AnyOf(conditions);
    }

    private static ReleaseCondition read(JsonValue value) {
        JsonFields fields = JsonFields.of(value, "a condition");
        Optional<JsonValue> name = fields.optional("claim");
        ReleaseCondition condition =
                name.isPresent() ? claim(name.get().asText("claim"), fields) : group(fields);
        fields.end();
        return condition;
    }

    private static ReleaseCondition claim(String name, JsonFields fields) {
        List<String> words = fields.names();
        if (words.size() != 1) {
            throw new MalformedException("a condition without exactly one operator");
        }
        Operator operator = Operator.of(words.getFirst());
        JsonValue value = fields.take(words.getFirst());
        switch (operator) {
            case EXISTS -> value.asBool("exists");
            case LESS, LESS_OR_EQUALS, GREATER, GREATER_OR_EQUALS -> value.asLong("a bound");
            default -> {}
        }
        return new Claim(name, operator, value);
    }

    /** In words: {@code a equals "b" and (c exists true or d less 3)}. */
    default String text() {
        return switch (this) {
            case AllOf(List<ReleaseCondition> all) -> joined(all, " and ");
            case AnyOf(List<ReleaseCondition> any) -> joined(any, " or ");
            case Claim(String name, Operator operator, JsonValue value) ->
                    name + " " + operator.word() + " " + JsonText.of(value);
        };
    }

    private static String joined(List<ReleaseCondition> conditions, String word) {
        return conditions.stream()
                .map(
                        c ->
                                c instanceof Claim || conditions.size() == 1
                                        ? c.text()
                                        : "(" + c.text() + ")")
                .collect(Collectors.joining(word));
    }

    /** A claim that is absent, or of another type, satisfies nothing but {@code exists: false}. */
    default boolean holds(MaaClaimSet claims) {
        return switch (this) {
            case AllOf(List<ReleaseCondition> all) -> all.stream().allMatch(c -> c.holds(claims));
            case AnyOf(List<ReleaseCondition> any) -> any.stream().anyMatch(c -> c.holds(claims));
            case Claim claim -> claim.of(claims.at(claim.name));
        };
    }
}
