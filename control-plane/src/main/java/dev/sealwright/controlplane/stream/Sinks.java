package dev.sealwright.controlplane.stream;

import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.TileStore;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The sinks that settings name. What is wrong with a setting keeps the service from starting. */
@Singleton
final class Sinks {
    private final List<Sink> configured = new ArrayList<>();

    Sinks(
            StreamSettings.Syslog syslog,
            StreamSettings.ObjectStore objects,
            StreamSettings.Otlp otlp,
            StreamSettings.Tiles published,
            TileStore tiles,
            AnchorsInForce anchors,
            JsonMapper json,
            InstantSource clock) {
        String origin = anchors.newest().origin();
        syslog.receiver()
                .ifPresent(address -> configured.add(SyslogSink.of(address, syslog, origin, json)));
        objects.store()
                .ifPresent(
                        endpoint ->
                                configured.add(
                                        ObjectStoreSink.of(endpoint, objects, origin, clock)));
        published
                .store()
                .ifPresent(
                        endpoint ->
                                configured.add(
                                        TileSink.of(endpoint, published, tiles, anchors, clock)));
        otlp.collector()
                .ifPresent(endpoint -> configured.add(OtlpSink.of(endpoint, otlp, origin, json)));
    }

    List<Sink> configured() {
        return List.copyOf(configured);
    }
}
