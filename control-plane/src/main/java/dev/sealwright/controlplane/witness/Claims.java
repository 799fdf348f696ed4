package dev.sealwright.controlplane.witness;

import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What witnesses hold against this log, for every replica to see. A claim is the witness's word: it
 * raises an alarm and stops nothing.
 */
@Singleton
final class Claims {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private static final Duration BETWEEN_EVENTS = Duration.ofMinutes(10);

    private final Storage storage;
    private final Log log;
    private final InstantSource clock;

    Claims(Storage storage, Log log, InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Keeps the claim, and makes an event of one that is new. Events being leaves that the witness
     * is shown in turn, one that keeps changing its mind makes few of them.
     */
    void raise(ConfiguredWitness witness, String claim) {
        Instant now = clock.instant();
        boolean fresh =
                storage.write(
                        connection -> {
                            Optional<Kept> kept = find(connection, witness);
                            if (kept.filter(each -> each.says(claim)).isPresent()) {
                                return false;
                            }
                            boolean tell = kept.filter(each -> each.isRecent(now)).isEmpty();
                            put(connection, witness, claim, now, tell);
                            if (tell) {
                                log.record(
                                        Leaf.NO_ORG,
                                        EventKind.WITNESS_FORK,
                                        EventOutcome.FAILED,
                                        detail(witness, claim));
                            }
                            return true;
                        });
        if (fresh) {
            LOG.error("FORK: witness {} {}", witness.name(), claim);
        }
    }

    private record Kept(Optional<String> claim, Instant told) {
        boolean says(String text) {
            return claim.equals(Optional.of(text));
        }

        boolean isRecent(Instant now) {
            return told.plus(BETWEEN_EVENTS).isAfter(now);
        }
    }

    private static void put(
            Connection connection,
            ConfiguredWitness witness,
            String claim,
            Instant now,
            boolean told)
            throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO log_witness_claim AS old (witness, claim, told) VALUES (?, ?, ?)"
                                + " ON CONFLICT (witness) DO UPDATE SET claim = excluded.claim,"
                                + " told = CASE WHEN ? THEN excluded.told ELSE old.told END")
                .with(witness.id())
                .with(claim)
                .with(now)
                .with(told)
                .update();
    }

    /** Names and claims hold no character that JSON escapes. */
    private static Bytes detail(ConfiguredWitness witness, String claim) {
        return Bytes.utf8("{\"witness\":\"" + witness.name() + "\",\"claim\":\"" + claim + "\"}");
    }

    private static Optional<Kept> find(Connection connection, ConfiguredWitness witness)
            throws SQLException {
        return Sql.of(connection, "SELECT claim, told FROM log_witness_claim WHERE witness = ?")
                .with(witness.id())
                .first(row -> new Kept(row.optionalText("claim"), row.time("told")));
    }

    /** The witness cosigned again: it holds nothing against this log any more. */
    void withdraw(ConfiguredWitness witness) {
        int gone =
                storage.write(
                        connection ->
                                Sql.of(
                                                connection,
                                                "UPDATE log_witness_claim SET claim = NULL"
                                                        + " WHERE witness = ? AND claim IS NOT NULL")
                                        .with(witness.id())
                                        .update());
        if (gone > 0) {
            LOG.info("witness {} cosigns again", witness.name());
        }
    }

    /** By the witness's id. */
    Map<String, String> all() {
        return storage.read(
                connection -> {
                    Map<String, String> claims = new HashMap<>();
                    Sql.of(
                                    connection,
                                    "SELECT witness, claim FROM log_witness_claim WHERE claim IS NOT NULL")
                            .each(row -> claims.put(row.text("witness"), row.text("claim")));
                    return claims;
                });
    }
}
