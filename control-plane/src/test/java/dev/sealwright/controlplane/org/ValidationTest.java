package dev.sealwright.controlplane.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.log.Log;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The door that a plan asks before anything is written. */
class ValidationTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final String POLICY = "/v1/validation/policies/support";
    private static final String SPEC = "/v1/validation/sandbox-specs/web";

    @Test
    void whatCouldBeWrittenIsAnsweredWithNothing() {
        Answer policy = SERVICE.admin().post(POLICY, "{\"ttl_seconds\":600}");
        Answer spec = SERVICE.admin().post(SPEC, "{\"policy\":\"of-the-same-plan\"}");

        assertThat(policy.status()).as(policy.text()).isEqualTo(204);
        assertThat(spec.status()).as(spec.text()).isEqualTo(204);
        assertThat(policy.text()).isEmpty();
    }

    @Test
    void nothingIsWrittenAndNothingLogged() {
        long before = SERVICE.bean(Log.class).status().size();

        SERVICE.admin().post("/v1/validation/policies/unwritten", "{}");

        assertThat(SERVICE.bean(Log.class).status().size()).isEqualTo(before);
        assertThat(SERVICE.admin().get("/v1/orgs/platform/policies/unwritten").problem())
                .isEqualTo("not-found");
    }

    @Test
    void whatWouldBeRefusedIsRefusedInTheSameWords() {
        String wrong = "{\"ttl_seconds\":1,\"network\":{\"methods\":[\"\"]}}";
        Answer checked = SERVICE.admin().post(POLICY, wrong);
        Answer put = SERVICE.admin().put("/v1/orgs/platform/policies/support", wrong);

        assertThat(checked.problem()).isEqualTo("invalid-request");
        assertThat(withoutRequest(checked)).isEqualTo(withoutRequest(put));
        assertThat(SERVICE.admin().post(SPEC, "{\"policy\":\"p\",\"colour\":1}").problem())
                .isEqualTo("invalid-request");
        assertThat(SERVICE.admin().post("/v1/validation/policies/Upper", "{}").problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void aPolicyThatNoHostWouldTakeIsRefusedAndSaysWhichListIsTooLong() {
        String large = policyOf(300);
        Answer checked = SERVICE.admin().post(POLICY, large);
        Answer put = SERVICE.admin().put("/v1/orgs/platform/policies/support", large);

        assertThat(checked.problem()).isEqualTo("invalid-request");
        assertThat(checked.json().items("errors").getFirst().text("pointer"))
                .isEqualTo("/filesystem/read_only");
        assertThat(checked.json().text("detail")).contains("262144 bytes", "shorten this list");
        assertThat(withoutRequest(put)).isEqualTo(withoutRequest(checked));
        assertThat(SERVICE.admin().post(POLICY, policyOf(250)).status()).isEqualTo(204);
    }

    /** A policy that names so many paths of 1000 bytes each. */
    private static String policyOf(int paths) {
        return IntStream.range(0, paths)
                .mapToObj(
                        path ->
                                "\"/"
                                        + "p".repeat(999 - 4)
                                        + String.format(Locale.ROOT, "%04d", path)
                                        + "\"")
                .collect(Collectors.joining(",", "{\"filesystem\":{\"read_only\":[", "]}}"));
    }

    private static String withoutRequest(Answer answer) {
        return answer.text().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    @Test
    void onlyWhoIsSignedInIsAnswered() {
        assertThat(SERVICE.people().post(POLICY, "{}").problem()).isEqualTo("unauthenticated");
    }
}
