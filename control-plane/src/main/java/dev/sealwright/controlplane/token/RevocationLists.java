package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.leaf.RevocationBody.TokenRevocationList;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.token.RevocationDocument;
import dev.sealwright.protocol.token.RevocationList;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The list of an organisation's revocations. A new one is made when somebody asks, and the last one
 * is older than {@link #FRESH} or does not know of a revocation; however often somebody asks.
 */
@Singleton
final class RevocationLists {
    static final Duration FRESH = Duration.ofMinutes(1);

    /** How long lists that were replaced are kept. */
    static final Duration KEPT = Duration.ofHours(1);

    private final Storage storage;
    private final Log log;
    private final Ledger ledger;
    private final RevokedTokens revoked;
    private final InstantSource clock;
    private final ReceiptVerifier receipts;
    private final Map<Bytes, ReentrantLock> locks = new ConcurrentHashMap<>();

    RevocationLists(
            Storage storage,
            Log log,
            Ledger ledger,
            RevokedTokens revoked,
            InstantSource clock,
            AnchorsInForce anchors) {
        this.storage = storage;
        this.log = log;
        this.ledger = ledger;
        this.revoked = revoked;
        this.clock = clock;
        this.receipts = anchors.receipts();
    }

    record Current(RevocationDocument document, RevocationList list, Instant madeAt) {}

    Current current(Bytes org) {
        ReentrantLock lock = locks.computeIfAbsent(org, _ -> new ReentrantLock());
        lock.lock();
        try {
            return newest(org).filter(each -> isFresh(each, org)).orElseGet(() -> make(org));
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh(Current newest, Bytes org) {
        ledger.changes();
        return clock.instant().isBefore(newest.madeAt().plus(FRESH))
                && revoked.of(org).stream()
                        .allMatch(each -> each.index() < newest.list().through());
    }

    /** A stored list that is not what its leaf says reads as absent. */
    private Optional<Current> newest(Bytes org) {
        return storage.read(connection -> TokenTable.newestList(connection, org))
                .flatMap(
                        stored ->
                                log.outcome(stored.leafId()) instanceof LeafOutcome.Released leaf
                                        ? intact(stored.list(), leaf)
                                        : Optional.empty());
    }

    private Optional<Current> intact(Bytes list, LeafOutcome.Released leaf) {
        var document = new RevocationDocument(list, leaf.leaf(), leaf.receipt());
        try {
            var verified = document.verify(receipts);
            return Optional.of(new Current(document, verified.list(), verified.time()));
        } catch (VerificationException e) {
            return Optional.empty();
        }
    }

    private Current make(Bytes org) {
        long through = ledger.size();
        List<RevocationList.Entry> entries =
                revoked.of(org).stream()
                        .filter(each -> each.index() < through)
                        .map(RevokedTokens.Revoked::entry)
                        .toList();
        var made = new AtomicReference<>(Bytes.EMPTY);
        LeafOutcome.Released released =
                log.await(
                        storage.write(
                                connection -> {
                                    var ref =
                                            log.propose(
                                                    org,
                                                    time -> {
                                                        var list =
                                                                RevocationList.of(
                                                                        org, through, entries,
                                                                        time);
                                                        made.set(list.encode());
                                                        return new TokenRevocationList(
                                                                through, list.digest());
                                                    });
                                    TokenTable.insertList(
                                            connection,
                                            ref.id(),
                                            org,
                                            made.get(),
                                            Seconds.truncate(clock.instant()));
                                    return ref;
                                }));
        return intact(made.get(), released).orElseThrow();
    }
}
