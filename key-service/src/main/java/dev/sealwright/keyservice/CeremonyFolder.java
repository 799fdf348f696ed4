package dev.sealwright.keyservice;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.epoch.EpochOpening;
import dev.sealwright.protocol.leaf.EpochBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the ceremony left for the service to read; nothing in it is secret. */
public final class CeremonyFolder {
    public static final String ANCHORS = "anchors.cose";
    public static final String OPENING = "opening.cbor";
    public static final String ROOT_FINGERPRINT = "root.fingerprint";
    public static final String ROOT_TOKEN_SERIAL = "root-token.serial";

    private static final int MAX_LINE = 256;

    private final Path folder;

    public CeremonyFolder(Path folder) {
        this.folder = folder;
    }

    /** The anchors, signed by the root whose fingerprint lies beside them. */
    public VerifiedAnchors anchors(Instant now) {
        try {
            RootPin pin = RootPin.parse(line(folder.resolve(ROOT_FINGERPRINT)));
            Bytes document = read(folder.resolve(ANCHORS), AnchorsDocument.MAX_SIZE);
            return AnchorsDocument.verify(document, pin, now);
        } catch (MalformedException | VerificationException e) {
            throw new StartRefusedException(
                    "The anchors document does not hold under the root fingerprint beside it: "
                            + e.getMessage()
                            + ". Put both in place as the ceremony wrote them; if the document"
                            + " expired, have the root sign the next one.",
                    e);
        }
    }

    /** The anchors, after those that they replaced within their epoch: oldest first. */
    public List<VerifiedAnchors> documents(Instant now) {
        List<VerifiedAnchors> documents = new ArrayList<>(List.of(anchors(now)));
        Optional<VerifiedAnchors> before = replaced(documents.getFirst());
        while (before.isPresent()) {
            documents.addFirst(before.get());
            before = replaced(before.get());
        }
        return List.copyOf(documents);
    }

    private Optional<VerifiedAnchors> replaced(VerifiedAnchors newer) {
        Path file = folder.resolve(kept(newer.content().version() - 1));
        if (newer.content().replaces().isEmpty() || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Bytes document = read(file, AnchorsDocument.MAX_SIZE);
            return Optional.of(AnchorsDocument.verifyReplaced(document, newer));
        } catch (MalformedException | VerificationException e) {
            throw new StartRefusedException(
                    file.getFileName() + " is not what the anchors replaced: " + e.getMessage(), e);
        }
    }

    /** The file of anchors of this version, once others took their place. */
    public static String kept(long version) {
        return "anchors-" + version + ".cose";
    }

    /** The anchors with those of closed epochs. */
    public AnchorsChain chain(Instant now) {
        VerifiedAnchors anchors = anchors(now);
        return anchors.content().closed().isEmpty()
                ? AnchorsChain.of(anchors)
                : AnchorsChain.of(anchors, opening().past());
    }

    private EpochOpening opening() {
        return EpochOpening.decode(read(folder.resolve(OPENING), EpochOpening.MAX_SIZE));
    }

    /**
     * The first leaf of the epoch of these anchors, as operators of the one before approved it;
     * empty in a log's first epoch.
     */
    public Optional<EpochBody> opening(VerifiedAnchors anchors) {
        if (anchors.content().closed().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(opening().verify(anchors));
        } catch (MalformedException | VerificationException e) {
            throw new StartRefusedException(
                    "The opening of this epoch does not hold beside its anchors: "
                            + e.getMessage()
                            + ". Put opening.cbor in place as the ceremony wrote it.",
                    e);
        }
    }

    public String rootTokenSerial() {
        return line(folder.resolve(ROOT_TOKEN_SERIAL));
    }

    /** A file of one short line, without its line end. */
    static String line(Path file) {
        return new String(read(file, MAX_LINE).toArray(), StandardCharsets.US_ASCII).strip();
    }

    private static Bytes read(Path file, int maximum) {
        try {
            if (Files.size(file) > maximum) {
                throw new StartRefusedException(
                        file.getFileName() + " is larger than it can be; it is damaged.");
            }
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new StartRefusedException(
                    file.getFileName()
                            + " cannot be read. Hold the ceremony first, or check the rights of its"
                            + " folder.",
                    e);
        }
    }
}
