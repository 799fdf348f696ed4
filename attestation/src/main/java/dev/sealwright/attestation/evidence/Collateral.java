package dev.sealwright.attestation.evidence;

import dev.sealwright.attestation.dcap.DcapCollateral;
import dev.sealwright.attestation.dcap.SignedJson;
import dev.sealwright.attestation.maa.JsonWebKeys;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is at hand beside evidence. Certificates, lists and vendor documents are trusted for nothing
 * but what their signatures under a pinned root show. Bare keys carry no signature: token keys and
 * attestation keys are trusted because the caller gave them.
 */
public record Collateral(
        List<X509Certificate> certificates,
        List<X509CRL> revocationLists,
        List<SignedJson> tcbInfos,
        List<SignedJson> enclaveIdentities,
        List<JsonWebKeys> tokenKeys,
        List<PublicKey> attestationKeys,
        List<Bytes> signatures) {
    public static final Collateral NONE =
            new Collateral(
                    List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Collateral {
        certificates = List.copyOf(certificates);
        revocationLists = List.copyOf(revocationLists);
        tcbInfos = List.copyOf(tcbInfos);
        enclaveIdentities = List.copyOf(enclaveIdentities);
        tokenKeys = List.copyOf(tokenKeys);
        attestationKeys = List.copyOf(attestationKeys);
        signatures = List.copyOf(signatures);
    }

    static Collateral ofCertificates(List<X509Certificate> certificates) {
        return new Collateral(
                certificates, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    static Collateral ofRevocationLists(List<X509CRL> lists) {
        return new Collateral(
                List.of(), lists, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    static Collateral ofTcbInfo(SignedJson info) {
        return new Collateral(
                List.of(), List.of(), List.of(info), List.of(), List.of(), List.of(), List.of());
    }

    static Collateral ofEnclaveIdentity(SignedJson identity) {
        return new Collateral(
                List.of(),
                List.of(),
                List.of(),
                List.of(identity),
                List.of(),
                List.of(),
                List.of());
    }

    static Collateral ofTokenKeys(JsonWebKeys keys) {
        return new Collateral(
                List.of(), List.of(), List.of(), List.of(), List.of(keys), List.of(), List.of());
    }

    static Collateral ofAttestationKeys(List<PublicKey> keys) {
        return new Collateral(
                List.of(), List.of(), List.of(), List.of(), List.of(), keys, List.of());
    }

    static Collateral ofSignature(Bytes signature) {
        return new Collateral(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(signature));
    }

    /** Both together. */
    public Collateral and(Collateral other) {
        return new Collateral(
                joined(certificates, other.certificates),
                joined(revocationLists, other.revocationLists),
                joined(tcbInfos, other.tcbInfos),
                joined(enclaveIdentities, other.enclaveIdentities),
                joined(tokenKeys, other.tokenKeys),
                joined(attestationKeys, other.attestationKeys),
                joined(signatures, other.signatures));
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }

    RevocationLists revocations() {
        return new RevocationLists(revocationLists);
    }

    DcapCollateral dcap() {
        return new DcapCollateral(tcbInfos, enclaveIdentities, certificates, revocations());
    }
}
