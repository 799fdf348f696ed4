package dev.sealwright.controlplane.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.Locale;

/** Users of organisations with keys that a test can tell again; real ones are random. */
record People(RunningService service) {

    void org(String org) {
        must(service.admin().put("/v1/orgs/" + org, "{}"));
    }

    /** A user with one role, who may open the secrets that {@code mayUnseal} names as JSON. */
    Client user(String org, String name, String role, String mayUnseal) {
        String base = "/v1/orgs/" + org;
        must(service.admin().put(base + "/users/" + name, "{}"));
        must(
                service.admin()
                        .put(
                                base + "/role-bindings/" + name,
                                String.format(
                                        Locale.ROOT,
                                        "{\"user\":\"%s\",\"role\":\"%s\",\"may_unseal\":%s}",
                                        name,
                                        role,
                                        mayUnseal)));
        String key = "sw_" + Sha256.of(Bytes.utf8(org + "/" + name)).base64Url();
        must(
                service.admin()
                        .put(
                                base + "/api-keys/" + name,
                                String.format(
                                        Locale.ROOT,
                                        "{\"user\":\"%s\",\"secret_sha256\":\"%s\"}",
                                        name,
                                        Sha256.of(Bytes.utf8(key)).base64Url())));
        return service.people().withKey(key);
    }

    static Answer must(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    static String body(Bytes value) {
        return "{\"value\":\"" + value.base64Url() + "\"}";
    }
}
