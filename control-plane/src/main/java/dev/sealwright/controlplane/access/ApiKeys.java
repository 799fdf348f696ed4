package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.record.Quarantine;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordKind;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Turns a bearer key into the caller it belongs to. */
@Singleton
final class ApiKeys {
    private static final Set<RecordKind> KINDS = Set.of(RecordKind.API_KEY, RecordKind.ORG);

    private final Records records;
    private final Orgs orgs;
    private final Pepper pepper;
    private final Quarantine quarantine;
    private final InstantSource clock;
    private final Remembered<Bytes, Known> known;

    ApiKeys(Records records, Orgs orgs, Pepper pepper, Quarantine quarantine, InstantSource clock) {
        this.quarantine = quarantine;
        this.records = records;
        this.orgs = orgs;
        this.pepper = pepper;
        this.clock = clock;
        this.known = new Remembered<>(() -> records.changes(KINDS));
    }

    /** A key that the log vouches for, and until when. */
    record Known(ApiKeyCaller caller, Optional<Instant> expires) {}

    /** The key in an Authorization header, if the log knows it; it may be over. */
    Optional<Known> sent(String authorization) {
        return ApiKeyText.sha256(authorization)
                .map(pepper::verifier)
                .flatMap(verifier -> known.get(verifier, this::find));
    }

    /** Whether the key is still in force. */
    boolean lasts(Known key) {
        return key.expires().map(end -> clock.instant().isBefore(end)).orElse(true);
    }

    private Optional<Known> find(Bytes verifier) {
        return records.findByLookup(ApiKeyDocument.TYPE, verifier).stream()
                .filter(key -> key.value().verifierBytes().equalsConstantTime(verifier))
                .filter(key -> !quarantine.holds(key.index()))
                .findFirst()
                .flatMap(this::known);
    }

    private Optional<Known> known(Versioned<ApiKeyDocument> key) {
        return orgs.find(key.org())
                .map(org -> new ApiKeyCaller(org, key.value().user(), key.name()))
                .map(caller -> new Known(caller, key.value().expires()));
    }
}
