package dev.sealwright.keyservice.ca;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.protocol.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRequestTest {
    /** Sequences with less in them than the library's readers take for granted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0500",
                "3000",
                "30023000",
                "300430003000",
                "3007300030000302",
                "300730003000030100",
                "300b3003020100300030000301",
                "300a3003020100300003020000"
            })
    void whatIsAsn1AndNoRequestIsRefused(String hex) {
        assertThatExceptionOfType(KeyServiceRefusedException.class)
                .isThrownBy(() -> CertificateRequest.verify(Bytes.fromHex(hex)));
    }
}
