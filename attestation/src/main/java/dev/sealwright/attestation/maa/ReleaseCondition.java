package dev.sealwright.attestation.maa;

import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

        /** "NOT_EQUALS" is "notEquals" in a policy. */
        static Operator of(String word) {
            String name = word.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            for (Operator operator : values()) {
                if (operator.name().equals(name)) {
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

    /** A claim that is absent, or of another type, satisfies nothing but {@code exists: false}. */
    default boolean holds(MaaClaimSet claims) {
        return switch (this) {
            case AllOf(List<ReleaseCondition> all) -> all.stream().allMatch(c -> c.holds(claims));
            case AnyOf(List<ReleaseCondition> any) -> any.stream().anyMatch(c -> c.holds(claims));
            case Claim claim -> claim.of(claims.at(claim.name));
        };
    }
}
