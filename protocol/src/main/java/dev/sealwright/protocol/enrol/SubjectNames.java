package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The subject alternative names of a certificate, as {@code kind:value}, comparable with those
 * expected.
 */
final class SubjectNames {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*");

    private SubjectNames() {}

    static String uri(String uri) {
        return "uri:" + uri;
    }

    /** DNS names, and IP addresses by their bytes whatever their spelling. */
    static Set<String> servers(List<String> names) {
        Set<String> out = new HashSet<>();
        names.forEach(name -> out.add(ADDRESS.matcher(name).matches() ? ip(name) : "dns:" + name));
        return out;
    }

    static Set<String> of(X509Certificate certificate) {
        Set<String> out = new HashSet<>();
        try {
            var names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (!out.add(text((Integer) name.get(0), name.get(1)))) {
                    throw new VerificationException(
                            Reason.CERTIFICATE, "a certificate with a name twice");
                }
            }
        } catch (CertificateParsingException e) {
            throw new VerificationException(
                    Reason.CERTIFICATE, "a certificate with a broken name", e);
        }
        return out;
    }

    private static String text(int kind, Object value) {
        return switch (kind) {
            case DNS -> "dns:" + value;
            case URI -> uri((String) value);
            case IP -> ip((String) value);
            default -> "kind " + kind;
        };
    }

    private static String ip(String address) {
        try {
            return "ip:" + InetAddress.ofLiteral(address).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw new VerificationException(Reason.CERTIFICATE, "a name that is no IP address", e);
        }
    }
}
