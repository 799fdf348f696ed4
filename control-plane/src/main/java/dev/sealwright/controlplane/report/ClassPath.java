package dev.sealwright.controlplane.report;

import dev.sealwright.controlplane.report.ComponentList.Component;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The libraries that this process was started with. */
record ClassPath(List<Path> libraries) {
    ClassPath {
        libraries = List.copyOf(libraries);
    }

    static ClassPath ofThisProcess() {
        return new ClassPath(
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> entry.endsWith(".jar"))
                        .map(Path::of)
                        .filter(Files::isRegularFile)
                        .toList());
    }

    /**
     * File names of those that the list does not have: by their content, and where the list gives
     * no digest, by their name.
     */
    List<String> beyond(ComponentList list) {
        Set<Bytes> digests =
                list.components().stream()
                        .flatMap(component -> component.sha256().stream())
                        .collect(Collectors.toSet());
        Set<String> names =
                list.components().stream()
                        .filter(component -> component.sha256().isEmpty())
                        .map(Component::fileName)
                        .collect(Collectors.toSet());
        String own = "control-plane-" + list.version() + ".jar";
        return libraries.stream()
                .filter(file -> !digests.contains(digest(file)))
                .map(file -> String.valueOf(file.getFileName()))
                .filter(name -> !names.contains(name) && !name.equals(own))
                .sorted()
                .distinct()
                .toList();
    }

    private static Bytes digest(Path file) {
        try {
            return Sha256.of(Bytes.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
