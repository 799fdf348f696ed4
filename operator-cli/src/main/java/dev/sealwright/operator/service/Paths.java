package dev.sealwright.operator.service;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names put into URLs, whatever they contain. */
public final class Paths {
    private Paths() {}

    /** One segment of a path (RFC 3986 section 3.3). */
    public static String segment(String name) {
        String encoded = encode(name);
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }

    /** A query of what is present, in order; empty when nothing is. */
    public static String query(Map<String, Optional<String>> parameters) {
        var present = new LinkedHashMap<String, String>();
        parameters.forEach((name, value) -> value.ifPresent(v -> present.put(name, v)));
        return present.isEmpty()
                ? ""
                : present.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encode(each.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
