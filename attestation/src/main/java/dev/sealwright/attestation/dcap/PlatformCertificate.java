package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.Der;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The SGX extension (1.2.840.113741.1.13.1) of a PCK certificate: which platform, and which
 * firmware it was certified with.
 *
 * @param components the 16 SGX TCB component SVNs
 */
public record PlatformCertificate(Bytes fmspc, Bytes pceId, List<Integer> components, int pceSvn) {
    private static final String SGX = "1.2.840.113741.1.13.1";
    private static final String TCB = SGX + ".2";
    private static final String PCE_ID = SGX + ".3";
    private static final String FMSPC = SGX + ".4";
    private static final int COMPONENTS = 16;

    public PlatformCertificate {
        components = List.copyOf(components);
    }

    public static PlatformCertificate of(X509Certificate certificate) {
        Bytes extension =
                Certificates.extension(certificate, SGX)
                        .orElseThrow(() -> new MalformedException("not a PCK certificate"));
        Map<String, Der> fields = fields(Der.read(extension));
        Map<String, Der> tcb = fields(required(fields, TCB));
        List<Integer> components =
                java.util.stream.IntStream.rangeClosed(1, COMPONENTS)
                        .mapToObj(i -> required(tcb, TCB + "." + i).number(255))
                        .toList();
        return new PlatformCertificate(
                octets(fields, FMSPC, 6),
                octets(fields, PCE_ID, 2),
                components,
                required(tcb, TCB + "." + (COMPONENTS + 1)).number(0xffff));
    }

    /** SEQUENCE of SEQUENCE { OID, value }. */
    private static Map<String, Der> fields(Der sequence) {
        Map<String, Der> out = new HashMap<>();
        for (Der item : sequence.items()) {
            List<Der> pair = item.items();
            if (pair.size() != 2 || out.put(pair.get(0).oid(), pair.get(1)) != null) {
                throw new MalformedException("an SGX extension that is not pairs");
            }
        }
        return out;
    }

    private static Bytes octets(Map<String, Der> fields, String oid, int size) {
        return required(fields, oid).expect(Der.OCTET_STRING).requireSize(size, oid);
    }

    private static Der required(Map<String, Der> fields, String oid) {
        Der value = fields.get(oid);
        if (value == null) {
            throw new MalformedException("an SGX extension without " + oid);
        }
        return value;
    }
}
