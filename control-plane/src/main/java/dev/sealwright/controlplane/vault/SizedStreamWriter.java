package dev.sealwright.controlplane.vault;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import io.micronaut.http.body.stream.InputStreamByteBody;
import io.micronaut.http.codec.CodecException;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;

/**
 * Sends a {@link SizedStream} no faster than the client takes it, and under its length: what the
 * server has for streams leaves the length out, and for files tells how long to cache them.
 */
@Singleton
@Produces(MediaType.APPLICATION_OCTET_STREAM)
final class SizedStreamWriter implements ResponseBodyWriter<SizedStream> {
    private final ExecutorService reading;

    SizedStreamWriter(@Named(TaskExecutors.BLOCKING) ExecutorService reading) {
        this.reading = reading;
    }

    @Override
    public CloseableByteBody writePiece(
            ByteBodyFactory bodies,
            HttpRequest<?> request,
            HttpResponse<?> response,
            Argument<SizedStream> type,
            MediaType mediaType,
            SizedStream body) {
        return InputStreamByteBody.create(
                body.content(), OptionalLong.of(body.size()), reading, bodies);
    }

    @Override
    public void writeTo(
            Argument<SizedStream> type,
            MediaType mediaType,
            SizedStream body,
            MutableHeaders headers,
            OutputStream target) {
        try (var content = body.content()) {
            content.transferTo(target);
        } catch (IOException e) {
            throw new CodecException("an answer cannot be continued", e);
        }
    }
}
