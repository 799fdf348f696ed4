package dev.sealwright.controlplane.witness;

import dev.sealwright.controlplane.log.Cosignatures;
import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.protocol.witness.AddCheckpoint;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one witness up to date. For one thread, but for {@link #problem}. */
final class Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);
    private static final int TRIES = 3;
    private static final long UNKNOWN = -1;

    private final ConfiguredWitness witness;
    private final Cosignatures cosignatures;
    private final Claims claims;
    private final WitnessHttp http;
    private long stands = UNKNOWN;
    private volatile Optional<String> problem = Optional.empty();

    Submission(
            ConfiguredWitness witness, Cosignatures cosignatures, Claims claims, WitnessHttp http) {
        this.witness = witness;
        this.cosignatures = cosignatures;
        this.claims = claims;
        this.http = http;
    }

    ConfiguredWitness witness() {
        return witness;
    }

    /** Why it does not cosign now; empty when it does, or was not asked here. */
    Optional<String> problem() {
        return problem;
    }

    /** Another replica asks from now on; what it was told is in the database. */
    void forget() {
        stands = UNKNOWN;
        problem = Optional.empty();
    }

    /** Shows it a checkpoint, if it has not cosigned that or a newer one. */
    void run(SignedHead head) throws InterruptedException {
        if (stands == UNKNOWN) {
            stands = cosignatures.last(witness.id());
        }
        voted(head);
        boolean done = stands > head.size() || head.note().signedBy(witness.key());
        for (int i = 0; i < TRIES && !done; i++) {
            done = asked(head);
        }
    }

    /** Its signature may stand on the checkpoint already: it may be a voter. */
    private void voted(SignedHead head) {
        if (stands < head.size()) {
            head.note().signatures().stream()
                    .filter(line -> witness.key().verifies(head.note().text(), line))
                    .findFirst()
                    .ifPresent(
                            line -> {
                                cosignatures.store(head.size(), line);
                                stands = head.size();
                            });
        }
    }

    /** Whether asking again at once is of no use. */
    private boolean asked(SignedHead head) throws InterruptedException {
        long from = stands;
        var question =
                new AddCheckpoint(from, cosignatures.consistency(from, head.size()), head.note());
        switch (http.ask(witness, question)) {
            case WitnessAnswer.Cosigned cosigned -> {
                cosignatures.store(head.size(), cosigned.line());
                stands = head.size();
                claims.withdraw(witness);
                note(Optional.empty());
            }
            case WitnessAnswer.OtherSize other when other.size() > head.size() ->
                    ahead(other.size());
            case WitnessAnswer.OtherSize other when other.size() == from ->
                    accuse("has cosigned another root for " + from + " leaves of this log");
            case WitnessAnswer.OtherSize other -> {
                stands = other.size();
                return false;
            }
            case WitnessAnswer.Inconsistent _ ->
                    accuse("has cosigned " + from + " leaves that this log does not begin with");
            case WitnessAnswer.Failed failed -> note(Optional.of(failed.why()));
        }
        return true;
    }

    /** Another replica may have shown it what was signed meanwhile. */
    private void ahead(long size) {
        long signed = cosignatures.newest().map(SignedHead::size).orElse(0L);
        if (size > signed) {
            accuse("has cosigned " + size + " leaves of this log, which has fewer");
        } else {
            stands = size;
        }
    }

    /** A claim names no size of ours: each new event would make it another one. */
    private void accuse(String claim) {
        claims.raise(witness, claim);
        note(Optional.of(claim));
    }

    private void note(Optional<String> now) {
        if (!now.equals(problem)) {
            now.ifPresent(why -> LOG.warn("witness {} {}", witness.name(), why));
        }
        problem = now;
    }
}
