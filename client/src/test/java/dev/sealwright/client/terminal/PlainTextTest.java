package dev.sealwright.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlainTextTest {
    @Test
    void whatMovesTheCursorOrReordersTextIsReplaced() {
        assertThat(PlainText.of("a\u001b[31mb\nc\u202ed\u2028e\u009bf", 100))
                .isEqualTo("a?[31mb?c?d?e?f");
    }

    @Test
    void otherLanguagesStay() {
        assertThat(PlainText.of("Zürich 東京 👍", 100)).isEqualTo("Zürich 東京 👍");
    }

    @Test
    void lengthIsBounded() {
        assertThat(PlainText.of("abcdef", 3)).isEqualTo("abc");
    }
}
