package dev.sealwright.protocol.token;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborCursor;
import dev.sealwright.protocol.cbor.CborValue;
import java.util.List;

/** What one argument of a tool may be. */
public sealed interface ArgumentLimit {
    boolean allows(ArgumentValue value);

    /** An integer from {@code min} to {@code max}, both allowed. */
    record Between(long min, long max) implements ArgumentLimit {
        public Between {
            if (min > max) {
                throw new MalformedException("a range that ends before it begins");
            }
        }

        @Override
        public boolean allows(ArgumentValue value) {
            return value instanceof ArgumentValue.Whole(long number)
                    && min <= number
                    && number <= max;
        }
    }

    /** One of these texts, which are sorted. */
    record OneOf(List<String> values) implements ArgumentLimit {
        public OneOf {
            values = Words.requireSorted(values, "a list of values");
        }

        @Override
        public boolean allows(ArgumentValue value) {
            return value instanceof ArgumentValue.Text(String text) && values.contains(text);
        }
    }

    /** A resource that one of these prefixes, which are sorted, covers. */
    record Under(List<String> prefixes) implements ArgumentLimit {
        public Under {
            prefixes = Words.requireSorted(prefixes, "a list of prefixes");
            prefixes.forEach(ResourceName::require);
        }

        @Override
        public boolean allows(ArgumentValue value) {
            return value instanceof ArgumentValue.Text(String text)
                    && isResource(text)
                    && prefixes.stream().anyMatch(prefix -> ResourceName.covers(prefix, text));
        }

        private static boolean isResource(String text) {
            try {
                ResourceName.require(text);
                return true;
            } catch (MalformedException e) {
                return false;
            }
        }
    }

    /** Of these texts, in any order. */
    static ArgumentLimit oneOf(List<String> values) {
        return new OneOf(Words.sorted(values));
    }

    /** Under these prefixes, in any order. */
    static ArgumentLimit under(List<String> prefixes) {
        return new Under(Words.sorted(prefixes));
    }

    /** {@code [0, min, max]}, {@code [1, values]} or {@code [2, prefixes]}. */
    default CborValue cbor() {
        return switch (this) {
            case Between(long min, long max) ->
                    CborValue.array(CborValue.of(0), CborValue.of(min), CborValue.of(max));
            case OneOf(List<String> values) ->
                    CborValue.array(CborValue.of(1), CborValue.texts(values));
            case Under(List<String> prefixes) ->
                    CborValue.array(CborValue.of(2), CborValue.texts(prefixes));
        };
    }

    static ArgumentLimit read(CborCursor in) {
        int parts = in.array("a limit");
        long kind = in.uint("the kind of a limit");
        if (parts != (kind == 0 ? 3 : 2)) {
            throw new MalformedException("a limit of another size than its kind has");
        }
        return switch ((int) Math.min(kind, 3)) {
            case 0 -> new Between(in.integer("min"), in.integer("max"));
            case 1 -> new OneOf(in.texts("a list of values"));
            case 2 -> new Under(in.texts("a list of prefixes"));
            default -> throw new MalformedException("a limit of an unknown kind");
        };
    }
}
