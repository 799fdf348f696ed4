package dev.sealwright.operator.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A resource as its owner writes it: one YAML or JSON object, no key twice, at most 1 MiB. */
public final class ResourceFile {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final YAMLMapper YAML =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private ResourceFile() {}

    /** Reads the file; {@code -} is standard input. */
    public static ObjectNode read(Path file, InputStream standardInput) {
        try {
            if (file.toString().equals("-")) {
                return parse(standardInput.readNBytes(MAX_BYTES + 1));
            }
            try (var in = Files.newInputStream(file)) {
                return parse(in.readNBytes(MAX_BYTES + 1));
            }
        } catch (JsonProcessingException e) {
            throw new MalformedException(
                    "line " + line(e) + " of " + file + " is not the YAML or JSON it should be");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL, "cannot read " + file, "check the path and its rights", e);
        }
    }

    private static ObjectNode parse(byte[] text) throws IOException {
        if (text.length > MAX_BYTES) {
            throw new MalformedException("a resource of more than " + MAX_BYTES + " bytes");
        }
        JsonNode node = YAML.readTree(text);
        if (!(node instanceof ObjectNode object)) {
            throw new MalformedException("a resource is one object with named fields");
        }
        return object;
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }
}
