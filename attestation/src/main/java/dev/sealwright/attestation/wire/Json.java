package dev.sealwright.attestation.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Reads exactly one JSON text (RFC 8259). Refused: duplicate names, nesting deeper than {@value
 * #MAX_DEPTH}, numbers of more than {@value #MAX_DIGITS} characters, unpaired surrogates, trailing
 * text, and input over the caller's bound.
 */
public final class Json {
    public static final int MAX_DEPTH = 24;

    private static final int MAX_DIGITS = 40;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    public static JsonValue read(Bytes utf8, int maxSize) {
        if (utf8.size() > maxSize) {
            throw new MalformedException("JSON of " + utf8.size() + " bytes, more than " + maxSize);
        }
        return new Json(utf8.text()).only();
    }

    public static JsonValue read(String text, int maxSize) {
        return read(Bytes.utf8(text), maxSize);
    }

    private JsonValue only() {
        JsonValue value = value(0);
        space();
        if (at != text.length()) {
            throw new MalformedException("trailing text after JSON");
        }
        return value;
    }

    private JsonValue value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("JSON nested too deeply");
        }
        space();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new JsonValue.Str(string());
            case 't' -> literal("true", new JsonValue.Bool(true));
            case 'f' -> literal("false", new JsonValue.Bool(false));
            case 'n' -> literal("null", new JsonValue.Null());
            default -> number();
        };
    }

    private JsonValue object(int depth) {
        int start = at++;
        var members = new LinkedHashMap<String, JsonValue>();
        space();
        if (peek() != '}') {
            do {
                space();
                String name = string();
                space();
                expect(':');
                if (members.put(name, value(depth + 1)) != null) {
                    throw new MalformedException("a JSON name twice in one object");
                }
                space();
            } while (taken(','));
        }
        expect('}');
        return new JsonValue.Obj(members, text.substring(start, at));
    }

    private JsonValue array(int depth) {
        at++;
        List<JsonValue> items = new ArrayList<>();
        space();
        if (peek() != ']') {
            do {
                items.add(value(depth + 1));
                space();
            } while (taken(','));
        }
        expect(']');
        return new JsonValue.Arr(items);
    }

    private JsonValue literal(String word, JsonValue value) {
        if (!text.startsWith(word, at)) {
            throw new MalformedException("an unknown JSON word");
        }
        at += word.length();
        return value;
    }

    private JsonValue number() {
        int start = at;
        taken('-');
        int whole = at;
        digits();
        if (text.charAt(whole) == '0' && at - whole > 1) {
            throw new MalformedException("a JSON number with a leading zero");
        }
        if (taken('.')) {
            digits();
        }
        if (taken('e') || taken('E')) {
            if (!taken('-')) {
                taken('+');
            }
            digits();
        }
        return new JsonValue.Num(decimal(text.substring(start, at)));
    }

    private static BigDecimal decimal(String digits) {
        if (digits.length() > MAX_DIGITS) {
            throw new MalformedException("a JSON number that is too long");
        }
        try {
            BigDecimal value = new BigDecimal(digits);
            // Kept small, so that taking it for a whole number cannot unfold a huge power of ten.
            if (Math.abs((long) value.scale()) <= MAX_DIGITS) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new MalformedException("a JSON number with an exponent out of all range", e);
        }
        throw new MalformedException("a JSON number with too large an exponent");
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start || at - start > MAX_DIGITS) {
            throw new MalformedException("not a JSON value");
        }
    }

    private String string() {
        expect('"');
        int start = at;
        if (plain() == '"') {
            return text.substring(start, at++);
        }
        StringBuilder out = new StringBuilder();
        for (char end = plain(); end != '"'; end = plain()) {
            out.append(text, start, at++).append(escape());
            start = at;
        }
        return Surrogates.paired(out.append(text, start, at++).toString());
    }

    /** Goes on to the next quotation mark or backslash, and answers which. */
    private char plain() {
        char c = peek();
        while (c != '"' && c != '\\') {
            if (c < 0x20) {
                throw new MalformedException("a control character in a JSON string");
            }
            at++;
            c = peek();
        }
        return c;
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw new MalformedException("an unknown JSON escape");
        };
    }

    private char unit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw new MalformedException("a JSON escape that is not hexadecimal");
            }
            unit = (unit << 4) | digit;
        }
        return (char) unit;
    }

    private void space() {
        while (at < text.length()
                && text.charAt(at) <= ' '
                && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at == text.length()) {
            throw new MalformedException("JSON ends too early");
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private boolean taken(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!taken(c)) {
            throw new MalformedException("JSON lacks a " + c);
        }
    }
}
