package dev.sealwright.controlplane.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigV4Test {
    private static final SigV4 SIGNING =
            new SigV4(
                    "AKIAIOSFODNN7EXAMPLE",
                    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                    "us-east-1");

    /**
     * Amazon S3 API reference, "Signature Calculations for the Authorization Header", PUT object.
     */
    @Test
    void thePublishedExampleHasThePublishedSignature() {
        Map<String, String> headers =
                SIGNING.headers(
                        "PUT",
                        URI.create("https://examplebucket.s3.amazonaws.com/test%24file.text"),
                        Map.of(
                                "date",
                                "Fri, 24 May 2013 00:00:00 GMT",
                                "x-amz-storage-class",
                                "REDUCED_REDUNDANCY"),
                        Bytes.utf8("Welcome to Amazon S3."),
                        Instant.parse("2013-05-24T00:00:00Z"));

        assertThat(headers.get("authorization"))
                .endsWith(
                        "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
        assertThat(SIGNING.toString()).doesNotContain("wJalrXUtnFEMI");
    }
}
