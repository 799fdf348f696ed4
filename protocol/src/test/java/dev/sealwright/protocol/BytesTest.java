package dev.sealwright.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.crypto.Sha256;
import java.security.MessageDigest;
import java.util.List;
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

    @Test
    void areTextOnlyIfTheyAreUtf8() {
        for (String text : List.of("", "plain", "é水\ud800\udd51", "\ufffd", "a\ufffdb")) {
            Bytes bytes = Bytes.concat(Bytes.zeros(2), Bytes.utf8(text), Bytes.fromHex("ff"));
            assertThat(bytes.text(2, bytes.size() - 1)).isEqualTo(text);
        }
        // RFC 3629: a lone continuation, an end too early, an overlong form, a surrogate, too far.
        for (String hex : List.of("80", "c3", "e6b0", "c0af", "eda080", "f4908080", "61ff61")) {
            Bytes bytes = Bytes.fromHex(hex);
            assertThatThrownBy(bytes::text).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void goIntoADigestAndComeFromIt() {
        MessageDigest digest = Sha256.digest();
        Bytes.utf8("a").into(digest);
        Bytes.utf8("bc").into(digest);

        assertThat(Bytes.from(digest)).isEqualTo(Sha256.of(Bytes.utf8("abc")));
    }

    @Test
    void areCopiedToWhereTheyAreAsked() {
        byte[] out = new byte[4];
        Bytes.fromHex("010203").copy(1, out, 2, 2);

        assertThat(out).containsExactly(0, 0, 2, 3);
    }
}
