package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.ceremony.CeremonyScript;
import dev.sealwright.protocol.ceremony.CeremonyTranscript;
import dev.sealwright.protocol.ceremony.OperatorSignatures;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A script or a transcript, and its operators' signatures beside it in {@code FILE.signatures}. */
record SignedFile(Path file) {
    private static final int MAX_SIZE = 256 * 1024;

    Bytes text() {
        return CeremonyFiles.read(file, MAX_SIZE);
    }

    CeremonyScript script() {
        return CeremonyScript.parse(text());
    }

    CeremonyTranscript transcript() {
        return CeremonyTranscript.parse(text());
    }

    /** Those of this very text; none if nobody signed. */
    OperatorSignatures signatures() {
        Bytes digest = Sha256.of(text());
        if (!Files.exists(signatureFile())) {
            return new OperatorSignatures(digest, List.of());
        }
        OperatorSignatures found =
                OperatorSignatures.parse(CeremonyFiles.read(signatureFile(), MAX_SIZE));
        return new OperatorSignatures(digest, found.of(digest));
    }

    void add(Approval approval) {
        CeremonyFiles.replace(signatureFile(), signatures().with(approval).encode());
    }

    private Path signatureFile() {
        return file.resolveSibling(file.getFileName() + ".signatures");
    }
}
