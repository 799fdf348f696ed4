package dev.sealwright.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceAddressTest {
    @Test
    void anAddressIsHostAndPort() {
        assertThat(ServiceAddress.parse("https://seal.example:8443"))
                .isEqualTo(new ServiceAddress("seal.example", 8443));
        assertThat(ServiceAddress.parse("https://seal.example/"))
                .isEqualTo(new ServiceAddress("seal.example", 443))
                .hasToString("https://seal.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "seal.example",
                "http://seal.example",
                "HTTPS://seal.example",
                "https://",
                "https://user@seal.example",
                "https://seal.example/path",
                "https://seal.example?q",
                "https://seal.example#f",
                "https://seal.example:0",
                "https://seal.example:65536",
                "https://seal example"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ServiceAddress.parse(text)).isInstanceOf(MalformedException.class);
    }
}
