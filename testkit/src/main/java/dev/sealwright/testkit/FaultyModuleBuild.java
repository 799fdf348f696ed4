package dev.sealwright.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The C source of {@link FaultyModule}, compiled once in a JVM. */
final class FaultyModuleBuild {
    private static final String SOURCE = "faulty_pkcs11.c";
    private static final String FUNCTIONS = "pkcs11_functions.h";
    private static final int ANY = 0xFFFF;

    /** The one list of functions is that of the C source. */
    private static final List<String> NAMES =
            Pattern.compile("(?m)^F\\((C_\\w+),")
                    .matcher(new String(resource(FUNCTIONS), StandardCharsets.UTF_8))
                    .results()
                    .map(result -> result.group(1))
                    .toList();

    private FaultyModuleBuild() {}

    private static final class Library {
        static final byte[] BYTES = compiled();
    }

    static byte[] library() {
        CCompiler.required();
        return Library.BYTES;
    }

    /** The function's place in the list. */
    static int index(String function) {
        int index = function.equals("*") ? ANY : NAMES.indexOf(function);
        if (index < 0) {
            throw new IllegalArgumentException("PKCS#11 has no function " + function);
        }
        return index;
    }

    private static byte[] compiled() {
        try {
            Path folder = Files.createTempDirectory("faulty-pkcs11");
            try {
                Files.write(folder.resolve(FUNCTIONS), resource(FUNCTIONS));
                Path source = Files.write(folder.resolve(SOURCE), resource(SOURCE));
                Path library = folder.resolve("faulty_pkcs11.so");
                CCompiler.sharedLibrary(source, library);
                return Files.readAllBytes(library);
            } finally {
                Trees.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = FaultyModuleBuild.class.getResourceAsStream("pkcs11/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
