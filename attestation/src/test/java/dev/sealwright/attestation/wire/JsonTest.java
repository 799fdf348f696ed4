package dev.sealwright.attestation.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final int MAX = 10_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "\"\"",
                "0",
                "-1",
                "1.5",
                "{\"a\":[1,{\"b\":\"c\"}]}",
                "\"\\u00e9\\ud83d\\ude00\\n\\\\\\\"\""
            })
    void whatIsWrittenReadsTheSame(String text) {
        JsonValue value = Json.read(text, MAX);
        JsonValue again = Json.read(JsonText.of(value), MAX);
        assertThat(JsonText.of(again)).isEqualTo(JsonText.of(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "1e99999",
                "1e10000003333333",
                "-1e-99999999999",
                "tru",
                "nul",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\\ud800x\"",
                "\"\\ud83d\\n\\ude00\"",
                "\"a\\n\t\"",
                "\"a\\n",
                "\"\t\"",
                "1 2",
                "[1]]",
                "{a:1}",
                "'a'",
                "NaN",
                "12345678901234567890123456789012345678901"
            })
    void anythingElseIsMalformed(String text) {
        assertThatThrownBy(() -> Json.read(text, MAX)).isInstanceOf(MalformedException.class);
    }

    @Test
    void depthAndSizeAreBounded() {
        assertThatThrownBy(() -> Json.read("[".repeat(5000), MAX))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Json.read("[1,2,3]", 6)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Json.read(Bytes.fromHex("22ff22"), MAX))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void anObjectRemembersTheExactTextItWasReadFrom() {
        String inner = "{ \"b\" : 1.0,\n\"c\":\"\\u0041\" }";
        JsonValue.Obj outer = Json.read("{\"a\":" + inner + "}", MAX).asObject("it");
        assertThat(outer.get("a").orElseThrow().asObject("a").raw()).isEqualTo(inner);
    }

    @Test
    void textIsReadAsItStandsWhateverItHolds() {
        assertThat(read("\"\u00e9\ud83d\ude00\"")).isEqualTo("\u00e9\ud83d\ude00");
        assertThat(read("\"a\\/b\\nc\\u0041\"")).isEqualTo("a/b\ncA");
        assertThat(read("\"\ud83d\ude00\\ud83d\\ude00\"")).isEqualTo("\ud83d\ude00\ud83d\ude00");
        assertThat(read("\"\ufffd\"")).isEqualTo("\ufffd");
        assertThat(read("\"\"")).isEmpty();
    }

    private static String read(String text) {
        return Json.read(text, MAX).asText("it");
    }
}
