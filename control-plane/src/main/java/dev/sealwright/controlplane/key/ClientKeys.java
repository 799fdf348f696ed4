package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.cryptoperiod.KeyPurpose;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds client keys, and brings what the log says of them to what their documents ask for. What a
 * crash left between the two, the same request finishes when it is sent again.
 */
@Singleton
final class ClientKeys {
    private final Records records;
    private final LoggedKeys logged;
    private final KeyMaking making;
    private final Log log;
    private final Cryptoperiods periods;
    private final InstantSource clock;

    ClientKeys(
            Records records,
            LoggedKeys logged,
            KeyMaking making,
            Log log,
            Cryptoperiods periods,
            InstantSource clock) {
        this.records = records;
        this.logged = logged;
        this.making = making;
        this.log = log;
        this.periods = periods;
        this.clock = clock;
    }

    Optional<Versioned<KeyDocument>> find(Bytes org, String name) {
        return records.find(KeyDocument.TYPE, org, name);
    }

    Versioned<KeyDocument> require(Bytes org, String name) {
        return find(org, name).orElseThrow(ProblemException::notFound);
    }

    Optional<LoggedKey> logged(Versioned<KeyDocument> key) {
        return logged.find(key.org(), key.value().id());
    }

    /** What the log says of a key that has a version. */
    LoggedKey requireLogged(Versioned<KeyDocument> key) {
        return logged(key)
                .orElseThrow(
                        () ->
                                ProblemException.conflict(
                                        "The first version of the key is not made yet. Send its PUT again."));
    }

    /** Refuses to sign with a version that is too old, where that is configured. */
    void requirePeriod(Versioned<KeyDocument> key) {
        periods.require(KeyPurpose.SIGNING, requireLogged(key).latest().time());
    }

    ClientKeyAnswer shown(Versioned<KeyDocument> key) {
        return ClientKeyAnswer.of(key, logged(key), periods, clock.instant());
    }

    /** Has the first version made, and the key switched on or off, if that is still to be done. */
    void settle(Versioned<KeyDocument> key) {
        if (logged(key).isEmpty()) {
            making.first(key);
        }
        boolean enabled = key.value().enabled();
        if (logged(key).filter(found -> found.enabled() != enabled).isPresent()) {
            change(key, time -> new KeyBody.Switch(key.value().id(), enabled));
        }
    }

    /** Schedules the destruction; one that is scheduled stays as it is. */
    Optional<LeafOutcome.Released> destroy(Versioned<KeyDocument> key) {
        if (requireLogged(key).destruction().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                change(
                        key,
                        time ->
                                new KeyBody.Destruction(
                                        key.value().id(),
                                        time.plusSeconds(key.value().destroyAfterSeconds()))));
    }

    /** Takes a destruction back, if there is one. */
    Optional<LeafOutcome.Released> restore(Versioned<KeyDocument> key) {
        Optional<Instant> due = requireLogged(key).destruction().map(LoggedKey.Destruction::due);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(due.get())) {
            throw ProblemException.conflict("The time to restore the key is over.");
        }
        return Optional.of(change(key, time -> new KeyBody.Restoration(key.value().id())));
    }

    private LeafOutcome.Released change(
            Versioned<KeyDocument> key, Function<Instant, KeyBody> body) {
        return log.logAlone(key.org(), time -> body.apply(time));
    }
}
