package dev.sealwright.client.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{}x",
                "{'a':1}",
                "{\"a\":NaN}",
                "[1,]",
                "// no\n{}"
            })
    void whatIsNotOneStrictValueIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text.getBytes(UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(33) + "]".repeat(33);
        assertThatThrownBy(() -> Json.parse(deep.getBytes(UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void anErrorNeverRepeatsTheInput() {
        assertThatThrownBy(() -> Json.parse("{\"key\": sw_secret}".getBytes(UTF_8)))
                .hasMessageNotContaining("sw_secret")
                .hasNoCause();
    }

    @Test
    void fieldsAreReadByNameAndType() {
        var fields =
                Fields.parse("{\"t\":\"x\",\"n\":7,\"b\":\"AQI\",\"l\":[\"y\"]}".getBytes(UTF_8));
        assertThat(fields.text("t")).isEqualTo("x");
        assertThat(fields.number("n")).isEqualTo(7);
        assertThat(fields.binary("b")).isEqualTo(Bytes.fromHex("0102"));
        assertThat(fields.texts("l")).containsExactly("y");
        assertThat(fields.optionalText("none")).isEmpty();
        assertThatThrownBy(() -> fields.text("n")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> fields.number("t")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> fields.text("none")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> fields.texts("t")).isInstanceOf(MalformedException.class);
    }
}
