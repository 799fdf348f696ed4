package dev.sealwright.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A random secret for each test, and a search for it afterwards: in everything that was logged, at
 * any level, and in what the test says to watch. The test fails when it is found, as text, base64,
 * base64url or hexadecimal.
 *
 * <pre>{@code
 * @RegisterExtension final Canary canary = new Canary();
 *
 * @Test void aSecretIsNotLogged(@TempDir Path data) {
 *     canary.watch(data);
 *     store(canary.secret());
 * }
 * }</pre>
 */
public final class Canary implements BeforeEachCallback, AfterEachCallback {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 18;

    private record Watched(String name, Supplier<String> text) {}

    private final List<Path> paths = new ArrayList<>();
    private final List<Path> allowed = new ArrayList<>();
    private final List<Watched> texts = new ArrayList<>();
    private String secret = fresh();
    private Optional<CapturedLog> log = Optional.empty();

    private static String fresh() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return "canary" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The secret of this test: 30 printable characters. */
    public String secret() {
        return secret;
    }

    /** Searches this file, or every file in this folder, after the test. */
    public Canary watch(Path fileOrFolder) {
        paths.add(fileOrFolder);
        return this;
    }

    /** Lets the secret stand in this file, or anywhere in this folder. */
    public Canary allow(Path fileOrFolder) {
        allowed.add(fileOrFolder);
        return this;
    }

    /** Searches what this supplies after the test, such as an answer that was received. */
    public Canary watch(String name, Supplier<String> text) {
        texts.add(new Watched(name, text));
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        secret = fresh();
        log = Optional.of(CapturedLog.begin());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        String logged = log.map(CapturedLog::end).orElse("");
        log = Optional.empty();
        List<String> found = search(logged);
        paths.clear();
        allowed.clear();
        texts.clear();
        if (!found.isEmpty()) {
            throw new AssertionError(
                    "The secret of this test stands in " + String.join(", ", found));
        }
    }

    /** Where the secret stands that was given out. */
    List<String> search(String logged) {
        var forms = forms();
        List<String> found = new ArrayList<>();
        if (forms.stream().anyMatch(logged::contains)) {
            found.add("the log");
        }
        for (Watched watched : texts) {
            String text = watched.text().get();
            if (forms.stream().anyMatch(text::contains)) {
                found.add(watched.name());
            }
        }
        var files = new SearchedFiles(forms, allowed);
        paths.forEach(path -> found.addAll(files.containing(path)));
        return found;
    }

    private List<String> forms() {
        byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
        HexFormat hex = HexFormat.of();
        return List.of(
                secret,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                hex.formatHex(bytes),
                hex.withUpperCase().formatHex(bytes));
    }
}
