package dev.sealwright.keyservice.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Programs of their own, since a provider is installed for a whole process. */
final class FastSignaturesInTlsTest {

    private record Outcome(int status, String output) {}

    private static Outcome run(String... options) throws Exception {
        List<String> command =
                Stream.of(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "--enable-native-access=ALL-UNNAMED"),
                                Stream.of(options),
                                Stream.of(
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        TlsHandshake.class.getName()))
                        .flatMap(each -> each)
                        .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    @Test
    void mutualTlsIsSpokenWithTheFastestSignatures() throws Exception {
        Outcome outcome = run();

        assertThat(outcome.output())
                .contains("shook hands over TLSv1.3")
                .contains("by AmazonCorrettoCryptoProvider")
                .doesNotContain("does not serve here");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void whereTheNativeLibraryDoesNotLoadItSaysSoAndGoesOn() throws Exception {
        // The provider then looks for a library of the system's, and there is none.
        Outcome outcome = run("-Dcom.amazon.corretto.crypto.provider.useExternalLib=true");

        assertThat(outcome.output())
                .contains("shook hands over TLSv1.3")
                .contains("by BC ")
                .contains("does not serve here");
        assertThat(outcome.status()).isZero();
    }
}
