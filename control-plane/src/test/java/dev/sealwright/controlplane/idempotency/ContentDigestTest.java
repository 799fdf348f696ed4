package dev.sealwright.controlplane.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {
    /** RFC 9530 appendix B.1, of {@code {"hello": "world"}} and a line feed. */
    private static final String EXAMPLE = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";

    private static final Bytes BODY = Bytes.utf8("{\"hello\": \"world\"}\n");

    @Test
    void theExampleOfTheStandardIsRead() {
        assertThat(ContentDigest.parse(EXAMPLE)).isEqualTo(Sha256.of(BODY));
        assertThat(ContentDigest.parse("sha-512=:AAAA:, " + EXAMPLE + " , unixsum=:AAAA:"))
                .isEqualTo(Sha256.of(BODY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha-256",
                "sha-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
                "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabA==:",
                "sha-256=:AAAA:",
                "sha-256=:A:",
                "SHA-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
                "sha-512=:AAAA:",
                EXAMPLE + ",",
                EXAMPLE + "," + EXAMPLE,
                "a=:A:,a=:A:,a=:A:,a=:A:,a=:A:,a=:A:,a=:A:,a=:A:," + EXAMPLE
            })
    void everythingElseIsRefused(String header) {
        assertThatThrownBy(() -> ContentDigest.parse(header)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aBodyEndsOnlyAsItWasAnnounced() throws IOException {
        ContentDigest announced = new ContentDigest(ContentDigest.parse(EXAMPLE));

        try (InputStream body = announced.checked(BODY.stream())) {
            assertThat(body.readAllBytes()).isEqualTo(BODY.toArray());
            assertThat(body.read()).isNegative();
        }
        for (Bytes other : new Bytes[] {Bytes.EMPTY, BODY.slice(0, 18), Bytes.concat(BODY, BODY)}) {
            try (InputStream body = announced.checked(other.stream())) {
                assertThatThrownBy(body::readAllBytes).isInstanceOf(ProblemException.class);
            }
        }
    }

    @Test
    void noJsonStandsForADigest() {
        Bytes digest = Sha256.of(BODY);

        assertThat(new ContentDigest(digest).claimed())
                .isEqualTo(Bytes.concat(Bytes.utf8("sha-256:"), digest));
        assertThat(Base64.getEncoder().encodeToString(digest.toArray()))
                .isEqualTo("RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=");
    }
}
