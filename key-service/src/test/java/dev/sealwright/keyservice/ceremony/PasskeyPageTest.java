package dev.sealwright.keyservice.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A passkey of a browser's virtual authenticator, made and used on the program's own page. */
class PasskeyPageTest {
    private static final Bytes MESSAGE = Bytes.utf8("what is approved");

    @TempDir private Path folder;

    @Test
    void anOperatorMakesAPasskeyAndSignsWithItInHisBrowser() throws Exception {
        try (Chromium browser = Chromium.required(folder)) {
            browser.addAuthenticator();
            Said said = new Said();
            OwnKey.InBrowser own =
                    new OwnKey.InBrowser(new Progress(said.out(), false), new SecureRandom());

            var making = CompletableFuture.supplyAsync(() -> own.make("carl", MESSAGE));
            browser.use(said.page());
            OperatorKey.Passkey key = making.get(60, TimeUnit.SECONDS);
            assertThat(key.relyingParty()).isEqualTo("localhost");
            PublicKeyFile.write(folder, key);
            assertThat(PublicKeyFile.read(folder.resolve("operator.pub"))).isEqualTo(key);

            var signing = CompletableFuture.supplyAsync(() -> own.sign("An epoch", MESSAGE));
            browser.use(said.page());
            Bytes signature = signing.get(60, TimeUnit.SECONDS);
            assertThat(key.verify(MESSAGE, signature)).isTrue();
            assertThat(key.verify(Bytes.utf8("another"), signature)).isFalse();
            browser.pictures(
                    Optional.ofNullable(System.getProperty("sealwright.pictures")).map(Path::of));
        }
    }

    @Test
    void onlyItsOwnAddressIsServedAndOnlyItsOwnAnswerTaken() throws Exception {
        var order = new PasskeyPage.Order("Sign", "An epoch", MESSAGE, Optional.empty());
        try (PasskeyPage page = PasskeyPage.open(order, new SecureRandom());
                HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create(page.address());
            assertThat(get(client, address)).contains("200 ");
            assertThat(get(client, address.resolve("order")))
                    .contains(Sha256.of(MESSAGE).hex(), "An epoch");
            assertThat(get(client, address.resolve("/"))).startsWith("404");
            assertThat(get(client, address.resolve("../passkey.js"))).startsWith("404");
            assertThat(get(client, address.resolve("CeremonyMain.class"))).startsWith("404");
            URI byNumber = URI.create(page.address().replace("localhost", "127.0.0.1"));
            assertThat(get(client, byNumber)).startsWith("404");
            for (String answer :
                    new String[] {
                        "", "a\nb", "!\n!\n!", "AA\n".repeat(3) + "AA", "A".repeat(9000)
                    }) {
                var request =
                        HttpRequest.newBuilder(address.resolve("answer"))
                                .POST(HttpRequest.BodyPublishers.ofString(answer))
                                .build();
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .as(answer)
                        .isEqualTo(422);
            }
        }
    }

    private static String get(HttpClient client, URI address)
            throws IOException, InterruptedException {
        var answer = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        return answer.statusCode() + " " + answer.body();
    }

    /** What the program prints, and in it the page's address. */
    private static final class Said {
        private final java.util.concurrent.BlockingQueue<String> pages =
                new java.util.concurrent.LinkedBlockingQueue<>();

        PrintStream out() {
            return new PrintStream(System.err, true, StandardCharsets.UTF_8) {
                @Override
                public void println(String line) {
                    int at = line.indexOf("http://");
                    if (at >= 0) {
                        pages.add(line.substring(at).strip());
                    }
                }
            };
        }

        String page() throws InterruptedException {
            return Optional.ofNullable(pages.poll(30, TimeUnit.SECONDS)).orElseThrow();
        }
    }
}
