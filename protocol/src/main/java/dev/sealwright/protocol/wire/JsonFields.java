package dev.sealwright.protocol.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.receipt.Receipt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, given as a JSON library gives it: String, Boolean, Integer or
 * Long, List, Map, null. Each field is taken once by name; a missing one is refused when it is
 * taken, one that nobody took by {@link #end}.
 */
public final class JsonFields {
    private final String what;
    private final Map<String, @Nullable Object> left = new LinkedHashMap<>();

    private JsonFields(String what) {
        this.what = what;
    }

    public static JsonFields of(@Nullable Object object, String what) {
        if (!(object instanceof Map<?, ?> map)) {
            throw new MalformedException(what + " is not an object");
        }
        JsonFields fields = new JsonFields(what);
        map.forEach((key, value) -> fields.left.put(String.valueOf(key), value));
        return fields;
    }

    public boolean has(String name) {
        return left.get(name) != null;
    }

    private <T> T take(String name, Class<T> type) {
        if (!type.isInstance(left.get(name))) {
            throw new MalformedException(what + " lacks " + name + ", or it is of another type");
        }
        return type.cast(left.remove(name));
    }

    public String text(String name) {
        return take(name, String.class);
    }

    /** base64url without padding. */
    public Bytes bytes(String name, int maxSize) {
        String text = text(name);
        if (text.length() > maxSize / 3 * 4 + 4) {
            throw new MalformedException(name + " is larger than " + maxSize + " bytes");
        }
        Bytes value = Bytes.fromBase64Url(text);
        if (value.size() > maxSize) {
            throw new MalformedException(name + " is larger than " + maxSize + " bytes");
        }
        return value;
    }

    /** base64url without padding, of exactly {@code size} bytes. */
    public Bytes exactly(String name, int size) {
        return bytes(name, size).requireSize(size, name);
    }

    /** A non-negative integer; a number with a fraction is refused. */
    public long uint(String name) {
        Number number = take(name, Number.class);
        if (!(number instanceof Integer || number instanceof Long) || number.longValue() < 0) {
            throw new MalformedException(name + " is not a non-negative integer");
        }
        return number.longValue();
    }

    public Optional<Long> optionalUint(String name) {
        return has(name) ? Optional.of(uint(name)) : absent(name);
    }

    public boolean bool(String name) {
        return take(name, Boolean.class);
    }

    public Receipt receipt(String name) {
        return Receipt.parse(text(name));
    }

    /** The fields {@code nbf} and {@code exp}, in seconds since the epoch. */
    public Validity validity() {
        return new Validity(Seconds.of(uint("nbf")), Seconds.of(uint("exp")));
    }

    /** A list of at most {@code maxItems} of that type. */
    public <T> List<T> list(String name, Class<T> type, int maxItems) {
        List<?> items = take(name, List.class);
        if (items.size() > maxItems || !items.stream().allMatch(type::isInstance)) {
            throw new MalformedException(
                    name + " is not a list of at most " + maxItems + " of its type");
        }
        return items.stream().map(type::cast).toList();
    }

    private <T> Optional<T> absent(String name) {
        left.remove(name);
        return Optional.empty();
    }

    public void end() {
        if (!left.isEmpty()) {
            throw new MalformedException(what + " has a field it should not have");
        }
    }
}
