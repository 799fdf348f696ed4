package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.epoch.EpochOpening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The ceremony's folder from one epoch to the next. What was there is kept under its version; the
 * new anchors come last, so that they never lie beside another epoch's opening.
 */
final class EpochFiles {
    private final Path folder;

    EpochFiles(Path folder) {
        this.folder = folder;
    }

    static EpochOpening opening(Path folder) {
        Path file = folder.resolve(CeremonyFolder.OPENING);
        return EpochOpening.decode(CeremonyFiles.read(file, EpochOpening.MAX_SIZE));
    }

    /** The documents of the epochs that were closed before the present one. */
    static List<Bytes> past(Path folder) {
        return Files.exists(folder.resolve(CeremonyFolder.OPENING))
                ? opening(folder).past()
                : List.of();
    }

    void install(VerifiedAnchors before, VerifiedAnchors next, EpochOpening opening) {
        replace(CeremonyFolder.kept(before.content().version()), before.document());
        replace(CeremonyFolder.OPENING, opening.encode());
        replace(CeremonyFolder.ANCHORS, next.document());
    }

    /** The same within an epoch. */
    void install(VerifiedAnchors before, VerifiedAnchors next) {
        replace(CeremonyFolder.kept(before.content().version()), before.document());
        replace(CeremonyFolder.ANCHORS, next.document());
    }

    void replace(EpochOpening opening) {
        replace(CeremonyFolder.OPENING, opening.encode());
    }

    private void replace(String name, Bytes content) {
        CeremonyFiles.replace(folder.resolve(name), content);
    }
}
