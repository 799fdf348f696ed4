package dev.sealwright.controlplane.host;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeyRequestTest {
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
                "300730003000030100"
            })
    void whatIsAsn1AndNoRequestIsMalformed(String hex) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> HostKeyRequest.parse(Bytes.fromHex(hex)));
    }
}
