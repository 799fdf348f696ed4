package dev.sealwright.keyservice.backend;

import java.util.regex.Pattern;

/**
 * The name of a key on its token: 1 to 64 of lower-case letters, digits, dot and hyphen, a letter
 * first.
 */
public record KeyLabel(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9.-]{0,63}");

    public KeyLabel {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a key label: 1 to 64 of a-z 0-9 . -, a letter first");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
