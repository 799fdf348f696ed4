package dev.sealwright.attestation.nitro;

import dev.sealwright.attestation.cose.CoseSign1;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Nitro Enclaves attestation document as parsed and not yet verified.
 *
 * @param pcrs by index 0 to 31; each 32, 48 or 64 bytes
 * @param caBundle root first, as received
 */
public record NitroDocument(
        CoseSign1 envelope,
        String moduleId,
        Instant timestamp,
        SortedMap<Integer, Bytes> pcrs,
        X509Certificate certificate,
        List<X509Certificate> caBundle,
        Optional<Bytes> publicKey,
        Optional<Bytes> userData,
        Optional<Bytes> nonce) {
    private static final int DEBUG_REGISTERS = 3;

    public NitroDocument {
        pcrs = Collections.unmodifiableSortedMap(new TreeMap<>(pcrs));
        caBundle = List.copyOf(caBundle);
    }

    /**
     * Strict about content and sizes; lenient about the CBOR encoding, as the hypervisor's varies.
     */
    public static NitroDocument parse(Bytes received) {
        return NitroDocumentReader.read(received);
    }

    /** An enclave run in debug mode has zeros in PCR0, PCR1 and PCR2; others may be set. */
    public boolean debug() {
        for (int i = 0; i < DEBUG_REGISTERS; i++) {
            if (!ByteReader.allZero(pcrs.getOrDefault(i, Bytes.EMPTY))) {
                return false;
            }
        }
        return true;
    }

    public JsonValue.Obj facts() {
        Facts facts =
                new Facts()
                        .put("module_id", moduleId)
                        .put("timestamp", timestamp)
                        .put("debug", debug());
        pcrs.forEach(
                (index, value) -> {
                    if (index < DEBUG_REGISTERS || !ByteReader.allZero(value)) {
                        facts.put("pcr" + index, value);
                    }
                });
        return facts.putBytes("public_key", publicKey)
                .putBytes("user_data", userData)
                .putBytes("nonce", nonce)
                .put("certificate_expires", certificate.getNotAfter().toInstant())
                .end();
    }
}
