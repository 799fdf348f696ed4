package dev.sealwright.client.terminal;

/** Text from elsewhere, made safe to show: one line, no control characters, bounded length. */
public final class PlainText {
    private PlainText() {}

    /**
     * Replaces what could move a cursor, change colours or reorder text (Unicode categories Cc, Cf,
     * Zl, Zp and lone surrogates) by a question mark.
     */
    public static String of(String text, int maxLength) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(maxLength)
                .map(c -> isSafe(c) ? c : '?')
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isSafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
