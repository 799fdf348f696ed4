package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes the one deterministic encoding of a value (RFC 8949 section 4.2.1). */
public final class CborWriter {
    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int NULL = 0xf6;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CborWriter() {}

    public static Bytes encode(CborValue value) {
        CborWriter writer = new CborWriter();
        writer.write(value);
        return Bytes.of(writer.out.toByteArray());
    }

    private void write(CborValue value) {
        switch (value) {
            case CborValue.Int(long number) -> writeInt(number);
            case CborValue.ByteString(Bytes bytes) -> writeString(MajorType.BYTES, bytes.toArray());
            case CborValue.Text(String text) -> writeString(MajorType.TEXT, utf8(text));
            case CborValue.Array(var items) -> {
                writeHead(MajorType.ARRAY, items.size());
                items.forEach(this::write);
            }
            case CborValue.Dictionary(var entries) -> writeMap(entries);
            case CborValue.Tagged(long tag, CborValue content) -> {
                writeHead(MajorType.TAG, tag);
                write(content);
            }
            case CborValue.Bool(boolean bool) -> out.write(bool ? TRUE : FALSE);
            case CborValue.Null() -> out.write(NULL);
        }
    }

    private void writeInt(long number) {
        if (number >= 0) {
            writeHead(MajorType.UNSIGNED, number);
        } else {
            writeHead(MajorType.NEGATIVE, -1 - number);
        }
    }

    private void writeString(int major, byte[] bytes) {
        writeHead(major, bytes.length);
        out.writeBytes(bytes);
    }

    private void writeMap(Map<CborValue, CborValue> entries) {
        var sorted = new TreeMap<Bytes, CborValue>();
        entries.forEach((key, value) -> sorted.put(encode(key), value));
        writeHead(MajorType.MAP, sorted.size());
        sorted.forEach(
                (key, value) -> {
                    out.writeBytes(key.toArray());
                    write(value);
                });
    }

    private void writeHead(int major, long argument) {
        int high = major << 5;
        if (argument < 24) {
            out.write(high | (int) argument);
        } else if (argument <= 0xff) {
            writeArgument(high | 24, argument, 1);
        } else if (argument <= 0xffff) {
            writeArgument(high | 25, argument, 2);
        } else if (argument <= 0xffff_ffffL) {
            writeArgument(high | 26, argument, 4);
        } else {
            writeArgument(high | 27, argument, 8);
        }
    }

    private void writeArgument(int head, long argument, int size) {
        out.write(head);
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            out.write((int) (argument >>> shift));
        }
    }

    /**
     * The platform's own conversion is many times as fast as an encoder, and replaces in silence.
     */
    private static byte[] utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return strictUtf8(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] strictUtf8(String text) {
        try {
            var buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text with an unpaired surrogate", e);
        }
    }
}
