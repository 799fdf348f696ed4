package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which token to open and how hard to lean on it.
 *
 * @param module the vendor's PKCS#11 library
 * @param tokenLabel the label of the token; slot numbers change, labels do not
 * @param pinFile holds the user PIN in one line, readable by its owner only
 * @param sessions how many calls run at once, 1 to 64
 * @param queue how many calls may wait, 1 to 65 536
 * @param deadline how long a caller waits for its answer
 * @param hangLimit how long one call may stay in the module before its thread is given up
 * @param vendor the profile of the module's vendor; without one, it is recognised
 */
public record Pkcs11Config(
        Path module,
        String tokenLabel,
        Path pinFile,
        int sessions,
        int queue,
        Duration deadline,
        Duration hangLimit,
        Optional<VendorProfile> vendor) {
    /** So many calls run at once, at most. */
    public static final int MAX_SESSIONS = 64;

    private static final int MAX_QUEUE = 65_536;

    public Pkcs11Config {
        require(
                !tokenLabel.isBlank() && tokenLabel.length() <= 32,
                "the token label has 1 to 32 characters");
        require(sessions >= 1 && sessions <= MAX_SESSIONS, "sessions are 1 to 64");
        require(queue >= 1 && queue <= MAX_QUEUE, "the queue holds 1 to 65536");
        require(
                deadline.isPositive() && hangLimit.isPositive(),
                "deadline and hang limit are positive");
    }

    /** The usual: as many sessions as twice the processors, within 2 and 16. */
    public static Pkcs11Config of(Path module, String tokenLabel, Path pinFile) {
        int sessions = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 2, 16);
        return new Pkcs11Config(
                module,
                tokenLabel,
                pinFile,
                sessions,
                1024,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Optional.empty());
    }

    /** By this vendor's profile, whatever the module says of itself. */
    public Pkcs11Config of(VendorProfile chosen) {
        return new Pkcs11Config(
                module,
                tokenLabel,
                pinFile,
                sessions,
                queue,
                deadline,
                hangLimit,
                Optional.of(chosen));
    }

    /** What of the two is over sooner. */
    Duration shortestLimit() {
        return deadline.compareTo(hangLimit) < 0 ? deadline : hangLimit;
    }

    public Pkcs11Config withSessions(int number) {
        return new Pkcs11Config(
                module, tokenLabel, pinFile, number, queue, deadline, hangLimit, vendor);
    }

    public Pkcs11Config withLimits(Duration newDeadline, Duration newHangLimit) {
        return new Pkcs11Config(
                module, tokenLabel, pinFile, sessions, queue, newDeadline, newHangLimit, vendor);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("PKCS#11 configuration: " + rule);
        }
    }
}
