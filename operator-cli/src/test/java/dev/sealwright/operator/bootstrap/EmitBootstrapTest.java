package dev.sealwright.operator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Fields;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmitBootstrapTest {
    @TempDir private Path home;
    private OperatorRuns operator;

    @BeforeEach
    void start() {
        operator = new OperatorRuns(home);
        operator.login();
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void oneUrlAHostIsPrintedAndNothingElse() {
        Session session = emit("--count", "3");
        assertThat(session.code()).as(session.err()).isZero();
        List<String> urls = session.out().lines().toList();
        assertThat(urls).hasSize(3).doesNotHaveDuplicates();
        for (String url : urls) {
            assertThat(url).hasSizeLessThan(160);
            assertThat(BootstrapUrl.parse(url).pin()).isEqualTo(operator.service().pin());
        }
    }

    @Test
    void jsonCarriesTheSameUrls() {
        Session session = emit("--json", "--count", "2");
        var items = Fields.parse(session.out().getBytes(StandardCharsets.UTF_8)).objects("items");
        assertThat(items).hasSize(2);
        BootstrapUrl url = BootstrapUrl.parse(items.getFirst().text("url"));
        assertThat(url.id().text()).isEqualTo(items.getFirst().text("id"));
    }

    @Test
    void theSecretIsKeptNowhereAndNotSent() throws IOException {
        String url = emit("--quiet").out().strip();
        String secret = url.substring(url.indexOf('#') + 1, url.indexOf('#') + 21);
        try (var files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(secret);
            }
        }
    }

    @Test
    void aBootstrapForAnotherKeyIsNotHandedOut() {
        var other = operator.service().desk().mint(Bytes.fromHex("07".repeat(32)));
        operator.service()
                .alterMinting(
                        answer ->
                                answer.put("leaf", other.leaf().base64Url())
                                        .put(
                                                "receipt",
                                                operator.service()
                                                        .desk()
                                                        .log()
                                                        .receipt(other.index())
                                                        .text()));
        Session session = emit();
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.out()).isEmpty();
        assertThat(session.err()).contains("for another key");
    }

    @Test
    void aNameThatTheAnchorsDoNotNameIsNotHandedOut() {
        operator.service()
                .alterMinting(
                        answer ->
                                answer.put(
                                        "install_url_prefix",
                                        answer.get("install_url_prefix")
                                                .asText()
                                                .replace("localhost", "elsewhere")));
        Session session = emit();
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.out()).isEmpty();
    }

    @Test
    void aCountOutOfRangeIsAWrongCommandLine() {
        assertThat(emit("--count", "0").code()).isEqualTo(3);
        assertThat(emit("--count", "x").code()).isEqualTo(3);
    }

    private Session emit(String... more) {
        var line = new ArrayList<>(List.of("sandbox-spec", "emit-bootstrap", "web"));
        line.addAll(List.of(more));
        return operator.run(line.toArray(String[]::new));
    }
}
