package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.merkle.Tile;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On the replica that leads, takes the bytes of leaves away that do not last and are older than the
 * configured retention; their hashes stay. First a pruning leaf says so, which the voters sign only
 * if it knows of the same lasting leaves as they do; then the bytes go, in small transactions that
 * a restart goes on with.
 */
@Singleton
public class LeafPruning {
    private static final Logger LOG = LoggerFactory.getLogger(LeafPruning.class);

    /** One pruning leaf a day is enough. */
    private static final Duration SPACING = Duration.ofDays(1);

    private static final long PART = 2_048;

    /** The log may grow by so many leaves while they were read, and it counts as read. */
    private static final long CLOSE = 256;

    private final Storage storage;
    private final Log log;
    private final SignedLog signed;
    private final InstantSource clock;
    private final RetentionSettings settings;
    private final List<LogReceiver> receivers;

    LeafPruning(
            Storage storage,
            Log log,
            SignedLog signed,
            InstantSource clock,
            RetentionSettings settings,
            List<LogReceiver> receivers) {
        this.storage = storage;
        this.log = log;
        this.signed = signed;
        this.clock = clock;
        this.settings = settings;
        this.receivers = List.copyOf(receivers);
    }

    /**
     * One round.
     *
     * @param longest days that an organisation keeps its details, where that is longer than leaves
     *     are kept; 0 if none does
     */
    public void run(int longest) {
        if (!log.leads()) {
            return;
        }
        goOn();
        if (settings.leafDays() != RetentionSettings.FOR_EVER
                && begin(Math.max(settings.leafDays(), longest))) {
            goOn();
        }
    }

    /** Has the log say what goes next; false if there is nothing to say now. */
    boolean begin(int days) {
        Optional<LeafPrunings.Told> last = storage.read(LeafPrunings::last);
        long minimum = minimum(days);
        if (minimum <= last.map(told -> told.body().minimum()).orElse(0L)
                || last.filter(this::isYoung).isPresent()) {
            return false;
        }
        LastingLeaves.At at =
                follow(last.map(LeafPrunings.Told::at).orElse(LastingLeaves.At.BEGINNING));
        PruningBody body = new PruningBody(minimum, at.size(), at.head());
        LeafRef leaf =
                storage.write(
                        connection -> {
                            LeafRef proposed = log.propose(Leaf.NO_ORG, body);
                            LeafPrunings.insert(connection, proposed.id(), body);
                            return proposed;
                        });
        try {
            log.await(leaf);
            return true;
        } catch (LeafRefusedException e) {
            LOG.warn("the key service refused to prune up to {}: {}", minimum, e.getMessage());
            return false;
        }
    }

    /** Whole bundles go, of which everything is old and no receiver needs anything. */
    private long minimum(int days) {
        UUID kept = Prunings.Kept.from(clock.instant(), days);
        long old =
                storage.read(connection -> LeafPrunings.firstFrom(connection, kept))
                        .orElse(Long.MAX_VALUE);
        long received =
                receivers.stream().mapToLong(LogReceiver::nextIndex).min().orElse(Long.MAX_VALUE);
        long index = Math.min(Math.min(old, received), signed.size());
        return index - index % Tile.FULL;
    }

    private boolean isYoung(LeafPrunings.Told told) {
        return Uuids.time(told.leafId()).plus(SPACING).isAfter(clock.instant());
    }

    /** The chain as far as the log is signed; voters do not remember much more than that. */
    private LastingLeaves.At follow(LastingLeaves.At from) {
        LastingLeaves.At at = from;
        do {
            at = follow(at, signed.size());
        } while (signed.size() - at.size() > CLOSE);
        return at;
    }

    private LastingLeaves.At follow(LastingLeaves.At from, long size) {
        return storage.snapshot(
                connection -> {
                    LastingLeaves chain = new LastingLeaves(from);
                    LeafPrunings.follow(connection, chain, size);
                    return chain.at();
                });
    }

    /** Takes away what the log said. */
    void goOn() {
        for (UUID leaf : storage.read(LeafPrunings::begun)) {
            switch (log.outcome(leaf)) {
                case LeafOutcome.Released released
                        when LeafCodec.decode(released.leaf()).body() instanceof PruningBody body ->
                        prune(leaf, body);
                case LeafOutcome.Released _, LeafOutcome.Refused _, LeafOutcome.Unknown _ ->
                        storage.write(
                                connection -> {
                                    LeafPrunings.forget(connection, leaf);
                                    return leaf;
                                });
                case LeafOutcome.Waiting _ -> {}
            }
        }
    }

    private void prune(UUID leaf, PruningBody body) {
        long gone = 0;
        long before = storage.read(LeafPrunings::goneBefore);
        for (long from = before; from < body.minimum(); from += PART) {
            long start = from;
            long end = Math.min(from + PART, body.minimum());
            gone += storage.write(connection -> LeafPrunings.prune(connection, start, end));
        }
        storage.write(
                connection -> {
                    LeafPrunings.done(connection, leaf);
                    return leaf;
                });
        LOG.info("the bytes of {} leaves before index {} are gone", gone, body.minimum());
    }
}
