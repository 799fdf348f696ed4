package dev.sealwright.attestation.evidence;

import dev.sealwright.protocol.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Evidence is often kept as text: hexadecimal, with or without 0x, or base64. */
final class TextForm {
    private static final Pattern HEX = Pattern.compile("(0x)?[0-9a-fA-F]++");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\r\\n]+={0,2}");
    private static final Pattern BASE64_URL = Pattern.compile("[A-Za-z0-9_-]+={0,2}");
    private static final Pattern JWS =
            Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    private TextForm() {}

    /**
     * The bytes the text stands for; JSON and tokens without surrounding white space; else as is.
     */
    static Bytes binary(Bytes file) {
        if (!printable(file)) {
            return file;
        }
        String text = ascii(file).strip();
        if (text.length() % 2 == 0 && HEX.matcher(text).matches()) {
            return Bytes.fromHex(text.startsWith("0x") ? text.substring(2) : text);
        }
        if (BASE64.matcher(text).matches()) {
            return decoded(Base64.getMimeDecoder(), text, file);
        }
        if (BASE64_URL.matcher(text).matches()) {
            return decoded(Base64.getUrlDecoder(), text, file);
        }
        return Bytes.utf8(text);
    }

    static boolean compactJws(Bytes binary) {
        return printable(binary) && JWS.matcher(ascii(binary)).matches();
    }

    static String ascii(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    private static Bytes decoded(Base64.Decoder decoder, String text, Bytes file) {
        try {
            return Bytes.of(decoder.decode(text));
        } catch (IllegalArgumentException e) {
            return file;
        }
    }

    private static boolean printable(Bytes file) {
        for (int i = 0; i < file.size(); i++) {
            int b = file.get(i);
            if (b < 0x20 && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
