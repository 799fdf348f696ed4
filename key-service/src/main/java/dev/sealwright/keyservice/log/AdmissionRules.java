package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.util.List;

/**
 * What the rules of leaf types are measured against.
 *
 * @param anchorsDigest SHA-256 of the configured anchors document
 * @param firstPlatformKeyDigest what the ceremony leaf must hold
 * @param serverNames names the anchors allow
 * @param maxHostCertificate longest window of an enrolment or renewal
 * @param maxServerCertificate longest window of a server leaf
 */
public record AdmissionRules(
        Bytes anchorsDigest,
        Bytes firstPlatformKeyDigest,
        List<String> serverNames,
        Duration maxHostCertificate,
        Duration maxServerCertificate) {
    public AdmissionRules {
        serverNames = List.copyOf(serverNames);
    }
}
