package dev.sealwright.attestation.wire;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes JSON without spaces, members in their order. */
public final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    public static String of(JsonValue value) {
        JsonText text = new JsonText();
        text.write(value);
        return text.out.toString();
    }

    private void write(JsonValue value) {
        switch (value) {
            case JsonValue.Obj object -> members(object.members().entrySet().iterator());
            case JsonValue.Arr(List<JsonValue> items) -> items(items);
            case JsonValue.Str(String text) -> string(text);
            case JsonValue.Num(BigDecimal number) -> out.append(number.toPlainString());
            case JsonValue.Bool(boolean flag) -> out.append(flag);
            case JsonValue.Null() -> out.append("null");
        }
    }

    private void members(Iterator<Map.Entry<String, JsonValue>> members) {
        out.append('{');
        while (members.hasNext()) {
            Map.Entry<String, JsonValue> member = members.next();
            string(member.getKey());
            out.append(':');
            write(member.getValue());
            if (members.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private void items(List<JsonValue> items) {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(items.get(i));
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f || c == '\u2028' || c == '\u2029') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
