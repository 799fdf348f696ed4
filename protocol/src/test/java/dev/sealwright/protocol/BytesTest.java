package dev.sealwright.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BytesTest {
    @Test
    void beginWithThemselvesAndWithNothingAndWithNothingLonger() {
        Bytes bytes = Bytes.fromHex("010203");

        assertThat(bytes.startsWith(Bytes.EMPTY)).isTrue();
        assertThat(bytes.startsWith(Bytes.fromHex("0102"))).isTrue();
        assertThat(bytes.startsWith(bytes)).isTrue();
        assertThat(bytes.startsWith(Bytes.fromHex("0103"))).isFalse();
        assertThat(bytes.startsWith(Bytes.fromHex("01020300"))).isFalse();
    }
}
