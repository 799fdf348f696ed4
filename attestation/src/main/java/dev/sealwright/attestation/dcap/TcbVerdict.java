package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.MalformedException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the vendor's collateral says about platform, quoting enclave and, for TDX, the module.
 *
 * @param quotingEnclave empty if there was no identity to judge it by
 * @param module empty if the module has no version of its own
 * @param tcbDate date of the platform's level, empty if none matches
 * @param evaluation number of the vendor's TCB evaluation; higher is newer
 */
public record TcbVerdict(
        TcbStatus status,
        TcbStatus platform,
        Optional<TcbStatus> quotingEnclave,
        Optional<TcbStatus> module,
        Optional<Instant> tcbDate,
        List<String> advisories,
        int evaluation) {
    static final int MAX_LEVELS = 64;

    private static final int MAX_ADVISORIES = 256;

    public TcbVerdict {
        advisories = List.copyOf(advisories);
    }

    /** What is the same in levels of platforms, enclaves and modules. */
    record Level(TcbStatus status, Optional<Instant> date, List<String> advisories) {
        static final Level UNMATCHED = new Level(TcbStatus.UNMATCHED, Optional.empty(), List.of());

        static Level read(JsonFields fields) {
            List<String> advisories = new ArrayList<>();
            fields.optional("advisoryIDs").stream()
                    .flatMap(v -> v.asArray("advisoryIDs", MAX_ADVISORIES).stream())
                    .forEach(v -> advisories.add(v.asText("an advisory")));
            return new Level(
                    TcbStatus.of(fields.text("tcbStatus")),
                    Optional.of(time(fields, "tcbDate")),
                    advisories);
        }
    }

    static TcbVerdict of(
            Level platform, Optional<Level> enclave, Optional<Level> module, int evaluation) {
        TcbStatus status = platform.status;
        TreeSet<String> advisories = new TreeSet<>(platform.advisories);
        for (Level part : Stream.concat(enclave.stream(), module.stream()).toList()) {
            status = status.with(part.status);
            advisories.addAll(part.advisories);
        }
        return new TcbVerdict(
                status,
                platform.status,
                enclave.map(Level::status),
                module.map(Level::status),
                platform.date,
                List.copyOf(advisories),
                evaluation);
    }

    static Instant time(JsonFields fields, String name) {
        try {
            return Instant.parse(fields.text(name));
        } catch (DateTimeParseException e) {
            throw new MalformedException(name + " is not an instant", e);
        }
    }

    static List<JsonValue> levels(JsonFields fields) {
        return fields.array("tcbLevels", MAX_LEVELS);
    }
}
