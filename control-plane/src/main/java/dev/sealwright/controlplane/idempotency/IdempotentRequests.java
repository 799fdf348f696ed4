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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests by their keys. What is kept of a request is a hash under a key of the HSM's, because a
 * body may hold a secret that could be guessed; what is kept of an answer is authenticated in the
 * same way, so that an editor of the database cannot make one up. A row names the version of the
 * HSM's key that it stands under, which counts for it as long as what was kept before the next
 * version may be given again.
 */
@Singleton
final class IdempotentRequests {
    /** How long an answer is given again. */
    static final Duration KEPT = Duration.ofHours(24);

    /** How long a claim holds that is never answered: longer than any request lives. */
    static final Duration CLAIMED = Duration.ofMinutes(2);

    /** How long after it was replaced a version counts for what is kept. */
    private static final Duration ROTATED = KEPT.plus(CLAIMED);

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
        Bytes hash = hash(REQUEST, CborValue.of(target), CborValue.of(body));
        Pepper.Verifier request = pepper.verifier(hash);
        List<Pepper.Verifier> counting = pepper.recent(hash, ROTATED);
        Instant now = clock.instant();
        Claim.Granted fresh =
                new Claim.Granted(key, request.bytes(), ids.next(), request.version());
        return storage.write(
                connection -> {
                    RequestTable.forgetIfExpired(connection, key, now);
                    boolean first =
                            RequestTable.insert(
                                    connection, fresh, now.plus(CLAIMED), now.plus(KEPT));
                    return first ? fresh : standing(connection, fresh, counting, now);
                });
    }

    /**
     * @param counting hash of the request under each version that counts: whoever learnt an old
     *     pepper makes up no answer long after the next one came
     */
    private Claim standing(
            Connection connection, Claim.Granted fresh, List<Pepper.Verifier> counting, Instant now)
            throws SQLException {
        RequestTable.Standing standing = RequestTable.lock(connection, fresh.key());
        Optional<Pepper.Verifier> request =
                counting.stream()
                        .filter(each -> each.version() == standing.macVersion())
                        .findFirst();
        if (request.isEmpty()) {
            return new Claim.Ended();
        }
        if (!standing.request().equalsConstantTime(request.get().bytes())) {
            return new Claim.OtherRequest();
        }
        Claim.Granted again =
                new Claim.Granted(
                        fresh.key(), standing.request(), standing.act(), standing.macVersion());
        if (standing.answer().isPresent()) {
            KeptAnswer answer = standing.answer().get();
            if (seal(again, answer).filter(standing.seal()::equalsConstantTime).isEmpty()) {
                throw new IllegalStateException("a kept answer was changed in the database");
            }
            return new Claim.Answered(answer);
        }
        if (standing.claimedUntil().isAfter(now)) {
            return new Claim.UnderWay(
                    Duration.between(now, standing.claimedUntil()).toSeconds() + 1);
        }
        RequestTable.claim(connection, fresh.key(), now.plus(CLAIMED));
        return again;
    }

    /** Unless the version was ended meanwhile that the claim stands under. */
    void keep(Claim.Granted claim, KeptAnswer answer) {
        seal(claim, answer).ifPresent(seal -> keep(claim, answer, seal));
    }

    private void keep(Claim.Granted claim, KeptAnswer answer, Bytes seal) {
        storage.write(
                connection -> {
                    RequestTable.answer(connection, claim.key(), answer, seal);
                    return answer;
                });
    }

    /** How many claims and answers are kept under each version of the HSM's key. */
    Map<Long, Long> byVersion() {
        Instant now = clock.instant();
        return storage.read(connection -> RequestTable.byVersion(connection, now));
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

    private Optional<Bytes> seal(Claim.Granted claim, KeptAnswer answer) {
        return pepper.under(
                claim.macVersion(),
                hash(ANSWER, claim.key().cbor(), CborValue.of(claim.request()), answer.cbor()));
    }

    private static Bytes hash(CborValue... parts) {
        return Sha256.of(CborWriter.encode(CborValue.array(parts)));
    }
}
