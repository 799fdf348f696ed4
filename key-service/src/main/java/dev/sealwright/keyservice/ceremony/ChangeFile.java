package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.epoch.AnchorsChange;
import java.nio.file.Path;

/** The file of a change of anchors, which goes from operator to operator. */
record ChangeFile(Path file) {
    private static final int MAX = 128 * 1024;

    AnchorsChange read() {
        return AnchorsChange.decode(CeremonyFiles.read(file, MAX));
    }

    void replace(AnchorsChange change) {
        CeremonyFiles.replace(file, change.encode());
    }
}
