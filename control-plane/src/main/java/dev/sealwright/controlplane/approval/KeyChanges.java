package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.Changes;
import dev.sealwright.controlplane.record.ResourceName;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.history.AuthorityHistory;
import dev.sealwright.protocol.leaf.AuthorityBody.AuthorityKey;
import dev.sealwright.protocol.leaf.RecordState;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Registers and removes authority keys. The first key of an organisation needs nobody's approval;
 * every change after that needs one by a key that is there.
 */
@Singleton
final class KeyChanges {
    private static final int MAX_KEYS = 32;
    private static final Duration PATIENCE = Duration.ofDays(7);

    private final Storage storage;
    private final Log log;
    private final AuthorityKeys keys;
    private final KeyNames names;
    private final Approvals approvals;
    private final Changes changes;
    private final Ids ids;
    private final InstantSource clock;

    KeyChanges(
            Storage storage,
            Log log,
            AuthorityKeys keys,
            KeyNames names,
            Approvals approvals,
            Changes changes,
            Ids ids,
            InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.keys = keys;
        this.names = names;
        this.approvals = approvals;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    /** What became of a change. */
    sealed interface Outcome {
        /** It is in effect, by this leaf. */
        record Done(LeafOutcome.Released leaf) implements Outcome {}

        record Awaiting(UUID approval) implements Outcome {}
    }

    /** The key of that name; one whose name was taken away in the database goes by its row. */
    Optional<AuthorityHistory.Key> find(Bytes org, String name) {
        return names.find(org, name)
                .or(() -> unnamed(org, name))
                .flatMap(row -> keys.ofRow(org, row));
    }

    private Optional<Bytes> unnamed(Bytes org, String name) {
        Map<Bytes, String> named = names.all(org);
        return keys.of(org).stream()
                .map(key -> key.leaf().row())
                .filter(row -> !named.containsKey(row) && row.hex().equals(name))
                .findFirst();
    }

    /** The organisation's keys by name. */
    SortedMap<String, AuthorityHistory.Key> all(Bytes org) {
        Map<Bytes, String> named = names.all(org);
        SortedMap<String, AuthorityHistory.Key> all = new TreeMap<>();
        for (AuthorityHistory.Key key : keys.of(org)) {
            Bytes row = key.leaf().row();
            all.put(named.getOrDefault(row, row.hex()), key);
        }
        return all;
    }

    Outcome register(Bytes org, String name, Bytes spki, String by) {
        if (keys.find(org, Sha256.of(spki)).isPresent()) {
            throw ProblemException.conflict("The organisation has this key under another name.");
        }
        if (keys.of(org).size() >= MAX_KEYS) {
            throw ProblemException.conflict(
                    "An organisation has at most " + MAX_KEYS + " authority keys.");
        }
        Bytes row = names.give(org, ResourceName.require(name, "name"));
        return change(
                org,
                new AuthorityKey(row, keys.version(org, row) + 1, RecordState.SET, spki),
                "register authority key " + name,
                by);
    }

    Outcome remove(Bytes org, String name, AuthorityHistory.Key key, String by) {
        AuthorityKey present = key.leaf();
        return change(
                org,
                new AuthorityKey(
                        present.row(), present.version() + 1, RecordState.REMOVED, present.spki()),
                "remove authority key " + name,
                by);
    }

    private Outcome change(Bytes org, AuthorityKey body, String about, String by) {
        Optional<Approval> waiting =
                keys.guard(org) ? approvals.ofBody(org, body) : Optional.empty();
        if (waiting.isPresent()) {
            return new Outcome.Awaiting(waiting.get().id());
        }
        UUID leaf = ids.next();
        Approvals.Wanted wanted =
                new Approvals.Wanted(
                        leaf,
                        org,
                        body,
                        about,
                        Optional.empty(),
                        by,
                        clock.instant().plus(PATIENCE));
        Optional<UUID> approval = storage.write(connection -> approvals.propose(wanted));
        if (approval.isPresent()) {
            return new Outcome.Awaiting(approval.get());
        }
        LeafOutcome.Released released = log.awaitById(leaf);
        changes.now();
        return new Outcome.Done(released);
    }
}
