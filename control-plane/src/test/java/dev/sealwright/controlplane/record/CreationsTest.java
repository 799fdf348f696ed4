package dev.sealwright.controlplane.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Resources that are made at the same moment share a commit, and nothing else. */
class CreationsTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    @BeforeAll
    static void anOrganisation() {
        SERVICE.admin().put("/v1/orgs/acme", "{}");
    }

    private static String user(String name) {
        return "/v1/orgs/acme/users/" + name;
    }

    private static Answer put(String name) {
        return SERVICE.admin().put(user(name), "{\"display_name\":\"" + name + "\"}");
    }

    private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> each : callers.invokeAll(calls)) {
                answers.add(each.get());
            }
        }
        return answers;
    }

    private static long versions(String name) {
        return SERVICE.bean(Storage.class)
                .read(
                        connection ->
                                Sql.of(
                                                connection,
                                                "SELECT count(*) AS n FROM record r JOIN record_row w"
                                                        + " ON w.id = r.row_id WHERE w.name = ?")
                                        .with(name)
                                        .only(row -> row.number("n")));
    }

    @Test
    void manyAtOnceAreEachThereWithTheirOwnReceipt() throws Exception {
        List<Answer> answers =
                atOnce(
                        IntStream.range(0, 60)
                                .<Callable<Answer>>mapToObj(i -> () -> put("many-" + i))
                                .toList());

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers)
                .extracting(answer -> answer.header("Sealwright-Receipt").replaceFirst(",.*", ""))
                .doesNotHaveDuplicates();
        for (int i = 0; i < 60; i++) {
            assertThat(SERVICE.admin().get(user("many-" + i)).json().text("display_name"))
                    .isEqualTo("many-" + i);
        }
    }

    @Test
    void oneNameThatManyWantIsMadeOnceAndSpoilsNobodyElses() throws Exception {
        List<Callable<Answer>> calls =
                new ArrayList<>(Collections.nCopies(16, () -> put("wanted")));
        IntStream.range(0, 16).forEach(i -> calls.add(() -> put("beside-" + i)));
        Collections.shuffle(calls, new Random(7));

        List<Answer> answers = atOnce(calls);

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(17);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> assertThat(answer.status()).as(answer.text()).isIn(200, 409));
        assertThat(versions("wanted")).isEqualTo(1);
        assertThat(put("wanted").status()).isEqualTo(200);
    }

    /** Whoever found nothing there does not replace what came meanwhile. */
    @Test
    void ofManyThatWantANameToBeFreeOneGetsIt() throws Exception {
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String body = "{\"display_name\":\"number " + i + "\"}";
            calls.add(() -> SERVICE.admin().with("If-None-Match", "*").put(user("free"), body));
        }

        List<Answer> answers = atOnce(calls);

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> assertThat(answer.status()).isIn(409, 412));
        assertThat(versions("free")).isEqualTo(1);
    }

    @Test
    void whatWasRemovedIsMadeAgainAsTheVersionAfterThat() {
        put("again");
        SERVICE.admin().delete(user("again"));

        assertThat(put("again").status()).isEqualTo(201);

        assertThat(versions("again")).isEqualTo(3);
        assertThat(SERVICE.admin().get(user("again")).status()).isEqualTo(200);
    }
}
