package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which version of which organisation's key: on the token {@code kek-<org tag in hex>}, later
 * versions {@code kek-<org tag in hex>-<version>}. The key of no organisation is the service's own
 * that secrets are derived under, {@code mac}, the first version of which the ceremony made. The
 * CKA_ID follows from the label.
 *
 * @param org tag of 16 bytes
 * @param version from 1
 */
record OrgKeyName(Bytes org, long version) {
    private static final String MAC = "mac";
    private static final String ORG_KEY = "kek-";
    private static final Pattern LABEL =
            Pattern.compile("(?:mac|kek-([0-9a-f]{32}))(?:-([2-9]|[1-9]\\d{1,8}))?");

    /** A version of the service's own key. */
    static OrgKeyName mac(long version) {
        return new OrgKeyName(Leaf.NO_ORG, version);
    }

    static Optional<OrgKeyName> of(String label) {
        Matcher matcher = LABEL.matcher(label);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String org = matcher.group(1);
        String version = matcher.group(2);
        OrgKeyName name =
                new OrgKeyName(
                        org == null ? Leaf.NO_ORG : Bytes.fromHex(org),
                        version == null ? 1 : Long.parseLong(version));
        // An organisation's key under the tag of none is nobody's.
        return Optional.of(name).filter(each -> each.label().text().equals(label));
    }

    private boolean isMac() {
        return org.equals(Leaf.NO_ORG);
    }

    boolean isOfCeremony() {
        return isMac() && version == 1;
    }

    KeyLabel label() {
        return new KeyLabel(
                (isMac() ? MAC : ORG_KEY + org.hex()) + (version == 1 ? "" : "-" + version));
    }

    KeySpec spec() {
        return KeySpec.of(label(), isMac() ? KeyAlgorithm.HMAC_SHA256 : KeyAlgorithm.AES_256);
    }

    /** CKA_ID of the key. */
    Bytes id() {
        return spec().id();
    }
}
