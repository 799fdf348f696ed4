package dev.sealwright.attestation.aci;

import dev.sealwright.attestation.cose.CoseSign1;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborValue;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Microsoft's statement that a launch measurement is one of its utility VMs: COSE_Sign1, issuer and
 * feed in the protected header, JSON payload. Parsed and not yet verified.
 *
 * @param chain x5chain, leaf first
 */
public record UvmEndorsement(
        CoseSign1 envelope,
        String issuer,
        String feed,
        List<X509Certificate> chain,
        Bytes launchMeasurement,
        long guestSvn) {
    private static final int MAX_SIZE = 64 * 1024;
    private static final CborValue X5CHAIN = CborValue.of(33);

    public UvmEndorsement {
        chain = List.copyOf(chain);
    }

    public static UvmEndorsement parse(Bytes received) {
        CoseSign1 envelope = CoseSign1.parse(received, MAX_SIZE);
        JsonFields payload =
                JsonFields.of(Json.read(envelope.payload(), MAX_SIZE), "an endorsement");
        return new UvmEndorsement(
                envelope,
                header(envelope, CborValue.of("iss")).asText("iss"),
                header(envelope, CborValue.of("feed")).asText("feed"),
                chain(header(envelope, X5CHAIN)),
                payload.hex("x-ms-sevsnpvm-launchmeasurement", 48),
                svn(payload.take("x-ms-sevsnpvm-guestsvn")));
    }

    /** Older endorsements write the number as text. */
    private static long svn(JsonValue value) {
        if (value instanceof JsonValue.Str(String digits)) {
            if (!digits.matches("[0-9]{1,9}")) {
                throw new MalformedException("a guest SVN that is no number");
            }
            return Long.parseLong(digits);
        }
        return value.asInt("a guest SVN", 0, Integer.MAX_VALUE);
    }

    private static CborValue header(CoseSign1 envelope, CborValue name) {
        CborValue value = envelope.protectedHeader().get(name);
        if (value == null) {
            throw new MalformedException("an endorsement without a protected header it needs");
        }
        return value;
    }

    private static List<X509Certificate> chain(CborValue value) {
        List<CborValue> items = value.asArray("x5chain");
        if (items.isEmpty() || items.size() > Certificates.MAX_CHAIN) {
            throw new MalformedException("an x5chain that is empty or too long");
        }
        return items.stream().map(v -> Certificates.der(v.asBytes("a certificate"))).toList();
    }

    public JsonValue.Obj facts() {
        return new Facts()
                .put("issuer", issuer)
                .put("feed", feed)
                .put("guest_svn", guestSvn)
                .put("launch_measurement", launchMeasurement)
                .end();
    }
}
