package dev.sealwright.operator.ceremony;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.ceremony.HeldCeremony;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Script and transcript, and the signatures beside each, as the ceremony program leaves them. */
record CeremonyTexts(Bytes script, Bytes agreed, Bytes transcript, Bytes witnessed) {
    static final String SIGNATURES = ".signatures";

    private static final int MAX = 256 * 1024;

    static CeremonyTexts read(Path script, Path transcript) {
        return new CeremonyTexts(
                EvidenceFile.bytes(script, MAX),
                EvidenceFile.bytes(beside(script), MAX),
                EvidenceFile.bytes(transcript, MAX),
                EvidenceFile.bytes(beside(transcript), MAX));
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + SIGNATURES);
    }

    HeldCeremony parsed() {
        return HeldCeremony.parse(script, agreed, transcript, witnessed);
    }

    ObjectNode json() {
        return Json.object()
                .put("script", text(script))
                .put("script_signatures", text(agreed))
                .put("transcript", text(transcript))
                .put("transcript_signatures", text(witnessed));
    }

    private static String text(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }
}
