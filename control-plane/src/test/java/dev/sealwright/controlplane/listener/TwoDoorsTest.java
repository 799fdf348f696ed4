package dev.sealwright.controlplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TwoDoorsTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    @Test
    void bothListenersSayThatTheyAreUp() {
        assertThat(SERVICE.people().get("/health").json().text("status")).isEqualTo("up");
        assertThat(SERVICE.hosts().get("/health").json().text("status")).isEqualTo("up");
    }

    @Test
    void theServiceIsReadyOnceDatabaseLogAndHsmDoTheirPart() {
        Answer ready = SERVICE.people().get("/ready");

        assertThat(ready.status()).as(ready.text()).isEqualTo(200);
        assertThat(ready.json().items("checks")).allMatch(check -> check.flag("ok"));
    }

    @Test
    void theFirstAdministratorIsKnownByTheKeyOfTheCeremony() {
        Answer whoami = SERVICE.admin().get("/v1/whoami");

        assertThat(whoami.status()).as(whoami.text()).isEqualTo(200);
        assertThat(whoami.json().text("org")).isEqualTo("platform");
        assertThat(whoami.text()).contains("PLATFORM");
    }

    @Test
    void aRouteForPeopleIsNotFoundByHosts() {
        Answer answer = SERVICE.hosts().withKey(RunningService.ADMIN_KEY).get("/v1/whoami");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("not-found");
    }

    @Test
    void aRouteForHostsIsNotFoundByPeople() {
        assertThat(SERVICE.admin().get("/v1/sync").problem()).isEqualTo("not-found");
    }

    @Test
    void aHostWithoutACertificateIsAskedForOne() {
        Answer answer = SERVICE.hosts().get("/v1/sync");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("unauthenticated");
    }

    @Test
    void theAnchorsAreTheOnesTheRootSigned() {
        assertThat(SERVICE.hosts().get("/v1/anchors").body())
                .isEqualTo(SERVICE.anchors().document());
    }

    @Test
    void anInstallLinkOpenedInABrowserShowsInstructionsOnBothListeners() {
        String path = "/install/AAAAAAAAAAAAAAAAAAAAAA";

        assertThat(SERVICE.people().get(path).text()).contains("sealwright-host init");
        assertThat(SERVICE.hosts().get(path).header("Content-Security-Policy"))
                .startsWith("default-src 'none'");
    }
}
