package dev.sealwright.controlplane.idempotency;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;
import java.util.Map;

/**
 * An answer as it goes out, and goes out again.
 *
 * @param headers those of the resource, one a line: {@code name: value}
 */
record KeptAnswer(int status, List<String> headers, Bytes body) {
    static final String REPLAYED = "Idempotency-Replayed";
    private static final String SEPARATOR = ": ";

    KeptAnswer {
        headers = List.copyOf(headers);
    }

    /** Without the time, which is that of each answer. */
    static List<String> headers(MutableHttpResponse<?> response) {
        return response.getHeaders().asMap().entrySet().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase(HttpHeaders.DATE))
                .flatMap(header -> header.getValue().stream().map(value -> line(header, value)))
                .sorted()
                .toList();
    }

    private static String line(Map.Entry<String, List<String>> header, String value) {
        return header.getKey() + SEPARATOR + value;
    }

    /** The same answer, marked as one that was given before. */
    MutableHttpResponse<byte[]> again() {
        MutableHttpResponse<byte[]> response = HttpResponse.status(status, null);
        for (String header : headers) {
            int end = header.indexOf(SEPARATOR);
            response.header(header.substring(0, end), header.substring(end + SEPARATOR.length()));
        }
        return response.header(REPLAYED, "true").body(body.toArray());
    }

    CborValue cbor() {
        return CborValue.array(CborValue.of(status), CborValue.texts(headers), CborValue.of(body));
    }
}
