package dev.sealwright.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.slf4j.LoggerFactory;

/** Runs test classes that write secrets, and sees them fail. */
class SuiteCanaryTest {
    private static final String SECRET = "not-to-be-written-3141592653";

    /** Found by name only, not by a run of this module. */
    static final class Logs {
        @Test
        void aSecret() {
            Planted.text(SECRET);
            LoggerFactory.getLogger("app").info("the key is {}", SECRET);
        }
    }

    static final class Prints {
        @Test
        void aSecretInBase64() {
            byte[] bytes = Planted.text(SECRET).getBytes(StandardCharsets.UTF_8);
            System.out.println("x" + Base64.getEncoder().withoutPadding().encodeToString(bytes));
        }
    }

    static final class Keeps {
        @Test
        void itsSecret() {
            Planted.text(SECRET);
            LoggerFactory.getLogger("app").info("the key is kept");
        }
    }

    @AfterAll
    static void thisClassMayWriteIt() {
        Planted.forget(SECRET);
    }

    private static long failedClasses(Class<?> tests) {
        var summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(tests))
                                .build(),
                        summary);
        return summary.getSummary().getContainersFailedCount();
    }

    @Test
    void aClassThatLogsASecretFails() {
        assertThat(failedClasses(Logs.class)).isEqualTo(1);
    }

    @Test
    void aClassThatPrintsASecretFails() {
        assertThat(failedClasses(Prints.class)).isEqualTo(1);
    }

    @Test
    void aClassThatKeepsItPasses() {
        assertThat(failedClasses(Keeps.class)).isZero();
    }
}
