package dev.sealwright.keyservice.ca;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import java.math.BigInteger;
import java.util.List;

/**
 * All that a certificate will say, taken from its leaf.
 *
 * @param serial by the rule that leads from the leaf to it
 * @param spki SHA-256 of the SubjectPublicKeyInfo it is for
 * @param names what stands in the subject alternative name
 */
record CertificatePlan(
        CertificateProfile profile,
        BigInteger serial,
        Bytes spki,
        Validity validity,
        List<SubjectName> names) {
    CertificatePlan {
        names = List.copyOf(names);
    }
}
