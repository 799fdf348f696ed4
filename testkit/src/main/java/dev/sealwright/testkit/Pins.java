package dev.sealwright.testkit;

import java.security.SecureRandom;
import java.util.HexFormat;

/** PINs that no test shares with another. */
final class Pins {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Pins() {}

    static String random() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return Planted.text(HexFormat.of().formatHex(bytes));
    }
}
