package dev.sealwright.attestation.collateral;

import dev.sealwright.attestation.dcap.SignedJson;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.stream.Stream;

/** Until when a stored piece need not be fetched again. Whether it may be used is not said here. */
final class Freshness {
    /** Issuers of tokens change keys without saying when; this is how long a set is kept. */
    private static final Duration TOKEN_KEYS = Duration.ofHours(24);

    private Freshness() {}

    /** The earliest next update or expiry of anything in it. */
    static Instant until(Collateral piece, Instant since) {
        Stream<Instant> certificates =
                piece.certificates().stream().map(c -> c.getNotAfter().toInstant());
        Stream<Instant> lists = piece.revocationLists().stream().map(l -> nextUpdate(l, since));
        Stream<Instant> documents =
                Stream.concat(piece.tcbInfos().stream(), piece.enclaveIdentities().stream())
                        .map(Freshness::nextUpdate);
        Stream<Instant> keys = piece.tokenKeys().stream().map(k -> since.plus(TOKEN_KEYS));
        return Stream.of(certificates, lists, documents, keys)
                .flatMap(s -> s)
                .min(Instant::compareTo)
                .orElse(since);
    }

    private static Instant nextUpdate(X509CRL list, Instant since) {
        Date next = list.getNextUpdate();
        return next == null ? since : next.toInstant();
    }

    private static Instant nextUpdate(SignedJson document) {
        try {
            return Instant.parse(
                    JsonFields.of(Json.read(document.text(), SignedJson.MAX_SIZE), "collateral")
                            .text("nextUpdate"));
        } catch (DateTimeParseException e) {
            throw new MalformedException("nextUpdate is not an instant", e);
        }
    }
}
