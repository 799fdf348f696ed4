package dev.sealwright.attestation.evidence;

import dev.sealwright.attestation.crypto.SpkiKeys;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.attestation.x509.Pem;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads one file of collateral, told apart by content: PEM (certificates, CRLs, a public key), DER
 * (a certificate or a CRL), JSON as vendors answer it, or the bare signature of a TPM quote.
 */
public final class CollateralReader {
    private static final int MAX_SIZE = 1024 * 1024;
    private static final int MAX_BLOCKS = 16;
    private static final int DER_SEQUENCE = 0x30;

    private CollateralReader() {}

    public static Collateral read(Bytes file) {
        if (file.size() > MAX_SIZE) {
            throw new MalformedException("collateral of more than " + MAX_SIZE + " bytes");
        }
        String text = new String(file.toArray(), StandardCharsets.ISO_8859_1).strip();
        if (text.contains("-----BEGIN ") && !text.startsWith("{")) {
            return pem(file);
        }
        if (text.startsWith("{")) {
            return CollateralJson.read(Json.read(file, MAX_SIZE).asObject("collateral"));
        }
        if (!file.isEmpty() && file.get(0) == DER_SEQUENCE) {
            return der(file);
        }
        if (file.size() == 256 || file.size() == 384 || file.size() == 512) {
            return Collateral.ofSignature(file);
        }
        throw new MalformedException("collateral of no known kind");
    }

    static Collateral pem(Bytes text) {
        return Collateral.ofCertificates(
                        Pem.blocks(text, "CERTIFICATE", MAX_BLOCKS).stream()
                                .map(Certificates::der)
                                .toList())
                .and(
                        Collateral.ofRevocationLists(
                                Pem.blocks(text, "X509 CRL", MAX_BLOCKS).stream()
                                        .map(RevocationLists::der)
                                        .toList()))
                .and(
                        Collateral.ofAttestationKeys(
                                Pem.blocks(text, "PUBLIC KEY", 1).stream()
                                        .map(SpkiKeys::of)
                                        .toList()));
    }

    private static Collateral der(Bytes der) {
        try {
            return Collateral.ofCertificates(List.of(Certificates.der(der)));
        } catch (MalformedException notACertificate) {
            return Collateral.ofRevocationLists(List.of(RevocationLists.der(der)));
        }
    }
}
