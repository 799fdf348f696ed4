package dev.sealwright.controlplane.cryptoperiod;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The periods that are configured, and what follows from them for a key. */
@Singleton
public final class Cryptoperiods {
    private final Map<KeyPurpose, Integer> originator;
    private final Map<KeyPurpose, Integer> recipient;
    private final Set<KeyPurpose> enforced;
    private final Duration warn;
    private final InstantSource clock;

    Cryptoperiods(CryptoperiodSettings settings, InstantSource clock) {
        this.originator = settings.originator();
        this.recipient = settings.recipient();
        this.enforced = settings.enforced();
        this.warn = Duration.ofDays(settings.warnDays());
        this.clock = clock;
    }

    public Cryptoperiod of(KeyPurpose purpose, Instant activated) {
        int days = recipient.getOrDefault(purpose, purpose.recipientDays());
        return new Cryptoperiod(
                activated,
                after(activated, originator.getOrDefault(purpose, purpose.originatorDays())),
                days == 0 ? Optional.empty() : Optional.of(after(activated, days)));
    }

    private static Instant after(Instant activated, int days) {
        return activated.plus(Duration.ofDays(days));
    }

    /** What its owner should know of a key that protects what is new. */
    public Optional<String> warning(KeyPurpose purpose, Instant activated) {
        Instant end = of(purpose, activated).originatorEnd();
        Instant now = clock.instant();
        if (!now.isBefore(end)) {
            return Optional.of("its originator-usage period ended at " + end + "; rotate it");
        }
        return now.isBefore(end.minus(warn))
                ? Optional.empty()
                : Optional.of("its originator-usage period ends at " + end + "; rotate it");
    }

    /**
     * Refuses new protection after the end of the period, where that is configured.
     *
     * @throws ProblemException of the kind key-inactive
     */
    public void require(KeyPurpose purpose, Instant activated) {
        Instant end = of(purpose, activated).originatorEnd();
        if (enforced.contains(purpose) && !clock.instant().isBefore(end)) {
            throw ProblemException.of(
                    ProblemKind.KEY_INACTIVE,
                    "The key's originator-usage period ended at " + end + ". Rotate it.");
        }
    }
}
