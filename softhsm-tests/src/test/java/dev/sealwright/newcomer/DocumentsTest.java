package dev.sealwright.newcomer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document's links lead somewhere. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]+]\\(([^)#]+)(#[^)]*)?\\)");
    private static final Path ROOT = Repository.here().root();

    @ParameterizedTest
    @MethodSource("documents")
    void aDocumentLinksOnlyToWhatExists(Path document) {
        List<String> missing =
                LINK.matcher(Repository.read(document))
                        .results()
                        .map(link -> link.group(1))
                        .filter(target -> !target.contains("://"))
                        .filter(target -> Files.notExists(document.resolveSibling(target)))
                        .toList();

        assertThat(missing).isEmpty();
    }

    static Stream<Path> documents() throws IOException {
        return Stream.concat(markdownIn(ROOT, 1), markdownIn(ROOT.resolve("docs"), 4));
    }

    private static Stream<Path> markdownIn(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        }
    }
}
