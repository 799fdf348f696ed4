package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Pepper.Verifier;
import dev.sealwright.controlplane.record.Quarantine;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordKind;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns a bearer key into the caller it belongs to. */
@Singleton
final class ApiKeys {
    private static final Set<RecordKind> KINDS = Set.of(RecordKind.API_KEY, RecordKind.ORG);

    private final Records records;
    private final Orgs orgs;
    private final Pepper pepper;
    private final ApiKeyMoving moving;
    private final Quarantine quarantine;
    private final InstantSource clock;
    private final Remembered<Verifier, Known> known;

    ApiKeys(
            Records records,
            Orgs orgs,
            Pepper pepper,
            ApiKeyMoving moving,
            Quarantine quarantine,
            InstantSource clock) {
        this.quarantine = quarantine;
        this.records = records;
        this.orgs = orgs;
        this.pepper = pepper;
        this.moving = moving;
        this.clock = clock;
        this.known = new Remembered<>(() -> records.changes(KINDS));
    }

    /** A key that the log vouches for. */
    record Known(ApiKeyCaller caller, Versioned<ApiKeyDocument> key) {
        /** Until when; for ever when empty. */
        Optional<Instant> expires() {
            return key.value().expires();
        }
    }

    /**
     * The key in an Authorization header, if the log knows it; it may be over. One that lasts and
     * stands under an older version of the pepper is moved to the newest.
     */
    Optional<Known> sent(String authorization) {
        return ApiKeyText.sha256(authorization).flatMap(this::hashed);
    }

    private Optional<Known> hashed(Bytes sha256) {
        List<Long> versions = pepper.versions();
        for (long version : versions) {
            Optional<Known> found = under(version, sha256);
            if (found.isPresent()) {
                if (version != versions.getFirst() && lasts(found.get())) {
                    moving.add(found.get().key(), sha256);
                }
                return found;
            }
        }
        // One that is moved just then was not under the newest yet, and not under its own any more.
        return versions.size() > 1 ? under(versions.getFirst(), sha256) : Optional.empty();
    }

    private Optional<Known> under(long version, Bytes sha256) {
        return pepper.under(version, sha256)
                .map(bytes -> new Verifier(version, bytes))
                .flatMap(verifier -> known.get(verifier, this::find));
    }

    /** Whether the key is still in force. */
    boolean lasts(Known key) {
        return key.expires().map(end -> clock.instant().isBefore(end)).orElse(true);
    }

    private Optional<Known> find(Verifier verifier) {
        return records.findByLookup(ApiKeyDocument.TYPE, verifier.bytes()).stream()
                .filter(key -> key.value().isVerifiedBy(verifier))
                .filter(key -> !quarantine.holds(key.index()))
                .findFirst()
                .flatMap(this::known);
    }

    private Optional<Known> known(Versioned<ApiKeyDocument> key) {
        return orgs.find(key.org())
                .map(org -> new ApiKeyCaller(org, key.value().user(), key.name()))
                .map(caller -> new Known(caller, key));
    }
}
