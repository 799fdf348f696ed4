package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.time.Duration;
import java.util.List;

/**
 * The body of a request: {@code [milliseconds, question]}.
 *
 * @param budget how long its sender waits, from the moment it is read; nobody wants a later answer
 */
record Request(Duration budget, CborValue question) {
    private static final Duration LONGEST = Duration.ofHours(1);

    Request {
        if (budget.isNegative() || budget.compareTo(LONGEST) > 0) {
            throw new MalformedException("a request that waits for too long");
        }
    }

    Bytes encode() {
        return CborWriter.encode(CborValue.array(CborValue.of(budget.toMillis()), question));
    }

    static Request decode(Bytes body) {
        List<CborValue> parts = CborReader.strict(body, Frame.MAX_BODY).asArray("a request", 2);
        long millis = parts.get(0).asUint("milliseconds");
        return new Request(
                Duration.ofMillis(Math.min(millis, LONGEST.toMillis() + 1)), parts.get(1));
    }
}
