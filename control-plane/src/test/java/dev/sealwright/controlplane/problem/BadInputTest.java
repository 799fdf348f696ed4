package dev.sealwright.controlplane.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.Log;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.util.Arrays;
import java.util.List;
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

    /** A route with a body, its variables filled in. */
    record Target(String method, String path, Listener listener) {
        Answer send(String body, String mediaType) {
            Client client = listener == Listener.PEOPLE ? SERVICE.admin() : SERVICE.hosts();
            return client.send(method, path, body, mediaType);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    void anOrganisation() {
        SERVICE.admin().put("/v1/orgs/acme", "{}");
    }

    Stream<Target> routesWithABody() {
        return SERVICE.bean(Router.class)
                .uriRoutes()
                .filter(
                        route ->
                                List.of(HttpMethod.POST, HttpMethod.PUT)
                                        .contains(route.getHttpMethod()))
                .map(
                        route ->
                                new Target(
                                        route.getHttpMethodName(),
                                        path(route),
                                        Arrays.stream(
                                                        route.getAnnotationMetadata()
                                                                .enumValues(
                                                                        On.class, Listener.class))
                                                .findFirst()
                                                .orElseThrow()));
    }

    private static String path(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate()
                .toString()
                .replace("{org}", "acme")
                .replaceAll("\\{sandbox_?[iI]d\\}", "00000000-0000-7000-8000-000000000000")
                .replaceAll("\\{\\w+\\}", "some-name");
    }

    private static void refused(Target target, String body, String mediaType, String... problems) {
        long before = SERVICE.bean(Log.class).status().size();
        Answer answer = target.send(body, mediaType);
        assertThat(answer.problem()).as(answer.text()).isIn((Object[]) problems);
        assertThat(answer.json().text("request_id"))
                .isEqualTo(answer.header("Sealwright-Request-Id"));
        assertThat(answer.json().text("detail").length()).isLessThanOrEqualTo(200);
        assertThat(answer.text()).doesNotContain("Exception", "dev.sealwright", "io.micronaut");
        assertThat(SERVICE.bean(Log.class).status().size()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("routesWithABody")
    void whatIsNotJsonIsMalformed(Target target) {
        for (String body :
                List.of("{", "{\"a\":1,}", "nonsense", "{\"a\":1}{", "{\"a\":1,\"a\":2}")) {
            refused(target, body, "application/json", "malformed-json", "unauthenticated");
        }
    }

    @ParameterizedTest
    @MethodSource("routesWithABody")
    void anUnknownFieldIsRefused(Target target) {
        refused(
                target,
                "{\"no_such_field\":1}",
                "application/json",
                "invalid-request",
                "unauthenticated");
    }

    @ParameterizedTest
    @MethodSource("routesWithABody")
    void anotherTypeThanAnObjectIsRefused(Target target) {
        for (String body : List.of("[]", "1", "\"text\"", "null", "")) {
            refused(
                    target,
                    body,
                    "application/json",
                    "invalid-request",
                    "malformed-json",
                    "unauthenticated");
        }
    }

    @ParameterizedTest
    @MethodSource("routesWithABody")
    void aDeeplyNestedBodyIsRefused(Target target) {
        refused(
                target,
                "{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}",
                "application/json",
                "malformed-json",
                "invalid-request",
                "unauthenticated");
    }

    @ParameterizedTest
    @MethodSource("routesWithABody")
    void aBodyBeyondAMebibyteIsRefused(Target target) {
        refused(
                target,
                "{\"a\":\"" + "x".repeat(MEBIBYTE) + "\"}",
                "application/json",
                "too-large",
                "unauthenticated");
    }

    @ParameterizedTest
    @MethodSource("routesWithABody")
    void anotherMediaTypeIsRefused(Target target) {
        refused(target, "a=b", "application/x-www-form-urlencoded", "unsupported-media-type");
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
