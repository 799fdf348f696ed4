package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.TreeHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes down what a run did, action by action of the model ({@code docs/tla/Log.tla}), with what
 * was seen of database and voter after each: a module that {@code LogTrace.tla} is checked with. A
 * replica's reading of an unsigned head cannot be seen; it stands right behind what made it
 * possible, once it is known by what the replica asks the voter for.
 */
final class ModelTrace {
    private final Storage storage;
    private final SoftwareVoter voter;
    private final Map<Bytes, Integer> names = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<Bytes> pending = new HashSet<>();
    private final Set<Bytes> admitted = new HashSet<>();
    private final Map<String, Integer> working = new LinkedHashMap<>();
    private final String begin;
    private List<Bytes> log;
    private long signed;

    /**
     * One action.
     *
     * @param what its name
     * @param who the replica; empty where it does not matter
     * @param leaves that it is about
     * @param log and
     * @param signed and
     * @param voter how far they are afterwards
     */
    private record Event(
            String what, String who, List<Integer> leaves, int log, long signed, long voter) {
        private String tla() {
            return String.format(
                    Locale.ROOT,
                    "[what |-> \"%s\", who |-> \"%s\", leaves |-> %s, log |-> %d, signed |-> %d, voter |-> %d]",
                    what,
                    who,
                    sequence(leaves),
                    log,
                    signed,
                    voter);
        }
    }

    /** From a log at rest on. */
    ModelTrace(Storage storage, SoftwareVoter voter) {
        this.storage = storage;
        this.voter = voter;
        this.log = stored("SELECT leaf_hash AS hash FROM log_entry ORDER BY index");
        this.signed = log.size();
        this.begin = sequence(named(log));
    }

    private List<Bytes> stored(String sql) {
        return storage.read(connection -> Sql.of(connection, sql).list(row -> row.bytes("hash")));
    }

    private List<Integer> named(List<Bytes> hashes) {
        return hashes.stream()
                .map(hash -> names.computeIfAbsent(hash, _ -> names.size() + 1))
                .toList();
    }

    private static String sequence(List<Integer> leaves) {
        return leaves.stream().map(String::valueOf).collect(Collectors.joining(", ", "<<", ">>"));
    }

    private void add(String what, String who, List<Integer> leaves) {
        events.add(event(what, who, leaves, voter.head().size()));
    }

    private Event event(String what, String who, List<Integer> leaves, long voterSize) {
        return new Event(what, who, leaves, log.size(), signed, voterSize);
    }

    /** The key service was asked to admit these. */
    void asked(List<Bytes> leaves, List<Admission> answers) {
        for (int i = 0; i < leaves.size(); i++) {
            Bytes hash = TreeHash.leaf(leaves.get(i));
            if (answers.get(i) instanceof Admission.Admitted && admitted.add(hash)) {
                add("admit", "", named(List.of(hash)));
            }
        }
    }

    /** A replica asked the voter to append these; before, the voter stood at that size. */
    void asked(String replica, long size, List<Bytes> leaves, long before) {
        List<Integer> asked = named(leaves.stream().map(TreeHash::leaf).toList());
        read(replica, (int) size + asked.size());
        if (voter.head().size() > before) {
            add("persist", replica, asked);
            add("sign", replica, List.of());
        }
    }

    private void read(String replica, int size) {
        Integer open = working.put(replica, size);
        if (open != null && open == size) {
            return;
        }
        int at = 0;
        for (int i = 0; i < events.size(); i++) {
            Event each = events.get(i);
            boolean madeIt = each.what().equals("commit") && each.log() == size;
            if (madeIt || each.who().equals(replica)) {
                at = i + 1;
            }
        }
        Event seen = events.get(at - 1);
        if (open != null) {
            events.add(at++, like(seen, "crash", replica));
        }
        events.add(at, like(seen, "read", replica));
    }

    private static Event like(Event seen, String what, String who) {
        return new Event(what, who, List.of(), seen.log(), seen.signed(), seen.voter());
    }

    /** What the last step of that task changed in the database. */
    void look(String task) {
        long nowSigned = storage.read(Heads::read).signedSize();
        if (nowSigned != signed) {
            signed = nowSigned;
            working.remove(task);
            add("store", task, List.of());
        }
        List<Bytes> now = stored("SELECT leaf_hash AS hash FROM log_entry ORDER BY index");
        if (now.size() != log.size()) {
            List<Bytes> more = now.subList(log.size(), now.size());
            log = now;
            add("commit", "", named(more));
        }
        for (Bytes leaf : leavesPending()) {
            if (pending.add(leaf)) {
                add("propose", "", named(List.of(TreeHash.leaf(leaf))));
            }
        }
    }

    private List<Bytes> leavesPending() {
        return storage.read(
                connection ->
                        Sql.of(connection, "SELECT leaf FROM log_pending ORDER BY position")
                                .list(row -> row.bytes("leaf")));
    }

    /** The module, in a folder of its own. */
    void write(Path folder) {
        String module =
                String.format(
                        Locale.ROOT,
                        """
                        ------------------------------ MODULE TraceData ------------------------------
                        Begin == %s
                        Names == %d
                        Events == <<
                        %s
                        >>
                        =============================================================================
                        """,
                        begin,
                        names.size(),
                        events.stream().map(Event::tla).collect(Collectors.joining(",\n")));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("TraceData.tla"), module);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
