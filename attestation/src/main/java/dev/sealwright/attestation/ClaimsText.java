package dev.sealwright.attestation;

import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Named claims as lines for people: names in one column, nested ones indented, long runs of one
 * byte in words, binary that spells text with that text beside it.
 */
final class ClaimsText {
    private static final int NARROWEST = 24;
    private static final int WIDEST = 40;
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2}){4,}");
    private static final Pattern RUN = Pattern.compile("(00|ff)\\1{7,}");
    private static final Pattern SPELT = Pattern.compile("([ -~]{4,128})\\x00*");

    private final StringBuilder out;

    private ClaimsText(StringBuilder out) {
        this.out = out;
    }

    static void append(JsonValue.Obj claims, int depth, StringBuilder out) {
        new ClaimsText(out).lines(claims, depth);
    }

    private void lines(JsonValue.Obj claims, int depth) {
        int column =
                claims.members().keySet().stream()
                        .mapToInt(name -> 2 * depth + name.length() + 2)
                        .filter(width -> width <= WIDEST)
                        .reduce(NARROWEST, Math::max);
        claims.members().forEach((name, value) -> line(printable(name), value, depth, column));
    }

    private void line(String name, JsonValue value, int depth, int column) {
        String label = "  ".repeat(depth) + name;
        if (value instanceof JsonValue.Obj inner && !inner.members().isEmpty()) {
            out.append(label).append('\n');
            lines(inner, depth + 1);
        } else {
            int gap = Math.max(2, column - label.length());
            out.append(label).append(" ".repeat(gap)).append(shown(value)).append('\n');
        }
    }

    private static String shown(JsonValue value) {
        return switch (value) {
            case JsonValue.Str(String text) ->
                    HEX.matcher(text).matches() ? hex(text) : printable(text);
            case JsonValue.Arr(var items) when items.stream().allMatch(ClaimsText::plain) ->
                    items.isEmpty()
                            ? "none"
                            : String.join(", ", items.stream().map(ClaimsText::shown).toList());
            case JsonValue.Bool(boolean yes) -> yes ? "yes" : "no";
            default -> printable(JsonText.of(value));
        };
    }

    private static boolean plain(JsonValue value) {
        return value instanceof JsonValue.Str || value instanceof JsonValue.Num;
    }

    private static String hex(String text) {
        Matcher run = RUN.matcher(text);
        if (run.matches()) {
            return "all " + run.group(1) + ", " + text.length() / 2 + " bytes";
        }
        byte[] bytes = HexFormat.of().parseHex(text);
        Matcher spelt = SPELT.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        return spelt.matches() ? text + "  \"" + spelt.group(1) + "\"" : text;
    }

    /** Outside text must not move a terminal's cursor or reorder what is read. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            int type = Character.getType(c);
                            boolean plain =
                                    !Character.isISOControl(c)
                                            && type != Character.FORMAT
                                            && type != Character.SURROGATE
                                            && type != Character.LINE_SEPARATOR
                                            && type != Character.PARAGRAPH_SEPARATOR;
                            out.appendCodePoint(plain ? c : '\uFFFD');
                        });
        return out.toString();
    }
}
