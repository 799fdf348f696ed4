package dev.sealwright.controlplane.stream;

import dev.sealwright.controlplane.stream.Batch.Line;
import dev.sealwright.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Objects of an S3-compatible store, locked so that nobody can change or delete them for as long as
 * configured. An object is a range of the log, named by its first and last index and written only
 * if there is none of that name: the same range sent again finds itself.
 */
final class ObjectStoreSink implements Sink {
    private static final Set<String> MODES = Set.of("COMPLIANCE", "GOVERNANCE");

    private final Bucket bucket;
    private final StreamSettings.ObjectStore settings;
    private final InstantSource clock;

    private ObjectStoreSink(
            Bucket bucket, StreamSettings.ObjectStore settings, InstantSource clock) {
        this.bucket = bucket;
        this.settings = settings;
        this.clock = clock;
    }

    static ObjectStoreSink of(
            String endpoint,
            StreamSettings.ObjectStore settings,
            String origin,
            InstantSource clock) {
        if (!MODES.contains(settings.mode()) || settings.retentionDays() < 1) {
            throw new IllegalStateException(
                    "sealwright.stream.s3: mode is COMPLIANCE or GOVERNANCE, retention-days at"
                            + " least 1");
        }
        String name = settings.needed(settings.bucket(), "bucket");
        var bucket =
                new Bucket(
                        TrustedBy.http(settings.ca()),
                        endpoint,
                        name + "/" + settings.prefix() + origin.replace(':', '_') + "/",
                        new SigV4(
                                settings.needed(settings.accessKeyId(), "access-key-id"),
                                settings.needed(settings.secretKey(), "secret-key"),
                                settings.needed(settings.region(), "region")),
                        clock);
        return new ObjectStoreSink(bucket, settings, clock);
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public Duration every() {
        return settings.every();
    }

    @Override
    public void deliver(Batch batch) throws IOException, InterruptedException {
        bucket.putOnce(
                String.format(Locale.ROOT, "%020d-%020d.jsonl", batch.first(), batch.last()),
                headers(),
                content(batch));
    }

    private static Bytes content(Batch batch) {
        var out = new ByteArrayOutputStream();
        for (Line line : batch.lines()) {
            out.writeBytes(line.json().toArray());
            out.write('\n');
        }
        return Bytes.of(out.toByteArray());
    }

    private Map<String, String> headers() {
        return Map.of(
                "content-type",
                "application/x-ndjson",
                "x-amz-object-lock-mode",
                settings.mode(),
                "x-amz-object-lock-retain-until-date",
                clock.instant()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .plus(Duration.ofDays(settings.retentionDays()))
                        .toString());
    }
}
