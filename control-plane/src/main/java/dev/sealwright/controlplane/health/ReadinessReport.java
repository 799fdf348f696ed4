package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.log.LogStatus;
import dev.sealwright.controlplane.stream.Streams;
import dev.sealwright.controlplane.voter.VoterStatus;
import dev.sealwright.controlplane.witness.Witnesses;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is ready and what is not.
 *
 * @param ready whether all checks succeed but those that stop nothing: the witnesses' word, the
 *     voters, of which the log can lose some, the members, of which any does what all can, and the
 *     keys' periods
 * @param checks all of them, failed or not
 * @param sequencer absent while the database does not answer
 * @param witnesses those that are configured
 * @param voters of a log that has several; none where the key service is the only one
 * @param streams how far the log was sent on; one that waits makes nobody unready
 */
@Serdeable
@Schema(name = "Readiness")
public record ReadinessReport(
        boolean ready,
        List<Check> checks,
        @Nullable Sequencer sequencer,
        List<Witness> witnesses,
        List<Voter> voters,
        List<Streams.Status> streams) {
    /**
     * A voter of the log.
     *
     * @param name in the anchors
     * @param kind {@code member} or {@code witness}
     * @param state {@code ok}, {@code behind}, {@code away}, {@code contradicts} or {@code lost}
     * @param signed leaves under the newest checkpoint that it is known to have signed
     * @param behind leaves that were signed since
     * @param problem why it does not sign what is new
     */
    @Serdeable
    @Schema(name = "ReadinessVoter")
    public record Voter(
            String name,
            String kind,
            String state,
            long signed,
            long behind,
            @Nullable String problem) {
        static Voter of(VoterStatus status) {
            return new Voter(
                    status.name(),
                    status.kind(),
                    status.state().text(),
                    status.signed(),
                    status.behind(),
                    status.problem().orElse(null));
        }
    }

    /**
     * A witness of the log.
     *
     * @param cosigned leaves under the newest checkpoint that it cosigned
     * @param behind leaves that were signed since
     * @param problem why it does not cosign, where this replica is the one that asks it
     */
    @Serdeable
    @Schema(name = "ReadinessWitness")
    public record Witness(String name, long cosigned, long behind, @Nullable String problem) {
        static Witness of(Witnesses.State state) {
            return new Witness(
                    state.name(), state.cosigned(), state.behind(), state.problem().orElse(null));
        }
    }

    /**
     * Which replica sequences the log.
     *
     * @param replica name of the one that answers
     * @param leads whether it does
     * @param leader name of the one that does; absent while none does
     * @param term grows with each change of the leader
     */
    @Serdeable
    @Schema(name = "ReadinessSequencer")
    public record Sequencer(String replica, boolean leads, @Nullable String leader, long term) {
        static Sequencer of(LogStatus status) {
            return new Sequencer(
                    status.replica(), status.leads(), status.leader().orElse(null), status.term());
        }
    }

    /**
     * One thing that has to work.
     *
     * @param name {@code database}, {@code log}, {@code key-service}, {@code hsm}, {@code
     *     certificate}, {@code voters}, {@code members}, {@code witnesses} or {@code key-periods}
     * @param reason why it does not work; empty when it does
     */
    @Serdeable
    @Schema(name = "ReadinessCheck")
    public record Check(String name, boolean ok, String reason) {}
}
