package dev.sealwright.controlplane.cryptoperiod;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a key is for, with the periods that NIST SP 800-57 part 1 revision 5, table 1, suggests for
 * such a key. What it signed verifies for as long as people keep it, so that signature keys have no
 * recipient-usage period of their own; certificates and tokens end by themselves.
 */
public enum KeyPurpose {
    /** Private signature key, one to three years. */
    LOG(1_095, 0),
    /** Private signature key. */
    SERVER_CA(1_095, 0),
    /** Private signature key. */
    HOST_CA(1_095, 0),
    /** Private authorization key, two years; its tokens last a day at most. */
    TOKEN(730, 731),
    /** Symmetric key-derivation key, about a year. */
    MAC(365, 0),
    /** Symmetric data-encryption key: two years, and three more to open what it sealed. */
    ENCRYPTION(730, 1_825),
    /** Private signature key. */
    SIGNING(1_095, 0);

    private final int originatorDays;
    private final int recipientDays;

    KeyPurpose(int originatorDays, int recipientDays) {
        this.originatorDays = originatorDays;
        this.recipientDays = recipientDays;
    }

    /** Days from its activation on; 0 for no end. */
    int recipientDays() {
        return recipientDays;
    }

    /** Days from its activation on. */
    int originatorDays() {
        return originatorDays;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<KeyPurpose> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findAny();
    }
}
