package dev.sealwright.controlplane.stream;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the log is sent on to; a sink without an address is none. */
final class StreamSettings {
    private StreamSettings() {}

    private static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    private static String needed(@Nullable String value, String name) {
        return given(value)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "sealwright.stream." + name + " is not set"));
    }

    /**
     * A syslog receiver (RFC 5424) over TLS (RFC 5425).
     *
     * @param address host:port
     * @param caFile PEM of whom it is believed under; otherwise the platform's
     * @param bareClose whether a connection that the receiver ends without close_notify counts as
     *     taken
     * @param every how long entries may gather
     */
    @ConfigurationProperties("sealwright.stream.syslog")
    record Syslog(
            @Nullable String address,
            @Nullable String caFile,
            @Bindable(defaultValue = "false") boolean bareClose,
            @Bindable(defaultValue = "1s") Duration every) {
        Optional<String> receiver() {
            return given(address);
        }

        Optional<String> ca() {
            return given(caFile);
        }
    }

    /**
     * A bucket with object lock.
     *
     * @param endpoint of the store, such as {@code https://s3.eu-central-1.amazonaws.com}
     * @param prefix of the objects' names
     * @param retentionDays how long the store has to keep an object
     * @param mode COMPLIANCE, which nobody can shorten, or GOVERNANCE
     */
    @ConfigurationProperties("sealwright.stream.s3")
    record ObjectStore(
            @Nullable String endpoint,
            @Nullable String region,
            @Nullable String bucket,
            @Bindable(defaultValue = "sealwright/") String prefix,
            @Nullable String accessKeyId,
            @Nullable String secretKey,
            @Bindable(defaultValue = "365") int retentionDays,
            @Bindable(defaultValue = "COMPLIANCE") String mode,
            @Nullable String caFile,
            @Bindable(defaultValue = "10s") Duration every) {
        Optional<String> store() {
            return given(endpoint);
        }

        String needed(@Nullable String value, String name) {
            return StreamSettings.needed(value, "s3." + name);
        }

        Optional<String> ca() {
            return given(caFile);
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "ObjectStore[" + endpoint + ", " + bucket + "]";
        }
    }

    /**
     * A bucket that the log's tiles are served from.
     *
     * @param endpoint of the store
     * @param prefix of the objects' names; the path of the log's origin follows
     * @param every how often a new checkpoint is published, at most
     */
    @ConfigurationProperties("sealwright.stream.tiles")
    record Tiles(
            @Nullable String endpoint,
            @Nullable String region,
            @Nullable String bucket,
            @Bindable(defaultValue = "") String prefix,
            @Nullable String accessKeyId,
            @Nullable String secretKey,
            @Nullable String caFile,
            @Bindable(defaultValue = "30s") Duration every) {
        Optional<String> store() {
            return given(endpoint);
        }

        String needed(@Nullable String value, String name) {
            return StreamSettings.needed(value, "tiles." + name);
        }

        Optional<String> ca() {
            return given(caFile);
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Tiles[" + endpoint + ", " + bucket + "]";
        }
    }

    /**
     * An OpenTelemetry collector.
     *
     * @param endpoint such as {@code https://collector:4318/v1/logs}
     * @param authorization value of the header
     */
    @ConfigurationProperties("sealwright.stream.otlp")
    record Otlp(
            @Nullable String endpoint,
            @Nullable String authorization,
            @Nullable String caFile,
            @Bindable(defaultValue = "1s") Duration every) {
        Optional<String> collector() {
            return given(endpoint);
        }

        Optional<String> credential() {
            return given(authorization);
        }

        Optional<String> ca() {
            return given(caFile);
        }

        /** Without the credential. */
        @Override
        public String toString() {
            return "Otlp[" + endpoint + "]";
        }
    }
}
