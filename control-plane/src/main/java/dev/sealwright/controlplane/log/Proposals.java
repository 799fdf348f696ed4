package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.Opening;
import dev.sealwright.protocol.leaf.SaltedDigest;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Makes leaves, final, of now and of whom the present request is. */
@Singleton
final class Proposals {
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;

    Proposals(Ids ids, InstantSource clock, SecureRandom random) {
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    UUID fresh() {
        return ids.next();
    }

    /**
     * @param body made from the leaf's time, in whole seconds
     */
    Proposal of(UUID id, Bytes org, Function<Instant, LeafBody> body) {
        return of(id, org, body, Optional.empty());
    }

    /**
     * With a detail that is kept beside the log.
     *
     * @param body made from the detail's salted digest
     */
    Proposal with(UUID id, Bytes org, Bytes detail, Function<Bytes, LeafBody> body) {
        byte[] salt = new byte[SaltedDigest.SALT_SIZE];
        random.nextBytes(salt);
        Opening kept = new Opening(Bytes.of(salt), detail);
        return of(id, org, _ -> body.apply(kept.digest()), Optional.of(kept));
    }

    private Proposal of(
            UUID id, Bytes org, Function<Instant, LeafBody> body, Optional<Opening> detail) {
        Instant now = Seconds.truncate(clock.instant());
        return new Proposal(
                LeafRef.of(id, now, org, body.apply(now)), org, now, Actor.present(), detail);
    }
}
