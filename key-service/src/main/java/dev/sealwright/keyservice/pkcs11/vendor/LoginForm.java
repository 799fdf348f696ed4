package dev.sealwright.keyservice.pkcs11.vendor;

import java.util.Locale;
import java.util.function.IntPredicate;

/** What a module takes for its PIN. */
public enum LoginForm {
    /** Any text. */
    PIN("a PIN"),
    /** The name of a user, a colon and his password. */
    USER_PASSWORD("user:password"),
    /** Four hexadecimal digits that number an authentication key, and its password. */
    KEY_PASSWORD("the four hexadecimal digits of an authentication key and then its password"),
    /** Nothing: whoever runs the process is let in. */
    NONE("nothing");

    private static final int KEY_DIGITS = 4;

    private final String words;

    LoginForm(String words) {
        this.words = words;
    }

    /** What the PIN file has to hold. */
    public String words() {
        return words;
    }

    /** In lower case with hyphens, as profiles have it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the first {@code length} bytes of a PIN are of this form; they are not kept. */
    public boolean fits(byte[] pin, int length) {
        return switch (this) {
            case PIN, NONE -> true;
            case USER_PASSWORD -> {
                int colon = 0;
                while (colon < length && pin[colon] != ':') {
                    colon++;
                }
                yield colon > 0 && colon < length - 1;
            }
            case KEY_PASSWORD -> length > KEY_DIGITS && all(pin, KEY_DIGITS, LoginForm::isHex);
        };
    }

    private static boolean all(byte[] bytes, int length, IntPredicate holds) {
        for (int i = 0; i < length; i++) {
            if (!holds.test(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(int octet) {
        return Character.digit(octet, 16) >= 0;
    }
}
