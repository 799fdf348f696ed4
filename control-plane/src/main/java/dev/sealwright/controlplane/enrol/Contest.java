package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.bootstrap.Bootstrap;
import dev.sealwright.controlplane.bootstrap.Bootstraps;
import dev.sealwright.controlplane.host.Hosts;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * What an enrolment leaves in the log that somebody should look at; each once a bootstrap, so that
 * nobody floods it.
 */
@Singleton
final class Contest {
    private final Storage storage;
    private final Log log;
    private final Bootstraps bootstraps;
    private final Hosts hosts;
    private final JsonMapper json;

    Contest(Storage storage, Log log, Bootstraps bootstraps, Hosts hosts, JsonMapper json) {
        this.storage = storage;
        this.log = log;
        this.bootstraps = bootstraps;
        this.hosts = hosts;
        this.json = json;
    }

    /**
     * A second key proved that it holds the secret: the URL was in two hands, and the host may be
     * the wrong one.
     */
    void secondKey(Bootstrap bootstrap, Enrolment standing, Bytes second) {
        Bytes detail =
                detail(
                        Map.of(
                                "bootstrap", bootstrap.id().text(),
                                "sandbox_id", standing.sandbox().toString(),
                                "second_key", second.hex()));
        Optional<LeafRef> event =
                storage.write(
                        connection -> {
                            if (!bootstraps.contest(bootstrap.id())) {
                                return Optional.empty();
                            }
                            hosts.quarantine(bootstrap.org(), standing.sandbox(), detail);
                            return Optional.of(
                                    log.record(
                                            bootstrap.org(),
                                            EventKind.BOOTSTRAP_CONTESTED,
                                            EventOutcome.REFUSED,
                                            detail));
                        });
        event.ifPresent(log::await);
    }

    /** Somebody who knows the id does not hold the secret. */
    void falseProof(Bootstrap bootstrap) {
        Bytes detail = detail(Map.of("bootstrap", bootstrap.id().text(), "reason", "proof"));
        storage.write(
                connection -> {
                    if (bootstraps.refuse(bootstrap.id())) {
                        log.record(
                                bootstrap.org(),
                                EventKind.ENROLMENT_REFUSED,
                                EventOutcome.REFUSED,
                                detail);
                    }
                    return detail;
                });
    }

    private Bytes detail(Map<String, String> members) {
        try {
            return Bytes.of(
                    json.writeValueAsBytes(Argument.mapOf(String.class, String.class), members));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
