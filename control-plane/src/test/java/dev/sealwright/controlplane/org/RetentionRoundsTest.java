package dev.sealwright.controlplane.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.protocol.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may say how long an organisation's details are kept, and that it is taken by the log. */
class RetentionRoundsTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static Json put(String org, String body) {
        var answer = SERVICE.admin().put("/v1/orgs/" + org, body);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
        return answer.json();
    }

    @Test
    void thePeriodIsDeclaredWithTheOrganisation() {
        assertThat(put("own", "{\"retention_days\":30}").number("retention_days")).isEqualTo(30);
        Json plain = put("plain", "{}");
        Json ever = put("ever", "{\"retention_days\":0}");
        assertThat(plain.at("retention_days").node().isNull()).isTrue();
        Json own = put("own", "{\"retention_days\":31}");
        assertThat(SERVICE.bean(RetentionRounds.class).own())
                .containsEntry(tag(own), 31)
                .containsEntry(tag(ever), 0)
                .doesNotContainKey(tag(plain));
    }

    private static Bytes tag(Json org) {
        return Bytes.fromHex(org.text("tag"));
    }

    @Test
    void aPeriodThatIsNoneIsRefused() {
        for (String days : new String[] {"-1", "36501", "\"a month\""}) {
            assertThat(
                            SERVICE.admin()
                                    .put("/v1/orgs/bad", "{\"retention_days\":" + days + "}")
                                    .status())
                    .as(days)
                    .isEqualTo(422);
        }
        assertThat(SERVICE.admin().get("/v1/orgs/bad").status()).isEqualTo(404);
    }
}
