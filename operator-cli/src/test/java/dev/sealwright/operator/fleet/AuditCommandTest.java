package dev.sealwright.operator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditCommandTest {
    private static final long SIZE = 700;

    @TempDir private Path home;
    private OperatorRuns operator;

    @BeforeEach
    void aLogOfSevenHundredEntries() {
        operator = new OperatorRuns(home);
        operator.login();
        operator.service().can("/audit/entries", AuditCommandTest::page);
        String note =
                "localhost/log/1\n700\n"
                        + Bytes.zeros(32).base64()
                        + "\n\n— x "
                        + Bytes.zeros(68).base64()
                        + "\n";
        operator.service().can("/audit/checkpoint", Bytes.utf8(note));
        operator.service()
                .can("/audit/proof", Bytes.utf8("c2sp.org/tlog-proof@v1\nindex 3\n\n" + note));
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    /** What the service would answer: up to 500 entries, in either order. */
    private static JsonNode page(String query) {
        boolean newest = query.contains("order=newest");
        int limit = number(query, "limit=", 500);
        long cursor = number(query, "cursor=", newest ? (int) SIZE : -1);
        LongStream indexes =
                newest
                        ? LongStream.iterate(cursor - 1, i -> i >= 0, i -> i - 1)
                        : LongStream.range(cursor + 1, SIZE);
        ObjectNode page = Json.object().putNull("next_cursor");
        var items = page.putArray("items");
        indexes.limit(limit).forEach(index -> items.add(entry(index)));
        return page;
    }

    private static int number(String query, String name, int otherwise) {
        int at = query.indexOf(name);
        return at < 0
                ? otherwise
                : Integer.parseInt(query.substring(at + name.length()).split("&", -1)[0]);
    }

    private static ObjectNode entry(long index) {
        return Json.object()
                .put("leaf_index", index)
                .put("time", "2026-11-26T10:00:00Z")
                .put("org", "00112233445566778899aabbccddeeff")
                .put("kind", "host.enrolled")
                .put("outcome", "success")
                .put("detail", "{\"host\":\"h\"}")
                .put("leaf", "AAAA");
    }

    @Test
    void anExportHoldsEveryEntryOnALineOfItsOwn() throws IOException {
        Path out = home.resolve("audit.jsonl");
        Session session = operator.run("audit", "export", "--out", out.toString());
        assertThat(session.code()).as(session.err()).isZero();
        var lines = Files.readAllLines(out);
        assertThat(lines).hasSize((int) SIZE);
        assertThat(lines.getLast()).isEqualTo(entry(SIZE - 1).toString());
        assertThat(session.err()).doesNotContain("[");
    }

    @Test
    void logsShowTheNewestInTheirOrder() {
        Session session = operator.run("logs", "--tail", "3");
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("00112233  host.enrolled  success"));
        assertThat(session.out().lines().toList().getLast()).contains("  699  ");
    }

    @Test
    void logsThatAreFollowedShowWhatIsAddedAndEndWhenInterrupted() throws Exception {
        AtomicInteger size = new AtomicInteger(10);
        CountDownLatch asked = new CountDownLatch(3);
        operator.service()
                .can(
                        "/audit/entries",
                        (String query) -> {
                            ObjectNode page = Json.object().putNull("next_cursor");
                            int cursor = number(query, "cursor=", -1);
                            boolean first = query.contains("order=newest");
                            var items = page.putArray("items");
                            for (int i = first ? 9 : cursor + 1; i < size.get(); i++) {
                                items.add(entry(i));
                            }
                            size.set(12);
                            asked.countDown();
                            return page;
                        });
        FutureTask<Session> follow =
                new FutureTask<>(() -> operator.run("logs", "--tail", "1", "--follow"));
        Thread terminal = Thread.ofPlatform().start(follow);
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        terminal.interrupt();
        Session session = follow.get(60, TimeUnit.SECONDS);

        assertThat(session.out().lines().map(line -> line.split(" +", 3)[1]).toList())
                .as(session.out() + session.err())
                .containsExactly("9", "10", "11");
    }

    @Test
    void logsAreJsonLinesToMachines() {
        assertThat(operator.run("logs", "--tail", "2", "--json").out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(operator.run("logs", "--tail", "0").code()).isEqualTo(3);
    }

    @Test
    void controlCharactersInADetailDoNotReachTheTerminal() {
        operator.service()
                .can(
                        "/audit/entries",
                        (String _) -> {
                            ObjectNode page = Json.object().putNull("next_cursor");
                            page.putArray("items").add(entry(1).put("detail", "\u001b[2J"));
                            return page;
                        });
        assertThat(operator.run("logs").out()).doesNotContain("\u001b");
    }

    @Test
    void theCheckpointIsShownAsItIs() {
        assertThat(operator.run("audit", "checkpoint").out()).startsWith("localhost/log/1\n700\n");
        assertThat(operator.run("audit", "checkpoint", "--json").out()).contains("\"size\" : 700");
    }

    @Test
    void aProofComesWithTheLeafItIsOf() throws IOException {
        Path out = home.resolve("entry.json");
        Session session = operator.run("audit", "proof", "3", "--out", out.toString());
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(Files.readString(out)).contains("\"leaf\" : \"AAAA\"").contains("index 3");
        assertThat(operator.run("audit", "proof", "700").code()).isEqualTo(1);
    }

    @Test
    void entriesAreAlsoCalledList() {
        assertThat(operator.run("audit", "list", "--limit", "5").out().lines()).hasSize(6);
        assertThat(operator.run("audit", "entries", "--limit", "5", "--newest").out())
                .contains("699");
    }
}
