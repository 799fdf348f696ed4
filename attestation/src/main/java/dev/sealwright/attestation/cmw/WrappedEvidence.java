package dev.sealwright.attestation.cmw;

import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.CollateralReader;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file of evidence, opened: wrapped as a CMW (a record, or a collection of one piece of evidence
 * and endorsements), or as it is.
 *
 * @param format as the wrapper says; empty without one
 * @param collateral the endorsements beside it
 */
public record WrappedEvidence(Bytes evidence, Optional<Format> format, Collateral collateral) {
    /** The type of our collections. */
    public static final String COLLECTION = "tag:sealwright.dev,2026:evidence-with-endorsements";

    private static final String TYPE = "application/vnd.sealwright.evidence.";
    private static final String ENDORSEMENT = "application/vnd.sealwright.collateral";
    private static final String LABEL = "evidence";

    /** Detects a wrapper by its first byte and shape. */
    public static WrappedEvidence open(Bytes file) {
        return CmwDetection.of(file)
                .map(WrappedEvidence::opened)
                .orElseGet(() -> new WrappedEvidence(file, Optional.empty(), Collateral.NONE));
    }

    private static WrappedEvidence opened(Cmw cmw) {
        return switch (cmw) {
            case Cmw.Message message ->
                    new WrappedEvidence(
                            message.value(), Optional.of(format(message)), Collateral.NONE);
            case Cmw.Collection(Optional<String> _, Map<String, Cmw> members) -> opened(members);
        };
    }

    private static WrappedEvidence opened(Map<String, Cmw> members) {
        Optional<Cmw.Message> evidence = Optional.empty();
        Collateral collateral = Collateral.NONE;
        for (Cmw member : members.values()) {
            if (!(member instanceof Cmw.Message message)) {
                throw new MalformedException("a CMW collection within a collection of evidence");
            }
            if (message.indicators().contains(Indicator.ENDORSEMENTS)) {
                collateral = collateral.and(endorsement(message));
            } else if (evidence.isPresent()) {
                throw new MalformedException("a CMW collection of more than one piece of evidence");
            } else {
                evidence = Optional.of(message);
            }
        }
        Cmw.Message only =
                evidence.orElseThrow(
                        () -> new MalformedException("a CMW collection without evidence"));
        return new WrappedEvidence(only.value(), Optional.of(format(only)), collateral);
    }

    /** Bare keys are believed for being given by the verifier; an attester can give none. */
    private static Collateral endorsement(Cmw.Message message) {
        Collateral piece = CollateralReader.read(message.value());
        if (!piece.tokenKeys().isEmpty() || !piece.attestationKeys().isEmpty()) {
            throw new MalformedException("a CMW with a bare key, which nothing vouches for");
        }
        return piece;
    }

    /** Tokens are known under their own type too. */
    private static Format format(Cmw.Message message) {
        if (!(message.type() instanceof Cmw.Type.Media(String name))) {
            throw new MalformedException("a CMW whose content format is no known evidence");
        }
        if (name.equals("application/jwt") || name.equals("application/eat+jwt")) {
            return Format.MAA;
        }
        if (!name.startsWith(TYPE)) {
            throw new MalformedException("a CMW whose media type is no known evidence");
        }
        return Format.of(name.substring(TYPE.length()));
    }

    /** A record of the evidence alone. */
    public static Cmw record(Format format, Bytes evidence) {
        return Cmw.Message.of(TYPE + format.label(), evidence, Indicator.EVIDENCE);
    }

    /** A collection of the evidence and of files of collateral, by their names. */
    public static Cmw collection(Format format, Bytes evidence, Map<String, Bytes> collateral) {
        var members = new LinkedHashMap<String, Cmw>();
        members.put(LABEL, record(format, evidence));
        collateral.forEach((name, file) -> members.put(name, endorsement(file)));
        return new Cmw.Collection(Optional.of(COLLECTION), members);
    }

    static Cmw endorsement(Bytes file) {
        return Cmw.Message.of(ENDORSEMENT, file, Indicator.ENDORSEMENTS);
    }
}
