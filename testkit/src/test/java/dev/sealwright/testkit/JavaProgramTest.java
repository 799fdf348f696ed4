package dev.sealwright.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JavaProgramTest {
    private static final String SIGN = "SIGN_OF_LIFE";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private Path sign;
    private JavaProgram program;

    /** Leaves a sign of life; ends with the status of its argument, or never without one. */
    static final class Subject {
        private Subject() {}

        public static void main(String[] args) throws IOException {
            Files.writeString(Path.of(System.getenv(SIGN)), "alive");
            if (args.length > 0) {
                throw new IllegalStateException("last words of " + args[0]);
            }
            while (System.in.read() >= 0) {
                // Nobody writes there.
            }
        }
    }

    @BeforeEach
    void make() {
        sign = folder.resolve("sign");
        program =
                new JavaProgram(
                        Subject.class.getName(),
                        Map.of(SIGN, sign.toString()),
                        folder.resolve("program.log"));
    }

    @AfterEach
    void end() {
        program.kill();
    }

    private boolean alive() {
        return Files.exists(sign);
    }

    @Test
    void isAwaitedKilledAndStartedAgain() throws IOException {
        program.start();
        program.await(this::alive, PATIENCE);
        assertThat(program.endsWithin(Duration.ofMillis(1))).isFalse();
        program.kill();
        assertThat(program.isAlive()).isFalse();
        assertThat(program.endsWithin(Duration.ZERO)).isTrue();

        Files.delete(sign);
        program.start();
        program.await(this::alive, PATIENCE);
        program.close();
        assertThat(program.isAlive()).isFalse();
    }

    @Test
    void saysItsLastWordsWhenItEndsBeforeItIsReady() {
        program.start("Cassandra");
        assertThatThrownBy(() -> program.await(() -> false, PATIENCE))
                .hasMessageContaining("ended with 1")
                .hasMessageContaining("last words of Cassandra");
    }

    @Test
    void isNotAwaitedForEver() {
        program.start();
        assertThatThrownBy(() -> program.await(() -> false, Duration.ofMillis(1)))
                .hasMessageContaining("was not ready");
    }

    @Test
    void thatFailsIsNoGoodRun() {
        assertThatThrownBy(() -> program.run("Cassandra"))
                .hasMessageContaining("failed")
                .hasMessageContaining("Cassandra");
    }

    @Test
    void thatNeverStartedHasNoEnd() {
        assertThat(program.isAlive()).isFalse();
        assertThatThrownBy(() -> program.endsWithin(Duration.ZERO))
                .hasMessageContaining("never started");
    }
}
