package dev.sealwright.keyservice.pkcs11.binding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Text in structures: blank-padded, not terminated, and not to be trusted with control characters.
 */
final class NativeText {
    private NativeText() {}

    static String read(MemorySegment struct, StructLayout layout, String member, int length) {
        byte[] bytes =
                struct.asSlice(Structures.offset(layout, member), length)
                        .toArray(ValueLayout.JAVA_BYTE);
        return clean(bytes);
    }

    static String version(MemorySegment struct, StructLayout layout, String member) {
        long at = Structures.offset(layout, member);
        int major = Byte.toUnsignedInt(struct.get(ValueLayout.JAVA_BYTE, at));
        int minor = Byte.toUnsignedInt(struct.get(ValueLayout.JAVA_BYTE, at + 1));
        return major + "." + minor;
    }

    /** The bytes of a text that must fit a field. */
    static byte[] bytes(String text, int most) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > most) {
            throw new IllegalArgumentException(
                    "the text has " + bytes.length + " bytes, the field " + most);
        }
        return bytes;
    }

    /** UTF-8 with everything that is not printable made a question mark, and the padding off. */
    static String clean(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).replaceAll("\\p{C}", "?").strip();
    }
}
