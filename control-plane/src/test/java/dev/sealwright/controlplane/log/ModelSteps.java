package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.Frontier;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches the database and the voter, and tells which action of the model ({@code
 * docs/tla/Log.tla}) each change was. One that is none of them is a fault.
 */
final class ModelSteps {
    private final Storage storage;
    private final SoftwareVoter voter;
    private final Map<Action, Integer> seen = new EnumMap<>(Action.class);
    private State before;

    /** The model's actions that change what is watched here. */
    enum Action {
        COMMIT,
        PERSIST,
        STORE
    }

    /**
     * The model's variables.
     *
     * @param db hashes of the committed leaves
     * @param signed how many of them are under a stored checkpoint
     * @param voter head of the voter's own account
     */
    record State(List<Bytes> db, long signed, long voter, Bytes voterRoot) {}

    ModelSteps(Storage storage, SoftwareVoter voter) {
        this.storage = storage;
        this.voter = voter;
        this.before = state();
    }

    private State state() {
        return storage.snapshot(
                connection -> {
                    List<Bytes> hashes =
                            Sql.of(connection, "SELECT leaf_hash FROM log_entry ORDER BY index")
                                    .list(row -> row.bytes("leaf_hash"));
                    var head = voter.head();
                    return new State(
                            hashes, Heads.read(connection).signedSize(), head.size(), head.root());
                });
    }

    Map<Action, Integer> seen() {
        return Map.copyOf(seen);
    }

    /** What is wrong with the change since the last look. */
    Optional<String> look() {
        State after = state();
        State was = before;
        before = after;
        if (after.equals(was)) {
            return Optional.empty();
        }
        List<Action> actions = actions(was, after);
        actions.forEach(each -> seen.merge(each, 1, Integer::sum));
        return actions.isEmpty()
                ? Optional.of("no action of the model: " + text(was) + " -> " + text(after))
                : Optional.empty();
    }

    /**
     * One action of the model, or two of them that one transaction makes: the signature of a batch
     * is stored together with the next batch.
     */
    static List<Action> actions(State was, State now) {
        Optional<Action> one = action(was, now);
        if (one.isPresent()) {
            return List.of(one.get());
        }
        State between = new State(was.db(), was.db().size(), was.voter(), was.voterRoot());
        Optional<Action> first = action(was, between);
        Optional<Action> second = action(between, now);
        return first.equals(Optional.of(Action.STORE)) && second.equals(Optional.of(Action.COMMIT))
                ? List.of(Action.STORE, Action.COMMIT)
                : List.of();
    }

    /** As Next of the model: one variable changes, under the action's guard. */
    private static Optional<Action> action(State was, State now) {
        boolean sameDb = now.db().equals(was.db());
        boolean sameSigned = now.signed() == was.signed();
        boolean sameVoter = now.voter() == was.voter() && now.voterRoot().equals(was.voterRoot());
        if (!sameDb && sameSigned && sameVoter) {
            boolean extended =
                    now.db().size() > was.db().size()
                            && now.db().subList(0, was.db().size()).equals(was.db());
            return given(extended && was.signed() == was.db().size(), Action.COMMIT);
        }
        if (sameDb && sameSigned && !sameVoter) {
            boolean stored =
                    now.voter() == now.db().size()
                            && now.voterRoot().equals(Frontier.EMPTY.appendAll(now.db()).root());
            return given(stored && was.voter() == was.signed(), Action.PERSIST);
        }
        if (sameDb && !sameSigned && sameVoter) {
            boolean whole = now.signed() == now.db().size() && now.signed() == now.voter();
            return given(whole && was.signed() < now.signed(), Action.STORE);
        }
        return Optional.empty();
    }

    private static Optional<Action> given(boolean guard, Action action) {
        return guard ? Optional.of(action) : Optional.empty();
    }

    private static String text(State state) {
        return state.db().size()
                + " stored, "
                + state.signed()
                + " signed, voter at "
                + state.voter();
    }
}
