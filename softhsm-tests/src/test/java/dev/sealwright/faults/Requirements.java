package dev.sealwright.faults;

import dev.sealwright.testkit.SoftHsm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** What these tests need of the machine; they are skipped without it, and say so. */
final class Requirements {
    private Requirements() {}

    static Deployment deployment(Path home) {
        return deployment(home, Map.of());
    }

    static Deployment deployment(Path home, Map<String, String> more) {
        Assumptions.assumeTrue(SoftHsm.installed().isPresent(), "SoftHSM2 is not on this machine");
        return Deployment.prepared(home, more);
    }

    /** One with further members that issue and open as its key service does. */
    static Deployment fullMembers(Path home, int members) {
        Assumptions.assumeTrue(SoftHsm.installed().isPresent(), "SoftHSM2 is not on this machine");
        return Deployment.withFullMembers(home, members);
    }

    /**
     * One whose log has further voters.
     *
     * @param members so many beside the key service
     * @param witnesses their verifier keys
     */
    static Deployment deployment(
            Path home, Map<String, String> more, int members, List<String> witnesses) {
        Assumptions.assumeTrue(SoftHsm.installed().isPresent(), "SoftHSM2 is not on this machine");
        return Deployment.prepared(home, more, members, witnesses);
    }
}
