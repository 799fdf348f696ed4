package dev.sealwright.controlplane.stream;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 for requests without a query to an object store, all headers signed.
 *
 * @param secretKey never shown
 */
record SigV4(String accessKeyId, String secretKey, String region) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final String HMAC = "HmacSHA256";
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /**
     * The headers that the request has to carry besides Host.
     *
     * @param uri whose path is encoded as it is sent
     * @param headers those of the request, names in lower case
     */
    SortedMap<String, String> headers(
            String method, URI uri, Map<String, String> headers, Bytes body, Instant now) {
        String time = TIME.format(now);
        String scope = time.substring(0, 8) + "/" + region + "/s3/aws4_request";
        String digest = Sha256.of(body).hex();
        SortedMap<String, String> signed = new TreeMap<>(headers);
        signed.put("host", uri.getRawAuthority());
        signed.put("x-amz-content-sha256", digest);
        signed.put("x-amz-date", time);
        String names = String.join(";", signed.keySet());
        String request =
                String.join(
                        "\n",
                        method,
                        uri.getRawPath(),
                        "",
                        signed.entrySet().stream()
                                .map(each -> each.getKey() + ":" + each.getValue().strip() + "\n")
                                .collect(Collectors.joining()),
                        names,
                        digest);
        String text =
                String.join("\n", ALGORITHM, time, scope, Sha256.of(Bytes.utf8(request)).hex());
        Bytes key = Bytes.utf8("AWS4" + secretKey);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        signed.remove("host");
        signed.put(
                "authorization",
                ALGORITHM
                        + " Credential="
                        + accessKeyId
                        + "/"
                        + scope
                        + ", SignedHeaders="
                        + names
                        + ", Signature="
                        + hmac(key, text).hex());
        return signed;
    }

    private static Bytes hmac(Bytes key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.toArray(), HMAC));
            return Bytes.of(mac.doFinal(Bytes.utf8(text).toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SigV4[" + accessKeyId + "]";
    }
}
