package dev.sealwright.controlplane.idempotency;

import dev.sealwright.controlplane.access.Pepper;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.crypto.Sha256;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Requests by their keys. What is kept of a request is a hash under a key of the HSM's, because a
 * body may hold a secret that could be guessed; what is kept of an answer is authenticated in the
 * same way, so that an editor of the database cannot make one up.
 */
@Singleton
final class IdempotentRequests {
    /** How long an answer is given again. */
    static final Duration KEPT = Duration.ofHours(24);

    /** How long a claim holds that is never answered: longer than any request lives. */
    static final Duration CLAIMED = Duration.ofMinutes(2);

    private static final CborValue REQUEST = CborValue.of("sealwright/idempotent-request/v1");
    private static final CborValue ANSWER = CborValue.of("sealwright/idempotent-answer/v1");

    private final Storage storage;
    private final Pepper pepper;
    private final Ids ids;
    private final InstantSource clock;

    IdempotentRequests(Storage storage, Pepper pepper, Ids ids, InstantSource clock) {
        this.storage = storage;
        this.pepper = pepper;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Whether the request is to be done.
     *
     * @param target path and query
     */
    Claim claim(IdempotencyKey key, String target, Bytes body) {
        Bytes request = keyedHash(REQUEST, CborValue.of(target), CborValue.of(body));
        Instant now = clock.instant();
        Claim.Granted fresh = new Claim.Granted(key, request, ids.next());
        return storage.write(
                connection -> {
                    RequestTable.forgetIfExpired(connection, key, now);
                    boolean first =
                            RequestTable.insert(
                                    connection, fresh, now.plus(CLAIMED), now.plus(KEPT));
                    return first ? fresh : standing(connection, fresh, now);
                });
    }

    private Claim standing(Connection connection, Claim.Granted fresh, Instant now)
            throws SQLException {
        RequestTable.Standing standing = RequestTable.lock(connection, fresh.key());
        if (!standing.request().equalsConstantTime(fresh.request())) {
            return new Claim.OtherRequest();
        }
        if (standing.answer().isPresent()) {
            KeptAnswer answer = standing.answer().get();
            if (!standing.seal().equalsConstantTime(seal(fresh, answer))) {
                throw new IllegalStateException("a kept answer was changed in the database");
            }
            return new Claim.Answered(answer);
        }
        if (standing.claimedUntil().isAfter(now)) {
            return new Claim.UnderWay(
                    Duration.between(now, standing.claimedUntil()).toSeconds() + 1);
        }
        RequestTable.claim(connection, fresh.key(), now.plus(CLAIMED));
        return new Claim.Granted(fresh.key(), fresh.request(), standing.act());
    }

    void keep(Claim.Granted claim, KeptAnswer answer) {
        Bytes seal = seal(claim, answer);
        storage.write(
                connection -> {
                    RequestTable.answer(connection, claim.key(), answer, seal);
                    return answer;
                });
    }

    /** The request failed in a way that another attempt may not. */
    void release(Claim.Granted claim) {
        Instant now = clock.instant();
        storage.write(
                connection -> {
                    RequestTable.claim(connection, claim.key(), now);
                    return claim;
                });
    }

    @Scheduled(fixedDelay = "1h", initialDelay = "1h")
    void forgetExpired() {
        Instant now = clock.instant();
        storage.write(
                connection -> {
                    RequestTable.forgetExpired(connection, now);
                    return now;
                });
    }

    private Bytes seal(Claim.Granted claim, KeptAnswer answer) {
        return keyedHash(ANSWER, claim.key().cbor(), CborValue.of(claim.request()), answer.cbor());
    }

    private Bytes keyedHash(CborValue... parts) {
        return pepper.verifier(Sha256.of(CborWriter.encode(CborValue.array(parts))));
    }
}
