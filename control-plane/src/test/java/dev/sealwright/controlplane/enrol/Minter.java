package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.TestedService;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import java.util.Locale;

/** An organisation with a sandbox spec, and somebody who mints bootstraps for it. */
public record Minter(TestedService service, String org) {
    public void prepare() {
        require(service.admin().put("/v1/orgs/" + org, "{}"));
        require(
                service.admin()
                        .put("/v1/orgs/" + org + "/policies/base", "{\"ttl_seconds\":3600}"));
        require(
                service.admin()
                        .put("/v1/orgs/" + org + "/sandbox-specs/agent", "{\"policy\":\"base\"}"));
    }

    private static void require(Answer answer) {
        if (answer.status() > 201) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }

    public Answer mint(BootstrapSeed seed) {
        return mint(
                String.format(
                        Locale.ROOT,
                        "{\"sandbox_spec\":\"agent\",\"public_key\":\"%s\"}",
                        seed.publicKey().base64Url()));
    }

    public Answer mint(String body) {
        return service.admin().post("/v1/orgs/" + org + "/bootstraps", body);
    }

    public BootstrapSeed minted() {
        BootstrapSeed seed = TestHost.seed();
        require(mint(seed));
        return seed;
    }

    public Answer get(String path) {
        return service.admin().get("/v1/orgs/" + org + path);
    }
}
