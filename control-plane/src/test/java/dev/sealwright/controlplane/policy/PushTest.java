package dev.sealwright.controlplane.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.enrol.Minter;
import dev.sealwright.controlplane.enrol.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.policy.CompiledPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a policy reaches a host that is connected, and one that was not. */
class PushTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    /** What is promised. */
    private static final Duration PROMISE = Duration.ofSeconds(5);

    private static final Minter ACME = new Minter(SERVICE, "acme");

    private Client host;

    @BeforeEach
    void anEnrolledHost() {
        ACME.prepare();
        TestHost enrolling = new TestHost(SERVICE);
        host = enrolling.with(TestHost.certificate(enrolling.enrol(ACME.minted())));
    }

    private static void change(int ttl) {
        Answer changed =
                SERVICE.admin().put("/v1/orgs/acme/policies/base", "{\"ttl_seconds\":" + ttl + "}");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    }

    private List<Long> versions(long last, int wait) {
        Answer answer = host.get("/v1/sync?last_policy_version=" + last + "&wait_seconds=" + wait);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().items("items").stream().map(PushTest::version).toList();
    }

    private static long version(Json item) {
        return CompiledPolicy.decode(Bytes.fromBase64Url(item.text("policy"))).version();
    }

    @Test
    void aChangeReachesAConnectedHostAsPromised() throws Exception {
        long first = versions(0, 0).getLast();
        try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Long>> next = waiting.submit(() -> versions(first, 25));
            assertThatThrownBy(() -> next.get(500, TimeUnit.MILLISECONDS))
                    .as("without a change it waits")
                    .isInstanceOf(TimeoutException.class);
            change(4000);
            long changed = System.nanoTime();

            assertThat(next.get(25, TimeUnit.SECONDS)).containsExactly(first + 1);
            assertThat(Duration.ofNanos(System.nanoTime() - changed)).isLessThan(PROMISE);
        }
    }

    @Test
    void whoComesBackGetsAllHeMissedSinceTheVersionHeAcknowledged() {
        long acknowledged = versions(0, 0).getLast();
        change(5000);
        versions(acknowledged, 0);
        change(6000);

        assertThat(versions(acknowledged, 25)).containsExactly(acknowledged + 1, acknowledged + 2);
        assertThat(versions(acknowledged + 2, 0)).isEmpty();
    }

    @Test
    void aHostThatIsRevokedWhileItWaitsIsToldSo() throws Exception {
        long last = versions(0, 0).getLast();
        String sandbox = ACME.get("/hosts").json().items("items").getLast().text("sandbox_id");
        try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> next =
                    waiting.submit(
                            () ->
                                    host.get(
                                            "/v1/sync?last_policy_version="
                                                    + last
                                                    + "&wait_seconds=25"));
            Answer revoked =
                    SERVICE.admin()
                            .post(
                                    "/v1/orgs/acme/hosts/" + sandbox + "/revocation",
                                    "{\"reason\":\"stolen\"}");

            assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
            assertThat(next.get(25, TimeUnit.SECONDS).problem()).isEqualTo("host-revoked");
        }
    }
}
