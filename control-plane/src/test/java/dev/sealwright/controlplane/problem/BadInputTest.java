package dev.sealwright.controlplane.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.description.BadBodies;
import dev.sealwright.controlplane.description.BadParameters;
import dev.sealwright.controlplane.description.Contract;
import dev.sealwright.controlplane.description.Operation;
import dev.sealwright.controlplane.enrol.Minter;
import dev.sealwright.controlplane.enrol.TestHost;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong with a request, at whatever endpoint: the answer is a problem, and nothing has
 * changed.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BadInputTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final int MEBIBYTE = 1 << 20;

    private static final Contract CONTRACT = Contract.read();

    private Enrolled host;

    private record Enrolled(TestHost host, CertificateAnswer certificate) {
        Client client() {
            return host.with(certificate);
        }
    }

    @BeforeAll
    void anOrganisationWithAHost() {
        Minter acme = new Minter(SERVICE, "acme");
        acme.prepare();
        TestHost fresh = new TestHost(SERVICE);
        host = new Enrolled(fresh, TestHost.certificate(fresh.enrol(acme.minted())));
    }

    static Stream<Operation> operations() {
        return CONTRACT.operations().stream();
    }

    static Stream<Operation> withABody() {
        return operations().filter(Operation::takesBody);
    }

    private Client client(Operation operation) {
        return switch (operation.door()) {
            case "HOST" -> host.client();
            case "ANYONE" -> operation.forHosts() ? SERVICE.hosts() : SERVICE.people();
            default -> SERVICE.admin();
        };
    }

    private void refused(Operation operation, String body, String mediaType, String... problems) {
        String target = operation.target(Map.of());
        refusedAt(target, operation, body, mediaType, problems);
    }

    private void refusedAt(
            String target, Operation operation, String body, String type, String... problems) {
        long before = SERVICE.bean(Log.class).status().size();
        Answer answer = client(operation).send(operation.method(), target, body, type);
        assertThat(answer.problem()).as(target + ": " + answer.text()).isIn((Object[]) problems);
        assertThat(CONTRACT.faults(operation, answer)).isEmpty();
        assertThat(answer.json().text("request_id"))
                .isEqualTo(answer.header("Sealwright-Request-Id"));
        assertThat(answer.json().text("detail").length()).isLessThanOrEqualTo(200);
        assertThat(answer.text()).doesNotContain("Exception", "dev.sealwright", "io.micronaut");
        assertThat(SERVICE.bean(Log.class).status().size()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("withABody")
    void whatIsNotJsonIsMalformed(Operation operation) {
        for (String body :
                List.of("{", "{\"a\":1,}", "nonsense", "{\"a\":1}{", "{\"a\":1,\"a\":2}")) {
            refused(operation, body, "application/json", "malformed-json");
        }
    }

    @ParameterizedTest
    @MethodSource("withABody")
    void anUnknownFieldIsRefused(Operation operation) {
        refused(operation, "{\"no_such_field\":1}", "application/json", "invalid-request");
    }

    @ParameterizedTest
    @MethodSource("withABody")
    void anotherTypeThanAnObjectIsRefused(Operation operation) {
        for (String body : List.of("[]", "1", "\"text\"", "null", "")) {
            refused(operation, body, "application/json", "invalid-request", "malformed-json");
        }
    }

    @ParameterizedTest
    @MethodSource("withABody")
    void aNullInsideAListOrAMapIsRefused(Operation operation) {
        for (Map<String, Object> body : BadBodies.withNullsInside(CONTRACT, operation)) {
            refused(operation, Contract.json(body), "application/json", "invalid-request");
        }
    }

    @ParameterizedTest
    @MethodSource("withABody")
    void aDeeplyNestedBodyIsRefused(Operation operation) {
        refused(
                operation,
                "{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}",
                "application/json",
                "malformed-json",
                "invalid-request");
    }

    @ParameterizedTest
    @MethodSource("withABody")
    void aBodyBeyondAMebibyteIsRefused(Operation operation) {
        refused(
                operation,
                "{\"a\":\"" + "x".repeat(MEBIBYTE) + "\"}",
                "application/json",
                "too-large");
    }

    @ParameterizedTest
    @MethodSource("withABody")
    void anotherMediaTypeIsRefused(Operation operation) {
        refused(operation, "<a/>", "application/xml", "unsupported-media-type");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aParameterOfAnotherFormIsRefused(Operation operation) {
        String body = operation.body().map(Contract::json).orElse("");
        String type = operation.takesBody() ? "application/json" : "";
        for (Map<String, Object> parameter : operation.parameters()) {
            for (String wrong : BadParameters.of(parameter)) {
                String name = (String) parameter.get("name");
                String target = operation.target(Map.of(name, wrong));
                refusedAt(target, operation, body, type, "invalid-request", "not-found");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void withoutItsCredentialAnOperationIsRefused(Operation operation) {
        if (operation.door().equals("ANYONE")) {
            return;
        }
        Client stranger = operation.forHosts() ? SERVICE.hosts() : SERVICE.people();
        Answer answer =
                stranger.send(
                        operation.method(),
                        operation.target(Map.of()),
                        operation.body().map(Contract::json).orElse(""),
                        operation.takesBody() ? "application/json" : "");

        assertThat(answer.problem()).as(answer.text()).isEqualTo("unauthenticated");
        assertThat(CONTRACT.faults(operation, answer)).isEmpty();
    }

    @Test
    void anUnknownPathAndAnUnknownMethodAreProblemsToo() {
        assertThat(SERVICE.admin().get("/v1/nowhere").problem()).isEqualTo("not-found");
        assertThat(SERVICE.admin().post("/v1/whoami", "{}").problem())
                .isEqualTo("method-not-allowed");
    }

    @Test
    void theAnswerPointsAtTheFieldThatIsWrong() {
        Answer type =
                SERVICE.admin()
                        .put(
                                "/v1/orgs/acme/policies/p",
                                "{\"network\":{\"allowed_hosts\":[\"a\",{}]}}");
        Answer bound = SERVICE.admin().put("/v1/orgs/acme/policies/p", "{\"ttl_seconds\":1}");
        Answer missing = SERVICE.admin().put("/v1/orgs/acme/role-bindings/b", "{\"user\":\"u\"}");
        Answer unknown =
                SERVICE.admin()
                        .put("/v1/orgs/acme/policies/p", "{\"network\":{\"allowed_host\":[]}}");

        assertThat(pointer(type)).isEqualTo("/network/allowed_hosts/1");
        assertThat(pointer(bound)).isEqualTo("/ttl_seconds");
        assertThat(missing.text()).contains("missing field role");
        assertThat(unknown.text()).contains("unknown field allowed_host");
    }

    @Test
    void theAnswerPointsAtTheNull() {
        Answer budget =
                SERVICE.admin().put("/v1/orgs/acme/policies/p", "{\"budgets\":{\"b\":null}}");
        Answer host =
                SERVICE.admin()
                        .put(
                                "/v1/orgs/acme/policies/p",
                                "{\"network\":{\"allowed_hosts\":[\"a\",null]}}");

        assertThat(pointer(budget)).isEqualTo("/budgets/b");
        assertThat(pointer(host)).isEqualTo("/network/allowed_hosts/1");
    }

    @Test
    void aNumberThatIsNotWholeIsRefusedWhereItStands() {
        for (String number : List.of("1.5", "600.0", "6e2", "1e400")) {
            Answer answer =
                    SERVICE.admin()
                            .put(
                                    "/v1/orgs/acme/policies/p",
                                    "{\"budgets\":{\"b\":" + number + "}}");
            assertThat(pointer(answer)).isEqualTo("/budgets/b");
            assertThat(answer.text()).contains("a number here is whole");
        }
    }

    @Test
    void headersBeyondSixteenKibibytesAreAProblemThatNamesItsRequest() {
        Answer answer =
                SERVICE.admin().with("Content-Digest", "x".repeat(17 << 10)).get("/v1/whoami");

        assertThat(answer.problem()).isEqualTo("headers-too-large");
        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.header("Sealwright-Request-Id"))
                .isEqualTo(answer.json().text("request_id"))
                .hasSize(16);
    }

    @Test
    void aPathBeyondFourKibibytesIsTooLarge() {
        Answer answer = SERVICE.admin().get("/v1/orgs/" + "x".repeat(5 << 10));

        assertThat(answer.problem()).isEqualTo("too-large");
        assertThat(answer.json().text("detail")).contains("4 KiB");
    }

    private static String pointer(Answer answer) {
        assertThat(answer.problem()).as(answer.text()).isEqualTo("invalid-request");
        return answer.json().items("errors").getFirst().text("pointer");
    }

    @Test
    void aNameOfAnotherFormIsRefused() {
        for (String name : List.of("UPPER", "-dash", "a%20b", "a".repeat(64), "..%2f..")) {
            assertThat(SERVICE.admin().put("/v1/orgs/acme/users/" + name, "{}").problem())
                    .as(name)
                    .isIn("invalid-request", "not-found");
        }
    }
}
