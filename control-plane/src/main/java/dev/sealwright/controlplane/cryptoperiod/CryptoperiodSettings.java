package dev.sealwright.controlplane.cryptoperiod;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Periods other than the usual ones.
 *
 * @param originatorDays such as {@code encryption=365,signing=730}
 * @param recipientDays likewise; 0 for no end
 * @param warnDays how long before its end a period is warned of
 * @param enforce purposes whose keys protect nothing new after their end: {@code encryption},
 *     {@code signing}, or both with a comma between
 */
@ConfigurationProperties("sealwright.cryptoperiods")
public record CryptoperiodSettings(
        @Nullable String originatorDays,
        @Nullable String recipientDays,
        @Bindable(defaultValue = "30") int warnDays,
        @Nullable String enforce) {
    private static final int MAX = 36_500;

    /** Whoever stops the others stops the service, and with it what could replace them. */
    private static final Set<KeyPurpose> ENFORCEABLE =
            EnumSet.of(KeyPurpose.ENCRYPTION, KeyPurpose.SIGNING);

    public CryptoperiodSettings {
        days("originator-days", originatorDays, 1);
        days("recipient-days", recipientDays, 0);
        if (warnDays < 0 || warnDays > MAX) {
            throw new IllegalArgumentException("sealwright.cryptoperiods.warn-days is 0 to " + MAX);
        }
        enforced(enforce);
    }

    Map<KeyPurpose, Integer> originator() {
        return days("originator-days", originatorDays, 1);
    }

    Map<KeyPurpose, Integer> recipient() {
        return days("recipient-days", recipientDays, 0);
    }

    Set<KeyPurpose> enforced() {
        return enforced(enforce);
    }

    private static Map<KeyPurpose, Integer> days(String name, @Nullable String text, int least) {
        Map<KeyPurpose, Integer> days = new EnumMap<>(KeyPurpose.class);
        for (String part : parts(text)) {
            String[] pair = part.split("=", 2);
            KeyPurpose purpose =
                    KeyPurpose.of(pair[0].strip()).orElseThrow(() -> wrong(name, part));
            if (pair.length != 2
                    || !pair[1].strip().matches("\\d{1,5}")
                    || Integer.parseInt(pair[1].strip()) < least
                    || Integer.parseInt(pair[1].strip()) > MAX
                    || days.put(purpose, Integer.parseInt(pair[1].strip())) != null) {
                throw wrong(name, part);
            }
        }
        return days;
    }

    private static Set<KeyPurpose> enforced(@Nullable String text) {
        Set<KeyPurpose> purposes = EnumSet.noneOf(KeyPurpose.class);
        for (String part : parts(text)) {
            purposes.add(
                    KeyPurpose.of(part.strip())
                            .filter(ENFORCEABLE::contains)
                            .orElseThrow(() -> wrong("enforce", part)));
        }
        return purposes;
    }

    private static String[] parts(@Nullable String text) {
        return text == null || text.isBlank() ? new String[0] : text.split(",", -1);
    }

    private static IllegalArgumentException wrong(String name, String part) {
        return new IllegalArgumentException(
                "sealwright.cryptoperiods."
                        + name
                        + " has \""
                        + part
                        + "\"; see docs/keys.md, cryptoperiods, for what it takes");
    }
}
