package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.x509.RevocationLists;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What is at hand to judge an Intel platform: TCB infos, enclave identities, certificates of those
 * who signed them, revocation lists. Of several documents the newest that fits is used.
 */
public record DcapCollateral(
        List<SignedJson> tcbInfos,
        List<SignedJson> enclaveIdentities,
        List<X509Certificate> certificates,
        RevocationLists revocations) {
    public static final DcapCollateral NONE =
            new DcapCollateral(List.of(), List.of(), List.of(), new RevocationLists(List.of()));

    public DcapCollateral {
        tcbInfos = List.copyOf(tcbInfos);
        enclaveIdentities = List.copyOf(enclaveIdentities);
        certificates = List.copyOf(certificates);
    }
}
