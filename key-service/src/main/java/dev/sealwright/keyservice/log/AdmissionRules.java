package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.leaf.EpochBody;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the rules of leaf types are measured against.
 *
 * @param anchorsDigest SHA-256 of the configured anchors document
 * @param firstPlatformKeyDigest what the ceremony leaf must hold
 * @param serverNames names the anchors allow
 * @param maxHostCertificate longest window of an enrolment or renewal
 * @param maxServerCertificate longest window of a server leaf
 * @param operators of the anchors
 * @param operatorsRequired of them, for what they sign
 * @param opening what the ceremony opened this epoch with; empty for a log's first
 */
public record AdmissionRules(
        Bytes anchorsDigest,
        Bytes firstPlatformKeyDigest,
        List<String> serverNames,
        Duration maxHostCertificate,
        Duration maxServerCertificate,
        List<Operator> operators,
        int operatorsRequired,
        Optional<EpochBody> opening) {
    public AdmissionRules {
        operators = List.copyOf(operators);
        serverNames = List.copyOf(serverNames);
    }

    /** Those of a log's first epoch that takes nothing its operators would sign. */
    public AdmissionRules(
            Bytes anchorsDigest,
            Bytes firstPlatformKeyDigest,
            List<String> serverNames,
            Duration maxHostCertificate,
            Duration maxServerCertificate) {
        this(
                anchorsDigest,
                firstPlatformKeyDigest,
                serverNames,
                maxHostCertificate,
                maxServerCertificate,
                List.of(),
                1,
                Optional.empty());
    }
}
