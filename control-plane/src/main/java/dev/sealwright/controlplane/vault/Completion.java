package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.orgkey.LoggedOrgKey;
import dev.sealwright.controlplane.orgkey.LoggedOrgKeys;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.voter.Holder;
import dev.sealwright.controlplane.voter.SecretMembers;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives members the sealings that they lack, and new ones after a rotation of an organisation's
 * key, a part each second, on the replica that sequences. What is lacking is in the database, so
 * whoever comes after a crash goes on.
 */
@Singleton
final class Completion {
    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

    /** After a walk to the end: a new secret may have missed a member meanwhile. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final SecretMembers members;
    private final OwnSealings sealings;
    private final LoggedOrgKeys keys;
    private final Storage storage;
    private final Log log;
    private final InstantSource clock;
    private final ReencryptionSettings settings;
    private final Map<Walk, Place> places = new HashMap<>();

    Completion(
            SecretMembers members,
            OwnSealings sealings,
            LoggedOrgKeys keys,
            Storage storage,
            Log log,
            InstantSource clock,
            ReencryptionSettings settings) {
        this.members = members;
        this.sealings = sealings;
        this.keys = keys;
        this.storage = storage;
        this.log = log;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * What is walked through.
     *
     * @param rotated the org whose older sealings are made anew; without it, what is lacking
     */
    private record Walk(Holder holder, Optional<Bytes> rotated) {}

    /**
     * Where a walk stands.
     *
     * @param after the last version that was looked at
     * @param made sealings since its beginning
     */
    private record Place(UUID after, long made, Instant notBefore) {
        private static final Place START = new Place(new UUID(0, 0), 0, Instant.MIN);
    }

    @Scheduled(fixedDelay = "1s", initialDelay = "2s")
    void round() {
        try {
            if (members.areSeveral() && log.leads()) {
                sealings.forgetOthers();
                members.present().forEach(this::tend);
            }
        } catch (RuntimeException e) {
            LOG.warn("cannot complete members' sealings now: {}", e.getMessage());
        }
    }

    /** One that cannot take anything now keeps no other waiting. */
    private void tend(Holder holder) {
        try {
            int left =
                    settings.perSecond()
                            - walk(new Walk(holder, Optional.empty()), settings.perSecond());
            for (LoggedOrgKey key : keys.all()) {
                if (left > 0 && key.sealing().isPresent()) {
                    left -= walk(new Walk(holder, Optional.of(key.org())), left);
                }
            }
        } catch (KeyServiceUnavailableException | KeyServiceRefusedException e) {
            LOG.debug("{} is completed later", holder.name(), e);
        }
    }

    /** How many versions it looked at. */
    private int walk(Walk walk, int limit) {
        Place place = places.getOrDefault(walk, Place.START);
        if (clock.instant().isBefore(place.notBefore())) {
            return 0;
        }
        List<StoredVersion> due = due(walk, place, limit);
        for (StoredVersion each : due) {
            boolean made = sealings.complete(walk.holder(), each);
            place = new Place(each.leafId(), place.made() + (made ? 1 : 0), Instant.MIN);
            places.put(walk, place);
        }
        if (due.size() < limit) {
            end(walk, place);
        }
        return due.size();
    }

    private List<StoredVersion> due(Walk walk, Place place, int limit) {
        Bytes member = walk.holder().id();
        return storage.read(
                connection ->
                        walk.rotated().isEmpty()
                                ? SealingTable.lacking(connection, member, place.after(), limit)
                                : SealingTable.outdated(
                                        connection,
                                        member,
                                        walk.rotated().get(),
                                        keys.find(walk.rotated().get()).sealing().orElseThrow(),
                                        place.after(),
                                        limit));
    }

    private void end(Walk walk, Place place) {
        places.put(walk, new Place(Place.START.after(), 0, clock.instant().plus(REST)));
        if (place.made() > 0) {
            LOG.info("{} has {} sealings more", walk.holder().name(), place.made());
            storage.write(
                    connection ->
                            log.record(
                                    walk.rotated().orElse(Leaf.NO_ORG),
                                    EventKind.MEMBER_COMPLETED,
                                    EventOutcome.SUCCESS,
                                    detail(walk.holder(), place.made())));
        }
    }

    /** Names of members hold no character that JSON escapes. */
    private static Bytes detail(Holder holder, long made) {
        return Bytes.utf8("{\"member\":\"" + holder.name() + "\",\"secrets\":" + made + "}");
    }
}
