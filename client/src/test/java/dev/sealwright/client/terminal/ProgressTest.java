package dev.sealwright.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    @Test
    void aBarShowsTheShareThatIsDone() {
        assertThat(Progress.line("mirroring", 15, 30, 2))
                .isEqualTo("mirroring [###############...............] 50 % 2 s");
        assertThat(Progress.line("mirroring", 40, 30, 2)).contains("100 %");
    }

    @Test
    void withoutATotalOnlyTimeIsShown() {
        assertThat(Progress.line("waiting", 0, 0, 7)).isEqualTo("waiting … 7 s");
    }

    @Test
    void nobodyWatchingMeansNoOutput() {
        var written = new StringWriter();
        try (var progress = Progress.on(new PrintWriter(written), "work", false)) {
            progress.at(1, 2);
        }
        assertThat(written.toString()).isEmpty();
    }

    @Test
    void whatIsQuickIsNotShown() {
        var written = new StringWriter();
        try (var progress = Progress.on(new PrintWriter(written), "work", true)) {
            progress.at(1, 2);
        }
        assertThat(written.toString()).isEmpty();
    }
}
