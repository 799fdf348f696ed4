package dev.sealwright.attestation.hsmkey;

import dev.sealwright.attestation.crypto.SpkiKeys;
import dev.sealwright.attestation.wire.Der;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.attestation.x509.Pem;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * What AWS CloudHSM hands out of a cluster's first HSM until the cluster is initialised ({@code aws
 * cloudhsmv2 describe-clusters}): the HSM's certificate, those of its hardware by its maker and by
 * AWS, and what the cluster is claimed by. It shows which HSM that is, and nothing of keys.
 *
 * @param hsm signed by the hardware
 * @param hardware by the maker and by AWS, of one key
 * @param claims the keys of the cluster's certificate request and of its certificate, whichever
 *     there are
 */
record CloudHsmCluster(
        X509Certificate hsm, List<X509Certificate> hardware, List<PublicKey> claims) {
    static final int MAX_SIZE = 256 * 1024;

    private static final int MAX_CLUSTERS = 1;
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String CSR = "ClusterCsr";
    private static final String CLUSTER_CERTIFICATE = "ClusterCertificate";

    CloudHsmCluster {
        hardware = List.copyOf(hardware);
        claims = List.copyOf(claims);
    }

    /**
     * Reads the answer for one cluster.
     *
     * @throws MalformedException when it is not that, or lacks one of the certificates
     */
    static CloudHsmCluster parse(Bytes json) {
        JsonFields answer = JsonFields.of(Json.read(json, MAX_SIZE), "an answer of CloudHSM");
        List<JsonValue> clusters = answer.array("Clusters", MAX_CLUSTERS);
        if (clusters.isEmpty()) {
            throw new MalformedException("an answer of CloudHSM about no cluster");
        }
        JsonFields fields =
                JsonFields.of(
                        JsonFields.of(clusters.getFirst(), "a cluster").take("Certificates"),
                        "Certificates");
        return new CloudHsmCluster(
                certificate(fields, "HsmCertificate"),
                List.of(
                        certificate(fields, "ManufacturerHardwareCertificate"),
                        certificate(fields, "AwsHardwareCertificate")),
                claims(fields));
    }

    private static List<PublicKey> claims(JsonFields fields) {
        List<PublicKey> claims = new ArrayList<>();
        fields.optional(CSR)
                .map(text -> block(text.asText(CSR), CSR, "CERTIFICATE REQUEST"))
                .map(CloudHsmCluster::requestedKey)
                .ifPresent(claims::add);
        fields.optional(CLUSTER_CERTIFICATE)
                .map(
                        text ->
                                block(
                                        text.asText(CLUSTER_CERTIFICATE),
                                        CLUSTER_CERTIFICATE,
                                        CERTIFICATE))
                .map(der -> Certificates.der(der).getPublicKey())
                .ifPresent(claims::add);
        if (claims.isEmpty()) {
            throw new MalformedException("a cluster with neither request nor certificate");
        }
        return claims;
    }

    private static X509Certificate certificate(JsonFields fields, String name) {
        return Certificates.der(block(fields.text(name), name, CERTIFICATE));
    }

    private static Bytes block(String pem, String name, String label) {
        List<Bytes> blocks = Pem.blocks(Bytes.utf8(pem), label, 1);
        if (blocks.isEmpty()) {
            throw new MalformedException(name + " is no PEM");
        }
        return blocks.getFirst();
    }

    /** The key of a certificate request (RFC 2986 section 4). */
    private static PublicKey requestedKey(Bytes request) {
        List<Der> outer = Der.read(request).items();
        List<Der> info = outer.isEmpty() ? List.of() : outer.getFirst().items();
        if (info.size() < 3) {
            throw new MalformedException(CSR + " is no certificate request");
        }
        return SpkiKeys.of(info.get(2).encoded());
    }

    /** All its certificates. */
    List<X509Certificate> certificates() {
        List<X509Certificate> all = new ArrayList<>(hardware);
        all.add(hsm);
        return all;
    }

    /**
     * The HSM of the cluster.
     *
     * @throws VerificationException when its certificates do not lead to the roots, or the cluster
     *     is claimed by another key
     */
    HsmIdentity verify(LiquidSecurityChains chains) {
        HsmIdentity identity = chains.holder(hsm);
        if (!claims.stream().allMatch(hsm.getPublicKey()::equals)) {
            throw new VerificationException(
                    Reason.MISMATCH, "the cluster is claimed by another key than that of its HSM");
        }
        return identity;
    }
}
