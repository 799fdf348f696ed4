package dev.sealwright.operator.monitor;

import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.operator.mirror.Mirroring;
import dev.sealwright.operator.monitor.Alarm.Kind;
import dev.sealwright.operator.verify.Finding;
import dev.sealwright.operator.verify.LogWalk;
import dev.sealwright.operator.verify.PostQuantum;
import dev.sealwright.operator.verify.Pruned;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows one log with a memory of its own: the mirror folder. What the service shows must continue
 * what is there; every new entry is read, and held against the rules between leaves and against the
 * rules of the monitor's owner.
 */
final class Monitor {
    /** How far the service's clock may be ahead of the monitor's. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final Mirroring service;
    private final MirrorFolder mirror;
    private final AnchorsChain anchors;
    private final List<Watch> watches;
    private final InstantSource clock;
    private final LogWalk walk;
    private final List<Alarm> alarms = new ArrayList<>();
    private int findings;
    private Optional<Finding> unaccounted = Optional.empty();
    private Optional<PostQuantum> postQuantum = Optional.empty();

    Monitor(
            Mirroring service,
            MirrorFolder mirror,
            AnchorsChain anchors,
            List<WatchRule> rules,
            InstantSource clock) {
        this.service = service;
        this.mirror = mirror;
        this.anchors = anchors;
        this.watches = rules.stream().map(Watch::new).toList();
        this.clock = clock;
        this.walk = new LogWalk(anchors);
    }

    /**
     * Reads again what was read before, without alarms: they were raised then.
     *
     * @throws VerificationException when the folder is not what a monitor left
     */
    void resume(Consumer<String> progress) {
        if (!mirror.isFilled()) {
            return;
        }
        try {
            Checkpoint head = VerifiedCheckpoint.verify(mirror.checkpoint(), anchors).checkpoint();
            read(head, progress);
            require(walk.frontier().root().equals(head.root()));
        } catch (MalformedException _) {
            require(false);
        }
        findings = walk.findings().size();
        unaccounted = walk.unaccounted();
        alarms.clear();
    }

    private static void require(boolean asItWasLeft) {
        if (!asItWasLeft) {
            throw new VerificationException(
                    Reason.INCLUSION, "the monitor's own folder was changed");
        }
    }

    /** How many entries were read. */
    long size() {
        return walk.frontier().size();
    }

    /** How many of them were no more than hashes when they were. */
    Pruned pruned() {
        return walk.pruned();
    }

    String origin() {
        return anchors.current().origin();
    }

    /** What those signatures of the last checkpoint show, where the anchors name such keys. */
    Optional<PostQuantum> postQuantum() {
        return postQuantum;
    }

    /** Looks once, and says what is alarming about what is new. */
    List<Alarm> look(Consumer<String> progress) {
        alarms.clear();
        try {
            if (follow(service.checkpoint(), progress)) {
                account(progress);
            }
        } catch (UnreachableException | ProblemException e) {
            raise(Kind.SILENT, String.valueOf(e.getMessage()), Optional.empty());
        } catch (VerificationException e) {
            raise(Kind.UNSIGNED, String.valueOf(e.getMessage()), Optional.empty());
        } catch (MalformedException e) {
            raise(Kind.MALFORMED, String.valueOf(e.getMessage()), Optional.of(size()));
        }
        return List.copyOf(alarms);
    }

    /**
     * Who lets entries go says so first. Those that went after the checkpoint was asked for are
     * accounted for by the one of now.
     */
    private void account(Consumer<String> progress) {
        if (walk.unaccounted().isPresent()
                && !walk.unaccounted().equals(unaccounted)
                && follow(service.checkpoint(), progress)) {
            walk.unaccounted()
                    .ifPresent(f -> raise(Kind.BROKEN_RULE, f.text(), Optional.of(f.index())));
        }
        unaccounted = walk.unaccounted();
    }

    /** False when nothing behind it can be believed. */
    private boolean follow(Note note, Consumer<String> progress) {
        VerifiedCheckpoint verified = VerifiedCheckpoint.verify(note, anchors);
        Checkpoint next = verified.checkpoint();
        if (next.size() < size()) {
            raise(
                    Kind.SHRUNK,
                    "a signed checkpoint of size " + next.size() + " after one of " + size(),
                    Optional.empty());
            return false;
        }
        long before = size();
        if (next.size() > before) {
            var _ = service.download(next.size(), (_, _) -> {});
            read(next, progress);
        }
        if (!walk.frontier().root().equals(next.root())) {
            raise(
                    Kind.FORK,
                    "the signed checkpoint of size "
                            + next.size()
                            + " does not continue the one of size "
                            + before,
                    Optional.empty());
            return false;
        }
        List<Finding> found = walk.findings();
        found.subList(findings, found.size())
                .forEach(f -> raise(Kind.BROKEN_RULE, f.text(), Optional.of(f.index())));
        findings = found.size();
        postQuantum = PostQuantum.of(verified);
        service.write(note);
        return true;
    }

    private void read(Checkpoint head, Consumer<String> progress) {
        while (size() < head.size()) {
            long bundle = size() / Tile.FULL;
            var entries = mirror.entries(Tile.inTree(Tile.ENTRIES, bundle, head.size()));
            walk.read(
                    entries.subList((int) (size() - bundle * Tile.FULL), entries.size()),
                    this::watch);
            progress.accept(size() + " of " + head.size() + " entries");
        }
    }

    private void watch(long index, Bytes entry, Leaf leaf) {
        Instant latest = clock.instant().plus(SKEW);
        if (leaf.time().isAfter(latest)) {
            raise(Kind.BROKEN_RULE, "a leaf of " + leaf.time() + ", not yet", Optional.of(index));
        }
        for (Watch watch : watches) {
            watch.read(entry, leaf).ifPresent(why -> raise(Kind.WATCHED, why, Optional.of(index)));
        }
    }

    private void raise(Kind kind, String text, Optional<Long> index) {
        alarms.add(new Alarm(kind, text, index, clock.instant()));
    }
}
