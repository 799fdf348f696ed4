package dev.sealwright.attestation.snp;

import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.attestation.wire.Der;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A VCEK or VLEK certificate with the extensions AMD puts into it (arc 1.3.6.1.4.1.3704.1):
 * product, firmware versions, and either the chip's identity or the cloud provider's.
 */
record EndorsementKey(
        X509Certificate certificate,
        SnpProduct product,
        SnpTcb tcb,
        Optional<Bytes> hardwareId,
        Optional<String> providerId) {
    private static final String ARC = "1.3.6.1.4.1.3704.1.";
    private static final String PRODUCT = ARC + "2";
    private static final String HARDWARE_ID = ARC + "4";
    private static final String PROVIDER_ID = ARC + "5";
    private static final int TURIN_HARDWARE_ID = 8;
    private static final int HARDWARE_ID_SIZE = 64;

    static boolean looksLike(X509Certificate certificate) {
        return certificate.getExtensionValue(PRODUCT) != null;
    }

    static EndorsementKey of(X509Certificate certificate) {
        SnpProduct product =
                SnpProduct.ofName(text(required(certificate, PRODUCT)))
                        .orElseThrow(() -> new MalformedException("an unknown AMD product"));
        SnpTcb tcb =
                new SnpTcb(
                        product == SnpProduct.TURIN ? version(certificate, 9) : 0,
                        version(certificate, 1),
                        version(certificate, 2),
                        version(certificate, 3),
                        version(certificate, 8));
        Optional<Bytes> hardwareId = Certificates.extension(certificate, HARDWARE_ID);
        hardwareId.ifPresent(
                id ->
                        id.requireSize(
                                product == SnpProduct.TURIN ? TURIN_HARDWARE_ID : HARDWARE_ID_SIZE,
                                "a hardware id"));
        return new EndorsementKey(
                certificate,
                product,
                tcb,
                hardwareId,
                Certificates.extension(certificate, PROVIDER_ID).map(EndorsementKey::text));
    }

    SnpSigningKey kind() {
        return providerId.isPresent() ? SnpSigningKey.VLEK : SnpSigningKey.VCEK;
    }

    /** Turin's certificates name the first 8 bytes of the chip id; the rest must be zero. */
    boolean names(Bytes chipId) {
        if (hardwareId.isEmpty()) {
            return false;
        }
        int size = hardwareId.get().size();
        return chipId.slice(0, size).equals(hardwareId.get())
                && ByteReader.allZero(chipId.slice(size, chipId.size()));
    }

    private static int version(X509Certificate certificate, int part) {
        return Der.read(required(certificate, ARC + "3." + part)).number(255);
    }

    private static Bytes required(X509Certificate certificate, String oid) {
        return Certificates.extension(certificate, oid)
                .orElseThrow(() -> new MalformedException("an AMD certificate without " + oid));
    }

    private static String text(Bytes der) {
        return new String(
                Der.read(der).expect(Der.IA5_STRING).toArray(), StandardCharsets.US_ASCII);
    }
}
