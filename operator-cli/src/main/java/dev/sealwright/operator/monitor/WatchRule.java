package dev.sealwright.operator.monitor;

import dev.sealwright.client.json.Fields;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.leaf.Leaf;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * What the monitor's owner wants to hear of. A leaf is meant by it if all that is said holds.
 *
 * @param type of the leaf, such as {@code server}
 * @param org tag of 16 bytes
 * @param subject an id or digest that the leaf names anywhere
 * @param outside times at which it is expected, and no alarm
 * @param rate how many are expected, and no alarm
 */
record WatchRule(
        String name,
        Optional<String> type,
        Optional<Bytes> org,
        Optional<Bytes> subject,
        Optional<Hours> outside,
        Optional<Rate> rate) {
    private static final Set<String> FIELDS =
            Set.of("name", "type", "org", "subject", "outside", "more_than", "within_seconds");

    /** Up to {@code count} in any stretch of {@code within}. */
    record Rate(long count, Duration within) {
        Rate {
            if (count < 0 || count > 100_000 || within.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new MalformedException(
                        "more_than is 0 to 100000, and within_seconds at least 1");
            }
        }
    }

    static WatchRule of(Fields json) {
        Set<String> unknown = new HashSet<>();
        for (Iterator<String> names = json.node().fieldNames(); names.hasNext(); ) {
            unknown.add(names.next());
        }
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw new MalformedException("a rule has no field " + unknown.iterator().next());
        }
        return new WatchRule(
                json.text("name"),
                json.optionalText("type"),
                json.optionalText("org").map(Bytes::fromHex),
                json.optionalText("subject").map(Bytes::fromHex),
                json.optionalObject("outside").map(Hours::of),
                rate(json));
    }

    private static Optional<Rate> rate(Fields json) {
        if (!json.node().has("more_than")) {
            return Optional.empty();
        }
        return Optional.of(
                new Rate(
                        json.number("more_than"),
                        Duration.ofSeconds(json.number("within_seconds"))));
    }

    boolean means(Bytes entry, Leaf leaf) {
        return type.filter(wanted -> !wanted.equals(leaf.type())).isEmpty()
                && org.filter(wanted -> !wanted.equals(leaf.org())).isEmpty()
                && outside.filter(hours -> hours.contain(leaf.time())).isEmpty()
                && subject.filter(wanted -> !names(read(entry), wanted)).isEmpty();
    }

    private static CborValue read(Bytes entry) {
        return CborReader.strict(entry, Leaf.MAX_SIZE);
    }

    private static boolean names(CborValue value, Bytes wanted) {
        return switch (value) {
            case CborValue.ByteString(Bytes bytes) -> bytes.equals(wanted);
            case CborValue.Array(var items) -> items.stream().anyMatch(i -> names(i, wanted));
            case CborValue.Dictionary(var entries) ->
                    entries.values().stream().anyMatch(i -> names(i, wanted));
            case CborValue.Tagged(_, CborValue content) -> names(content, wanted);
            case CborValue.Int _, CborValue.Text _, CborValue.Bool _, CborValue.Null _ -> false;
        };
    }
}
