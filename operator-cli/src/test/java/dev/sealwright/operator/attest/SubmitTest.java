package dev.sealwright.operator.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Json;
import dev.sealwright.operator.OperatorRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitTest {
    @TempDir Path folder;
    private OperatorRuns runs;

    @BeforeEach
    void loggedIn() throws IOException {
        runs = new OperatorRuns(folder);
        runs.login();
        Files.writeString(folder.resolve("quote"), "evidence");
    }

    @AfterEach
    void close() {
        runs.close();
    }

    @ParameterizedTest
    @CsvSource({"acceptable,0", "refused-by-policy,1", "not-authentic,2"})
    void theExitCodeIsTheVerdict(String verdict, int code) {
        answered(verdict);
        var run = runs.run("attest", "submit", folder.resolve("quote").toString(), "--policy", "p");
        assertThat(run.code()).as("%s", run).isEqualTo(code);
        assertThat(run.out()).contains(verdict, "a.signed.token");
    }

    @Test
    void referenceValuesAndCollateralMayBeSentAlong() {
        answered("acceptable");
        runs.run(
                "attest",
                "submit",
                folder.resolve("quote").toString(),
                "--policy",
                "td-prod",
                "--reference-values",
                "td-1.4",
                "--with",
                folder.resolve("quote").toString());
        assertThat(runs.service().requests().getLast()).startsWith("POST /v1/attestation/verify ");
    }

    private void answered(String verdict) {
        var answer = Json.object();
        answer.put("verdict", verdict);
        answer.put("result", "a.signed.token");
        runs.service().can("/v1/attestation/verify", answer);
    }
}
