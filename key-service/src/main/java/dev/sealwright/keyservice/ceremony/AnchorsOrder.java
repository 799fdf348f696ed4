package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What anchors are to change within their epoch. Their number of voters stays, and so does the
 * first member, whose token holds the issuing CAs.
 *
 * @param replaced voters, by the names that the anchors give those whose place they take
 * @param serverNames as they will be; empty for as they are
 * @param operators likewise
 * @param operatorsRequired of those operators; 0 for as it is
 * @param life of the new document
 */
record AnchorsOrder(
        Map<String, Voter> replaced,
        List<String> serverNames,
        List<Operator> operators,
        int operatorsRequired,
        Duration life) {
    AnchorsOrder {
        replaced = new LinkedHashMap<>(replaced);
        serverNames = List.copyOf(serverNames);
        operators = List.copyOf(operators);
    }

    /** The anchors that replace these. */
    Anchors next(VerifiedAnchors current, Instant now) {
        Anchors old = current.content();
        boolean same = operators.isEmpty();
        return new Anchors(
                old.version() + 1,
                Validity.starting(now, life),
                old.origin(),
                old.trustDomain(),
                serverNames.isEmpty() ? old.serverNames() : serverNames,
                voters(old),
                old.quorum(),
                same ? old.operators() : operators,
                operatorsRequired == 0 ? required(old, same) : operatorsRequired,
                old.serverCa(),
                old.hostCa(),
                old.recoveryKey(),
                old.nextRoot(),
                old.closed(),
                old.furtherCas(),
                Optional.of(current.digest()));
    }

    private int required(Anchors old, boolean same) {
        return same ? old.operatorsRequired() : Math.min(old.operatorsRequired(), operators.size());
    }

    private List<Voter> voters(Anchors old) {
        List<Voter> voters = new ArrayList<>();
        for (Voter voter : old.voters()) {
            Optional<Voter> other = Optional.ofNullable(replaced.get(voter.name()));
            other.ifPresent(each -> requireReplaceable(old, voter, each));
            voters.add(other.map(each -> named(each, old)).orElse(voter));
        }
        long taken = old.voters().stream().filter(v -> replaced.containsKey(v.name())).count();
        if (taken != replaced.size()) {
            throw new UsageException("the anchors name no such voter: " + replaced.keySet());
        }
        return voters;
    }

    /**
     * The CAs of a member that issued stay in force under its name, for the certificates that are
     * out; the one in its place votes only, and so has another name.
     */
    private static Voter named(Voter voter, Anchors old) {
        boolean issued =
                old.furtherCas().stream().anyMatch(cas -> cas.member().equals(voter.name()));
        return issued
                ? new Voter(
                        voter.name() + "." + (old.version() + 1),
                        voter.kind(),
                        voter.key(),
                        voter.postQuantumKey())
                : voter;
    }

    private static void requireReplaceable(Anchors old, Voter lost, Voter other) {
        if (old.voters().size() == 1 || lost.equals(old.voters().getFirst())) {
            throw new CeremonyRefusedException(
                    "The token of "
                            + lost.name()
                            + " holds the issuing CAs as well: with it, open a new epoch (ceremony"
                            + " epoch).");
        }
        if (lost.kind() != other.kind()) {
            throw new MalformedException("a member takes a member's place, a witness a witness's");
        }
        if (old.voters().stream().anyMatch(voter -> voter.key().equals(other.key()))) {
            throw new MalformedException(
                    "a key that is a voter's already: one that is lost never signs again");
        }
    }
}
