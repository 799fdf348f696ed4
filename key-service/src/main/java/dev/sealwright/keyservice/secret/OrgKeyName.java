package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.protocol.Bytes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which version of which organisation's key: on the token {@code kek-<org tag in hex>}, later
 * versions {@code kek-<org tag in hex>-<version>}. Its CKA_ID follows from that label.
 *
 * @param org tag of 16 bytes
 * @param version from 1
 */
record OrgKeyName(Bytes org, long version) {
    private static final Pattern LABEL =
            Pattern.compile("kek-([0-9a-f]{32})(?:-([2-9]|[1-9]\\d{1,8}))?");

    static Optional<OrgKeyName> of(String label) {
        Matcher matcher = LABEL.matcher(label);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(2);
        return Optional.of(
                new OrgKeyName(
                        Bytes.fromHex(matcher.group(1)),
                        version == null ? 1 : Long.parseLong(version)));
    }

    KeyLabel label() {
        return new KeyLabel("kek-" + org.hex() + (version == 1 ? "" : "-" + version));
    }

    KeySpec spec() {
        return KeySpec.of(label(), KeyAlgorithm.AES_256);
    }

    /** CKA_ID of the key. */
    Bytes id() {
        return spec().id();
    }
}
