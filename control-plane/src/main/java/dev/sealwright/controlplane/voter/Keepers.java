package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.MemberAwayException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The members that hold keys beside their log keys. What each can do for the others is asked of one
 * after the other, in the order of the configuration, until one does it; what each has to do for
 * itself is asked of all. Where one alone holds keys, it is the only one.
 */
final class Keepers {
    /** Then the next is asked too, whatever holds the one before up. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final List<Keeper> keepers;
    private final List<Holder> holders;

    /**
     * @param holders of which these are some, as the anchors name them
     */
    Keepers(List<Keeper> keepers, List<Holder> holders) {
        this.keepers = List.copyOf(keepers);
        this.holders = List.copyOf(holders);
    }

    /** Sees who is there, each time anew. */
    void look() {
        keepers.forEach(Keeper::asked);
    }

    List<Holder> holders() {
        return holders;
    }

    /** Its name in the anchors; its address while it is not known which of them it is. */
    String name(Keeper keeper) {
        List<Holder> possible =
                keeper.id().isPresent()
                        ? holders.stream()
                                .filter(each -> each.id().equals(keeper.id().get()))
                                .toList()
                        : unseen();
        return possible.size() == 1 ? possible.getFirst().name() : keeper.address();
    }

    private List<Holder> unseen() {
        List<Bytes> seen = keepers.stream().flatMap(each -> each.id().stream()).toList();
        return holders.stream().filter(each -> !seen.contains(each.id())).toList();
    }

    private String names(List<Keeper> some) {
        return some.stream().map(this::name).collect(Collectors.joining(", "));
    }

    /** Those that are not known to vote only. */
    List<Keeper> all() {
        return keepers.stream().filter(each -> !each.votesOnly()).toList();
    }

    Keeper first() {
        return keepers.getFirst();
    }

    /** The first answer. The question may reach several. */
    <T> T any(Function<KeyService, T> question) {
        return keepers.size() == 1
                ? question.apply(first().service())
                : anyOf(all(), keeper -> question.apply(keeper.service()));
    }

    /** The same of some of them. */
    <T> T anyOf(Collection<Keeper> some, Function<Keeper, T> question) {
        return new Turn<>(some, question, this::names).answer(PATIENCE);
    }

    /** The same, but the next is asked only when the one before has failed. */
    <T> T oneByOne(Function<KeyService, T> question) {
        return keepers.size() == 1
                ? question.apply(first().service())
                : new Turn<T>(all(), keeper -> question.apply(keeper.service()), this::names)
                        .answer(Turn.CALL);
    }

    /** The answers of all that are there: at least one. */
    <T> List<T> each(Function<KeyService, T> question) {
        return asked(question, false);
    }

    /**
     * The answers of all.
     *
     * @throws MemberAwayException when one is away
     */
    <T> List<T> every(Function<KeyService, T> question) {
        return asked(question, true);
    }

    private <T> List<T> asked(Function<KeyService, T> question, boolean all) {
        if (keepers.size() == 1) {
            return List.of(question.apply(first().service()));
        }
        List<T> answers = new ArrayList<>();
        List<Keeper> away = new ArrayList<>();
        Optional<KeyServiceRefusedException> refusal = Optional.empty();
        for (Keeper each : all()) {
            try {
                answers.add(question.apply(each.service()));
            } catch (KeyServiceUnavailableException e) {
                each.forget();
                away.add(each);
            } catch (KeyServiceRefusedException e) {
                if (e.code() != RefusalCode.UNKNOWN_KEY || each.sharingKey().isPresent()) {
                    refusal = refusal.or(() -> Optional.of(e));
                }
            }
        }
        if (!away.isEmpty() && (all || answers.isEmpty())) {
            throw new MemberAwayException(
                    "Each member has to do this, and one is away: " + names(away) + ".");
        }
        if (refusal.isPresent() && (all || answers.isEmpty())) {
            throw refusal.get();
        }
        return List.copyOf(answers);
    }
}
