package dev.sealwright.controlplane.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.body.ByteBody.SplitBackpressureMode;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.exceptions.BufferLengthExceededException;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.exceptions.HttpException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON body once before anything is made of it: one value of bounded depth, no key twice,
 * nothing after it, and no fraction. So what is no JSON is always told from what breaks a schema,
 * and a decoder never sees half a document.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class JsonSyntaxFilter implements Ordered {
    /** After the filters that decide who may ask. */
    private static final int ORDER = 0;

    private static final int MAX_DEPTH = 32;
    private static final JsonFactory STRICT =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();

    @Override
    public int getOrder() {
        return ORDER;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void onlyWellFormed(HttpRequest<?> request) throws InterruptedException {
        boolean json =
                request.getContentType()
                        .filter(MediaType.APPLICATION_JSON_TYPE::equals)
                        .isPresent();
        if (json
                && RouteAttributes.getRouteMatch(request).isPresent()
                && request instanceof ServerHttpRequest<?> server) {
            check(server);
        }
    }

    private static void check(ServerHttpRequest<?> request) throws InterruptedException {
        try (CloseableByteBody copy = request.byteBody().split(SplitBackpressureMode.FASTEST);
                CloseableAvailableByteBody body = copy.buffer().get()) {
            check(body.toByteArray());
        } catch (ExecutionException e) {
            throw tooLarge(e.getCause()).orElseGet(JsonSyntaxFilter::malformed);
        }
    }

    private static Optional<RuntimeException> tooLarge(@Nullable Throwable cause) {
        return cause instanceof ContentLengthExceededException
                        || cause instanceof BufferLengthExceededException
                ? Optional.of((HttpException) cause)
                : Optional.empty();
    }

    static void check(byte[] body) {
        try (JsonParser parser = STRICT.createParser(body)) {
            int depth = 0;
            boolean ended = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (ended) {
                    throw malformed();
                }
                requireWhole(parser, token);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                ended = depth == 0;
            }
            if (!ended) {
                throw malformed();
            }
        } catch (JsonProcessingException e) {
            throw malformed();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    /** Nothing in the API is a fraction, and a decoder would cut one off without a word. */
    private static void requireWhole(JsonParser parser, JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            throw ProblemException.invalid(
                    parser.getParsingContext().pathAsPointer().toString(),
                    "a number here is whole, and written without fraction or exponent");
        }
    }

    private static ProblemException malformed() {
        return ProblemException.of(
                ProblemKind.MALFORMED_JSON,
                "The body is not one JSON document with distinct keys and at most "
                        + MAX_DEPTH
                        + " levels.");
    }
}
