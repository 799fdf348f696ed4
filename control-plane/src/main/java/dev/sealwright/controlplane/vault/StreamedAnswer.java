package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.listener.Preference;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;

/** Answers that are bytes by themselves, for what is too large to stand in JSON. */
final class StreamedAnswer {
    /** The largest value that is given inside of JSON: one that could come so, too. */
    private static final long MAX_JSON = 768 * 1024;

    private StreamedAnswer() {}

    /** Whether the client prefers bytes; without a word, it is JSON. */
    static boolean isWanted(HttpRequest<?> request) {
        return Preference.is(MediaType.APPLICATION_OCTET_STREAM_TYPE, request);
    }

    static boolean fitsJson(long size) {
        return size <= MAX_JSON;
    }

    static void requireJson(long size) {
        if (!fitsJson(size)) {
            throw ProblemException.of(
                    ProblemKind.SECRET_TOO_LARGE,
                    "In JSON, a value of at most 768 KiB is given. Send Accept: application/octet-stream.");
        }
    }

    /**
     * An answer of a length that is known; whoever gets less knows that it was cut.
     *
     * @param content its first chunk is looked at, so that what is damaged there is a problem
     */
    static MutableHttpResponse<SizedStream> of(long size, InputStream content) {
        return HttpResponse.ok(new SizedStream(size, begun(content)))
                .contentType(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static InputStream begun(InputStream content) {
        PushbackInputStream begun = new PushbackInputStream(content);
        try {
            int first = begun.read();
            if (first >= 0) {
                begun.unread(first);
            }
            return begun;
        } catch (IOException e) {
            close(begun);
            throw Secrets.damaged();
        } catch (RuntimeException e) {
            close(begun);
            throw e;
        }
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
