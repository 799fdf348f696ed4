package dev.sealwright.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The secrets that tests made: API keys, seeds, PINs, private keys, values of secrets. No line that
 * a test run writes may hold one; {@link SuiteCanary} looks.
 */
public final class Planted {
    /** Shorter ones would be found by chance. */
    private static final int SHORTEST = 8;

    private static final Set<String> FORMS = ConcurrentHashMap.newKeySet();

    private Planted() {}

    /** Remembers a secret text, such as a key or a PIN, and gives it back. */
    public static String text(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException("a secret that could be found by chance");
        }
        FORMS.add(secret);
        FORMS.addAll(formsOf(secret.getBytes(StandardCharsets.UTF_8)));
        return secret;
    }

    /** Remembers secret bytes, such as a seed or a private key, and gives them back. */
    public static byte[] bytes(byte[] secret) {
        if (secret.length < SHORTEST) {
            throw new IllegalArgumentException("a secret that could be found by chance");
        }
        FORMS.addAll(formsOf(secret));
        return secret;
    }

    /** For the test of the search itself, which has to write one. */
    static void forget(String secret) {
        FORMS.remove(secret);
        formsOf(secret.getBytes(StandardCharsets.UTF_8)).forEach(FORMS::remove);
    }

    private static List<String> formsOf(byte[] secret) {
        HexFormat hex = HexFormat.of();
        return List.of(
                Base64.getEncoder().withoutPadding().encodeToString(secret),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                hex.formatHex(secret),
                hex.withUpperCase().formatHex(secret));
    }

    /** Whether one of them stands in what was written, in any of the usual forms. */
    public static boolean standsIn(String output) {
        return FORMS.stream().anyMatch(output::contains);
    }

    /** The lines that one of them stands in, each without it. */
    static List<String> linesWith(String output) {
        return output.lines().filter(Planted::standsIn).map(Planted::without).toList();
    }

    private static String without(String line) {
        String shown = line;
        for (String form : FORMS) {
            shown = shown.replace(form, "(the secret)");
        }
        return shown;
    }
}
