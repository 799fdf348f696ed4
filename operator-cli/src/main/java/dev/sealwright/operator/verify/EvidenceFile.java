package dev.sealwright.operator.verify;

import dev.sealwright.client.json.Fields;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Public evidence on disk: bounded, and malformed until shown otherwise. */
public final class EvidenceFile {
    private static final int MAX_JSON = 2 * 1024 * 1024;

    private EvidenceFile() {}

    public static Fields json(Path file) {
        return Fields.parse(bytes(file, MAX_JSON).toArray());
    }

    public static Bytes bytes(Path file, int maxBytes) {
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new MalformedException(file + " is longer than " + maxBytes + " bytes");
            }
            return Bytes.of(content);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL, "cannot read " + file, "check the path and its rights", e);
        }
    }
}
