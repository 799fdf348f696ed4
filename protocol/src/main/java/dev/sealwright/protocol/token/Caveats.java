package dev.sealwright.protocol.token;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborCursor;
import dev.sealwright.protocol.cbor.CborValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of one layer, each kind at most once, in the order of their codes.
 *
 * @param items may be empty: then the layer only hands the token on
 */
public record Caveats(List<Caveat> items) {
    public static final Caveats NONE = new Caveats(List.of());

    public Caveats {
        items = List.copyOf(items);
        int previous = 0;
        for (Caveat item : items) {
            if (item.code() <= previous) {
                throw new MalformedException("caveats out of order, or one of them twice");
            }
            previous = item.code();
        }
    }

    /** In any order. */
    public static Caveats of(List<Caveat> items) {
        return new Caveats(items.stream().sorted(Comparator.comparingInt(Caveat::code)).toList());
    }

    public <T extends Caveat> Optional<T> find(Class<T> type) {
        for (Caveat item : items) {
            if (type.isInstance(item)) {
                return Optional.of(type.cast(item));
            }
        }
        return Optional.empty();
    }

    /** Whether what is spent under this layer must be known to judge it. */
    public boolean budgeted() {
        return find(Caveat.Calls.class).isPresent() || find(Caveat.Amount.class).isPresent();
    }

    /** Everything that stands against the demand. */
    List<Caveat.Objection> objections(Caveat.Demand demand) {
        List<Caveat.Objection> found = new ArrayList<>();
        for (Caveat item : items) {
            item.objection(demand).ifPresent(found::add);
        }
        return found;
    }

    /** The end of this layer's time, if it names one. */
    Optional<Instant> expires() {
        return find(Caveat.Expires.class).map(Caveat.Expires::time);
    }

    /** A map from code to value. */
    public CborValue cbor() {
        return CaveatCodec.encode(this);
    }

    static Caveats read(CborCursor in) {
        return CaveatCodec.decode(in);
    }
}
