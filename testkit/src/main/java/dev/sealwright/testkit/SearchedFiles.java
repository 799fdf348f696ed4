package dev.sealwright.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files, searched for any of some texts. */
record SearchedFiles(List<String> texts, List<Path> allowed) {

    /** The files under this path that have one of the texts in them. */
    List<String> containing(Path path) {
        if (Files.notExists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> allowed.stream().noneMatch(file::startsWith))
                    .filter(this::hasOne)
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasOne(Path file) {
        try {
            // Latin-1 maps every byte to a character, so that binary files can be searched as text.
            String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return texts.stream().anyMatch(content::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
