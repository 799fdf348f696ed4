package dev.sealwright.controlplane.vault;

import java.util.Optional;
import java.util.regex.Pattern;

/** The number of a version as paths and cursors write it. */
final class VersionNumber {
    static final String LATEST = "latest";

    private static final Pattern FORM = Pattern.compile("[1-9]\\d{0,17}");

    private VersionNumber() {}

    static Optional<Long> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
