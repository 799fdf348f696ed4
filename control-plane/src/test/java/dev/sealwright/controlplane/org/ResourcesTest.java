package dev.sealwright.controlplane.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.protocol.leaf.LeafBody.RecordBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.RecordState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResourcesTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final String POLICIES = "/v1/orgs/acme/policies/";
    private static final String SPECS = "/v1/orgs/acme/sandbox-specs/";

    @BeforeAll
    static void anOrganisation() {
        assertThat(admin().put("/v1/orgs/acme", "{\"display_name\":\"Acme\"}").status())
                .isEqualTo(201);
    }

    private static Client admin() {
        return SERVICE.admin();
    }

    @Test
    void whatWasPutIsReadBackWithEveryDefaultSpelledOut() {
        Answer put = admin().put(POLICIES + "defaults", "{}");
        Answer get = admin().get(POLICIES + "defaults");

        assertThat(put.status()).as(put.text()).isEqualTo(201);
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.text()).isEqualTo(put.text());
        assertThat(get.json().number("ttl_seconds")).isEqualTo(86_400);
        assertThat(get.json().at("network").items("allowed_hosts")).isEmpty();
        assertThat(get.header("ETag")).isEqualTo(put.header("ETag")).startsWith("\"");
    }

    @Test
    void eachChangeIsALeafOfTheLogAndTheAnswerNamesIt() {
        Answer first = admin().put(POLICIES + "logged", "{\"ttl_seconds\":600}");
        Answer second = admin().put(POLICIES + "logged", "{\"ttl_seconds\":700}");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().number("version")).isEqualTo(2);
        assertThat(second.header("Sealwright-Receipt"))
                .startsWith("index=" + second.json().number("receipt_index") + ", size=");
        assertThat(record(first).version()).isEqualTo(1);
        assertThat(record(second).version()).isEqualTo(2);
        assertThat(record(second).row()).isEqualTo(record(first).row());
    }

    private static RecordBody record(Answer answer) {
        long index = answer.json().number("receipt_index");
        return (RecordBody)
                LeafCodec.decode(SERVICE.bean(Log.class).at(index).orElseThrow().leaf()).body();
    }

    @Test
    void aPutThatChangesNothingWritesAndLogsNothing() {
        Answer first = admin().put(POLICIES + "same", "{\"budgets\":{\"a\":1,\"b\":2}}");
        long before = SERVICE.bean(Log.class).status().size();
        Answer second = admin().put(POLICIES + "same", "{\"budgets\":{\"b\":2,\"a\":1}}");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Sealwright-Receipt")).isEmpty();
        assertThat(SERVICE.bean(Log.class).status().size()).isEqualTo(before);
    }

    @Test
    void aChangeOfSomethingElseThanWasReadIsRefused() {
        String stale = admin().put(POLICIES + "raced", "{\"ttl_seconds\":600}").header("ETag");
        admin().put(POLICIES + "raced", "{\"ttl_seconds\":700}");

        Answer late =
                admin().with("If-Match", stale).put(POLICIES + "raced", "{\"ttl_seconds\":800}");
        Answer again = admin().with("If-None-Match", "*").put(POLICIES + "raced", "{}");

        assertThat(late.problem()).isEqualTo("precondition-failed");
        assertThat(again.problem()).isEqualTo("precondition-failed");
        assertThat(admin().get(POLICIES + "raced").json().number("ttl_seconds")).isEqualTo(700);
    }

    @Test
    void removingIsLoggedOnceAndMayBeRepeated() {
        Answer put = admin().put(POLICIES + "short-lived", "{}");
        Answer removed = admin().delete(POLICIES + "short-lived");
        Answer again = admin().delete(POLICIES + "short-lived");

        assertThat(removed.status()).isEqualTo(204);
        assertThat(removed.header("Sealwright-Receipt")).startsWith("index=");
        assertThat(again.status()).isEqualTo(204);
        assertThat(again.header("Sealwright-Receipt")).isEmpty();
        assertThat(admin().get(POLICIES + "short-lived").problem()).isEqualTo("not-found");
        assertThat(record(put).state()).isEqualTo(RecordState.SET);
    }

    @Test
    void aNameThatWasRemovedGoesOnWithTheNextVersion() {
        admin().put(POLICIES + "again", "{}");
        admin().delete(POLICIES + "again");

        assertThat(admin().put(POLICIES + "again", "{}").json().number("version")).isEqualTo(3);
    }

    @Test
    void aSpecNeedsItsPolicyAndAPolicyKeepsItsSpecs() {
        Answer missing = admin().put(SPECS + "needy", "{\"policy\":\"nowhere\"}");
        admin().put(POLICIES + "needed", "{}");
        Answer spec = admin().put(SPECS + "needy", "{\"policy\":\"needed\"}");
        Answer refused = admin().delete(POLICIES + "needed");

        assertThat(missing.problem()).isEqualTo("invalid-request");
        assertThat(missing.json().items("errors").getFirst().text("pointer")).isEqualTo("/policy");
        assertThat(spec.status()).as(spec.text()).isEqualTo(201);
        assertThat(refused.problem()).isEqualTo("conflict");
        assertThat(refused.json().text("detail")).contains("sandbox-spec needy");
        admin().delete(SPECS + "needy");
        assertThat(admin().delete(POLICIES + "needed").status()).isEqualTo(204);
    }

    @Test
    void listsComeInPartsThatJoinWithoutGapOrOverlap() {
        admin().put("/v1/orgs/listed", "{}");
        for (int i = 0; i < 5; i++) {
            admin().put("/v1/orgs/listed/users/user-" + i, "{}");
        }

        Answer first = admin().get("/v1/orgs/listed/users?limit=2");
        Answer second = next(first);
        Answer third = next(second);

        assertThat(names(first)).isEqualTo("user-0 user-1");
        assertThat(names(second)).isEqualTo("user-2 user-3");
        assertThat(names(third)).isEqualTo("user-4");
        assertThat(third.json().text("next_cursor")).isEqualTo("null");
        assertThat(admin().get("/v1/orgs/listed/users?limit=501").problem())
                .isEqualTo("invalid-request");
    }

    private static Answer next(Answer page) {
        return admin().get(
                        "/v1/orgs/listed/users?limit=2&cursor=" + page.json().text("next_cursor"));
    }

    private static String names(Answer page) {
        return String.join(
                " ", page.json().items("items").stream().map(item -> item.text("name")).toList());
    }

    @Test
    void anOrganisationThatHoldsSomethingStays() {
        admin().put("/v1/orgs/full", "{}");
        admin().put("/v1/orgs/full/users/alice", "{}");

        assertThat(admin().delete("/v1/orgs/full").problem()).isEqualTo("conflict");
        admin().delete("/v1/orgs/full/users/alice");
        assertThat(admin().delete("/v1/orgs/full").status()).isEqualTo(204);
        assertThat(admin().put("/v1/orgs/full", "{}").problem()).isEqualTo("conflict");
        assertThat(admin().delete("/v1/orgs/platform").problem()).isEqualTo("conflict");
    }

    /** The pool has 20 connections; the log's reader needs one while writers hold theirs. */
    @Test
    void moreWritersThanConnectionsAllGetTheirReceipt() throws Exception {
        List<Future<Integer>> statuses = new ArrayList<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 96; i++) {
                String name = "of-many-" + i;
                statuses.add(
                        writers.submit(
                                () -> {
                                    admin().put(POLICIES + name, "{}");
                                    return admin().put(POLICIES + name, "{\"ttl_seconds\":600}")
                                            .status();
                                }));
            }
        }

        for (Future<Integer> status : statuses) {
            assertThat(status.get()).isEqualTo(200);
        }
    }
}
