package dev.sealwright.operator.token;

import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.protocol.token.CapabilityToken;
import dev.sealwright.protocol.token.Presentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A token, or a presentation of one, as it stands in a file.
 *
 * @param presentation if it is one
 */
record TokenText(CapabilityToken token, Optional<Presentation> presentation) {
    private static final int MAX_SIZE = 128 * 1024;

    static TokenText read(Path file) {
        byte[] content = EvidenceFile.bytes(file, MAX_SIZE).toArray();
        String text = new String(content, StandardCharsets.US_ASCII).strip();
        if (text.startsWith(Presentation.PREFIX)) {
            Presentation presentation = Presentation.parse(text);
            return new TokenText(
                    CapabilityToken.decode(presentation.token()), Optional.of(presentation));
        }
        return new TokenText(CapabilityToken.parse(text), Optional.empty());
    }
}
