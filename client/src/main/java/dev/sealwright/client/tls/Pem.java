package dev.sealwright.client.tls;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Certificates;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** PEM (RFC 7468) in and out, strict about labels and lenient about what stands between blocks. */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]{1,40})-----\\s([A-Za-z0-9+/=\\s]{0,65536})-----END"
                            + " \\1-----");
    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    private static final int MAX_BLOCKS = 16;

    private Pem() {}

    public static String text(String label, Bytes der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + LINES.encodeToString(der.toArray())
                + "\n-----END "
                + label
                + "-----\n";
    }

    /** Every block of that label, in order. */
    public static List<Bytes> all(String text, String label) {
        var blocks = new ArrayList<Bytes>();
        var matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(label)) {
                blocks.add(decode(matcher.group(2)));
            }
            if (blocks.size() > MAX_BLOCKS) {
                throw new MalformedException("more than " + MAX_BLOCKS + " PEM blocks");
            }
        }
        return List.copyOf(blocks);
    }

    /** The one block of that label. */
    public static Bytes only(String text, String label) {
        List<Bytes> blocks = all(text, label);
        if (blocks.size() != 1) {
            throw new MalformedException("one PEM block \"" + label + "\" was expected");
        }
        return blocks.getFirst();
    }

    public static List<X509Certificate> certificates(String text) {
        return all(text, "CERTIFICATE").stream().map(Certificates::parse).toList();
    }

    public static String of(List<X509Certificate> certificates) {
        var text = new StringBuilder();
        certificates.forEach(c -> text.append(text("CERTIFICATE", Certificates.encode(c))));
        return text.toString();
    }

    private static Bytes decode(String base64) {
        return Bytes.fromBase64(base64.replaceAll("\\s", ""));
    }
}
