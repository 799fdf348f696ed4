package dev.sealwright.attestation.hsmkey;

import dev.sealwright.attestation.wire.Der;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Map;

/**
 * What a YubiHSM 2 says of one of its asymmetric keys, in the extensions of the certificate that it
 * signs for it (Yubico, arc 1.3.6.1.4.1.41482.4). Read, not verified; see {@link YubiHsmEvidence}.
 *
 * @param device serial number of the device
 * @param firmware such as {@code 2.4.1}
 * @param object number of the key on the device
 * @param spki DER SubjectPublicKeyInfo
 * @param madeInside whether the device generated it; else it was imported once
 * @param exportable whether the device would hand it out under a wrap key
 */
public record YubiHsmKey(
        int device,
        String firmware,
        int object,
        String label,
        Bytes spki,
        boolean madeInside,
        boolean exportable)
        implements AttestedKey {
    private static final String ARC = "1.3.6.1.4.1.41482.4.";
    private static final String FIRMWARE = ARC + "1";
    private static final String DEVICE = ARC + "2";
    private static final String ORIGIN = ARC + "3";
    private static final String CAPABILITIES = ARC + "5";
    private static final String OBJECT = ARC + "6";
    private static final String LABEL = ARC + "9";

    private static final int BIT_STRING = 0x03;
    private static final int UTF8_STRING = 0x0C;
    private static final int MAX_LABEL = 40;
    private static final int MAX_OBJECT = 0xFFFF;
    private static final int GENERATED = 0x01;
    private static final long EXPORTABLE_UNDER_WRAP = 1L << 16;

    /** Whether the certificate is one for a key, rather than the device's own. */
    static boolean isOfKey(X509Certificate certificate) {
        return Certificates.extension(certificate, OBJECT).isPresent();
    }

    /** The serial number that a device's own certificate carries. */
    static int deviceOf(X509Certificate certificate) {
        return Der.read(value(certificate, DEVICE)).number(Integer.MAX_VALUE);
    }

    /**
     * @throws MalformedException unless every extension is there in its one form
     */
    static YubiHsmKey read(X509Certificate certificate) {
        Bytes capabilities = bits(certificate, CAPABILITIES, Long.BYTES);
        return new YubiHsmKey(
                deviceOf(certificate),
                firmware(certificate),
                Der.read(value(certificate, OBJECT)).number(MAX_OBJECT),
                label(certificate),
                Bytes.of(certificate.getPublicKey().getEncoded()),
                bits(certificate, ORIGIN, 1).get(0) == GENERATED,
                (number(capabilities) & EXPORTABLE_UNDER_WRAP) != 0);
    }

    @Override
    public String where() {
        return "YubiHSM 2 " + device + ", firmware " + firmware;
    }

    @Override
    public String id() {
        return object + " (" + label + ")";
    }

    /** Of what could be once, a YubiHSM says nothing. */
    @Override
    public Map<KeyClaim, Boolean> claims() {
        return Map.of(KeyClaim.GENERATED, madeInside, KeyClaim.NOT_EXTRACTABLE, !exportable);
    }

    private static String firmware(X509Certificate certificate) {
        Bytes version =
                Der.read(value(certificate, FIRMWARE))
                        .expect(Der.OCTET_STRING)
                        .requireSize(3, "a firmware version");
        return (version.get(0) & 0xFF)
                + "."
                + (version.get(1) & 0xFF)
                + "."
                + (version.get(2) & 0xFF);
    }

    /** Printable, whatever the device was given. */
    private static String label(X509Certificate certificate) {
        Bytes text = Der.read(value(certificate, LABEL)).expect(UTF8_STRING);
        if (text.size() > MAX_LABEL) {
            throw new MalformedException("a label of more than " + MAX_LABEL + " bytes");
        }
        return new String(text.toArray(), StandardCharsets.UTF_8)
                .replace("\0", "")
                .replaceAll("\\p{C}", "?");
    }

    private static Bytes bits(X509Certificate certificate, String oid, int size) {
        Bytes content = Der.read(value(certificate, oid)).expect(BIT_STRING);
        if (content.size() != 1 + size || content.get(0) != 0) {
            throw new MalformedException("not " + size * Byte.SIZE + " bits in extension " + oid);
        }
        return content.slice(1, content.size());
    }

    private static long number(Bytes bigEndian) {
        long number = 0;
        for (int i = 0; i < bigEndian.size(); i++) {
            number = number << Byte.SIZE | (bigEndian.get(i) & 0xFF);
        }
        return number;
    }

    private static Bytes value(X509Certificate certificate, String oid) {
        return Certificates.extension(certificate, oid)
                .orElseThrow(() -> new MalformedException("no extension " + oid));
    }
}
