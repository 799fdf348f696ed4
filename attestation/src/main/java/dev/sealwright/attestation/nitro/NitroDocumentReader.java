package dev.sealwright.attestation.nitro;

import dev.sealwright.attestation.cose.CoseSign1;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the document within the bounds of the NSM specification. */
final class NitroDocumentReader {
    static final int MAX_SIZE = 16 * 1024;

    private static final int MAX_PCRS = 32;
    private static final int MAX_BUNDLE = 7;
    private static final int MAX_CERTIFICATE = 1024;
    private static final int MAX_PUBLIC_KEY = 1024;
    private static final int MAX_DATA = 512;
    private static final int MAX_MODULE_ID = 256;

    private final Map<CborValue, CborValue> left;

    private NitroDocumentReader(Map<CborValue, CborValue> left) {
        this.left = left;
    }

    static NitroDocument read(Bytes received) {
        CoseSign1 envelope = CoseSign1.parse(received, MAX_SIZE);
        return new NitroDocumentReader(
                        new HashMap<>(
                                CborReader.lenient(envelope.payload(), MAX_SIZE)
                                        .asMap("an attestation document")))
                .read(envelope);
    }

    private NitroDocument read(CoseSign1 envelope) {
        if (left.containsKey(CborValue.of("nitrotpm_pcrs"))) {
            throw new MalformedException("a NitroTPM document, not one of an enclave");
        }
        String moduleId = take("module_id").asText("module_id");
        if (moduleId.isEmpty() || moduleId.length() > MAX_MODULE_ID) {
            throw new MalformedException("module_id is empty or too long");
        }
        if (!take("digest").asText("digest").equals("SHA384")) {
            throw new MalformedException("a digest that is not SHA384");
        }
        long milliseconds = take("timestamp").asUint("timestamp");
        NitroDocument document =
                new NitroDocument(
                        envelope,
                        moduleId,
                        Instant.ofEpochMilli(milliseconds),
                        pcrs(take("pcrs")),
                        certificate(take("certificate")),
                        bundle(take("cabundle")),
                        optional("public_key", MAX_PUBLIC_KEY),
                        optional("user_data", MAX_DATA),
                        optional("nonce", MAX_DATA));
        if (!left.isEmpty()) {
            throw new MalformedException("an attestation document with a field it should not have");
        }
        return document;
    }

    private CborValue take(String name) {
        CborValue value = left.remove(CborValue.of(name));
        if (value == null) {
            throw new MalformedException("an attestation document without " + name);
        }
        return value;
    }

    /** Absent and null mean the same. */
    private Optional<Bytes> optional(String name, int max) {
        CborValue value = left.remove(CborValue.of(name));
        if (value == null || value instanceof CborValue.Null) {
            return Optional.empty();
        }
        Bytes bytes = value.asBytes(name);
        if (bytes.size() > max) {
            throw new MalformedException(name + " of more than " + max + " bytes");
        }
        return Optional.of(bytes);
    }

    private static SortedMap<Integer, Bytes> pcrs(CborValue value) {
        SortedMap<Integer, Bytes> out = new TreeMap<>();
        value.asMap("pcrs").forEach((key, pcr) -> out.put(index(key), register(pcr)));
        if (out.isEmpty()) {
            throw new MalformedException("no PCRs");
        }
        return out;
    }

    private static int index(CborValue key) {
        long index = key.asUint("a PCR index");
        if (index >= MAX_PCRS) {
            throw new MalformedException("a PCR index above 31");
        }
        return (int) index;
    }

    private static Bytes register(CborValue value) {
        Bytes register = value.asBytes("a PCR");
        return switch (register.size()) {
            case 32, 48, 64 -> register;
            default -> throw new MalformedException("a PCR that is not 32, 48 or 64 bytes");
        };
    }

    private static List<X509Certificate> bundle(CborValue value) {
        List<CborValue> items = value.asArray("cabundle");
        if (items.isEmpty() || items.size() > MAX_BUNDLE) {
            throw new MalformedException("a cabundle that is empty or too long");
        }
        return items.stream().map(NitroDocumentReader::certificate).toList();
    }

    private static X509Certificate certificate(CborValue value) {
        Bytes der = value.asBytes("a certificate");
        if (der.size() > MAX_CERTIFICATE) {
            throw new MalformedException("a certificate of more than 1024 bytes");
        }
        return Certificates.der(der);
    }
}
