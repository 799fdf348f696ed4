package dev.sealwright.newcomer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The checkout these tests run in. */
public final class Repository {
    private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private final Path root;

    private Repository(Path root) {
        this.root = root;
    }

    public static Repository here() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("sealwright"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("these tests run inside the repository");
            }
        }
        return new Repository(folder);
    }

    public Path root() {
        return root;
    }

    /** The lines of all shell blocks of a document, in order. */
    List<String> commandsOf(String document) {
        return SHELL_BLOCK
                .matcher(read(root.resolve(document)))
                .results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> !line.isBlank())
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
