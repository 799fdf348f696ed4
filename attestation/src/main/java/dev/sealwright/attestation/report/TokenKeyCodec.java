package dev.sealwright.attestation.report;

import dev.sealwright.attestation.report.Statement.TokenKey;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.MapFields;
import java.time.Instant;
import java.util.Optional;

/** A key of the token, with its period where the report tells of it: older ones do not. */
final class TokenKeyCodec {
    private static final String PERIOD = "period";

    private TokenKeyCodec() {}

    static CborValue encode(TokenKey key) {
        MapWriter out =
                new MapWriter()
                        .put("label", key.label())
                        .put("id", key.id())
                        .put("type", key.type())
                        .nullable("spki", key.spki(), CborValue::of)
                        .put("affirmed", CborValue.texts(key.affirmed()))
                        .put("denied", CborValue.texts(key.denied()));
        key.period().ifPresent(period -> out.put(PERIOD, encode(period)));
        return out.end();
    }

    private static CborValue encode(KeyPeriod period) {
        return new MapWriter()
                .put("purpose", period.purpose())
                .put("version", period.version())
                .put("state", period.state())
                .nullable("activated", period.activated(), TokenKeyCodec::time)
                .nullable("deactivated", period.deactivated(), TokenKeyCodec::time)
                .nullable("originator_end", period.originatorEnd(), TokenKeyCodec::time)
                .nullable("recipient_end", period.recipientEnd(), TokenKeyCodec::time)
                .end();
    }

    private static CborValue time(Instant time) {
        return CborValue.of(time.getEpochSecond());
    }

    static TokenKey decode(MapFields f) {
        return new TokenKey(
                f.text("label"),
                f.bytes("id"),
                f.text("type"),
                f.takeNullable("spki").map(value -> value.asBytes("spki")),
                f.texts("affirmed"),
                f.texts("denied"),
                f.has(PERIOD) ? Optional.of(period(f.section(PERIOD))) : Optional.empty());
    }

    private static KeyPeriod period(MapFields f) {
        KeyPeriod period =
                new KeyPeriod(
                        f.text("purpose"),
                        f.uint("version"),
                        f.text("state"),
                        time(f, "activated"),
                        time(f, "deactivated"),
                        time(f, "originator_end"),
                        time(f, "recipient_end"));
        f.end();
        return period;
    }

    private static Optional<Instant> time(MapFields fields, String name) {
        return fields.takeNullable(name).map(value -> Seconds.of(value.asUint(name)));
    }
}
