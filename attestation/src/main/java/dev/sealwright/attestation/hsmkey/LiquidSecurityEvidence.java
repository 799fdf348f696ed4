package dev.sealwright.attestation.hsmkey;

import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.attestation.x509.Pem;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Attestations that Marvell LiquidSecurity HSMs signed of keys, and what AWS CloudHSM hands out of
 * one such HSM, with the certificates above them.
 */
public final class LiquidSecurityEvidence {
    public static final int MAX_ATTESTATIONS = 64;
    public static final int MAX_CERTIFICATES = 64;

    /** Bytes of one attestation. */
    public static final int MAX_ATTESTATION = LiquidSecurityAttestation.MAX_SIZE;

    /** Bytes of CloudHSM's answer. */
    public static final int MAX_CLUSTER = CloudHsmCluster.MAX_SIZE;

    private final List<LiquidSecurityAttestation> attestations;
    private final Optional<CloudHsmCluster> cluster;
    private final List<X509Certificate> certificates;

    private LiquidSecurityEvidence(
            List<LiquidSecurityAttestation> attestations,
            Optional<CloudHsmCluster> cluster,
            List<X509Certificate> certificates) {
        this.attestations = attestations;
        this.cluster = cluster;
        this.certificates = certificates;
    }

    /**
     * Reads evidence that nobody has verified yet.
     *
     * @param attestations at most {@value #MAX_ATTESTATIONS}, one a key, packed by gzip or not
     * @param cluster what {@code aws cloudhsmv2 describe-clusters} answered of one cluster, JSON
     * @param pem certificates of HSMs in any order, with the roots; at most {@value
     *     #MAX_CERTIFICATES}
     * @throws MalformedException when something is not that
     */
    public static LiquidSecurityEvidence parse(
            List<Bytes> attestations, Optional<Bytes> cluster, Bytes pem) {
        if (attestations.size() > MAX_ATTESTATIONS) {
            throw new MalformedException("more than " + MAX_ATTESTATIONS + " attestations");
        }
        List<X509Certificate> certificates =
                Pem.blocks(pem, "CERTIFICATE", MAX_CERTIFICATES).stream()
                        .map(Certificates::der)
                        .toList();
        if (certificates.isEmpty()) {
            throw new MalformedException("no certificate of an HSM or a root");
        }
        return new LiquidSecurityEvidence(
                attestations.stream().map(LiquidSecurityAttestation::parse).toList(),
                cluster.map(CloudHsmCluster::parse),
                certificates);
    }

    /**
     * What the HSMs say of their keys, and which HSMs they are.
     *
     * @throws VerificationException when one of them does not lead to the roots
     */
    public AttestedKeys verify(LiquidSecurityRoots roots, VerificationInstant instant) {
        var chains = new LiquidSecurityChains(certificates, roots, instant);
        List<AttestedKey> keys = new ArrayList<>();
        List<HsmIdentity> hsms = new ArrayList<>();
        for (LiquidSecurityAttestation each : attestations) {
            HsmIdentity hsm = chains.signer(each.signed(), each.signature());
            hsms.add(hsm);
            keys.add(new LiquidSecurityKey(hsm, each.key(), each.id(), each.claims()));
        }
        cluster.ifPresent(each -> hsms.add(verified(each, roots, instant)));
        return new AttestedKeys(keys, hsms.stream().distinct().toList());
    }

    private HsmIdentity verified(
            CloudHsmCluster known, LiquidSecurityRoots roots, VerificationInstant instant) {
        List<X509Certificate> pool = new ArrayList<>(certificates);
        pool.addAll(known.certificates());
        return known.verify(new LiquidSecurityChains(pool, roots, instant));
    }
}
