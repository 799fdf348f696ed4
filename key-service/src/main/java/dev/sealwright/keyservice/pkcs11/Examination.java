package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.backend.KeyMechanism;
import dev.sealwright.keyservice.backend.TokenReport;
import dev.sealwright.keyservice.backend.TokenReport.Finding;
import dev.sealwright.keyservice.pkcs11.Call.Manner;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what the token can do: by its list of mechanisms, and by trying. */
final class Examination {
    private static final int ATTEMPTS = KeyBackend.SIGNING_TRIES;

    private final OpenToken token;
    private final VendorProfile vendor;
    private final SecureRandom random;
    private final List<String> remarks;

    Examination(OpenToken token, SecureRandom random) {
        this.token = token;
        this.vendor = token.vendor();
        this.random = random;
        this.remarks = new ArrayList<>(vendor.notes());
        vendor.objects()
                .ifPresent(most -> remarks.add("The token holds " + most + " objects at most."));
        vendor.sessions().ifPresent(most -> remarks.add("It has " + most + " sessions at most."));
    }

    TokenReport run(Set<KeyAlgorithm> trying) {
        Map<KeyAlgorithm, Finding> findings = new EnumMap<>(KeyAlgorithm.class);
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            findings.put(algorithm, find(algorithm, trying.contains(algorithm)));
        }
        return new TokenReport(
                vendor.name(),
                vendor.title(),
                vendor.standing(),
                vendor.tokenMakesNonces(),
                findings,
                remarks);
    }

    private Finding find(KeyAlgorithm algorithm, boolean trying) {
        Profile profile = Profile.of(algorithm);
        List<String> absent =
                profile.needed().stream()
                        .filter(need -> !token.capabilities().contains(need))
                        .map(KeyMechanism::name)
                        .toList();
        if (!absent.isEmpty()) {
            return new Finding.Missing("the token does not offer " + String.join(", ", absent));
        }
        boolean tried = trying && vendor.sessionKeys();
        Optional<String> failure = tried ? tryOut(algorithm) : Optional.empty();
        if (failure.isPresent()) {
            return new Finding.Missing("it is offered, but " + failure.get());
        }
        return vendor.replaces(profile.use()) || vendor.replaces(profile.generation())
                ? new Finding.Replaced(replacement(profile), tried)
                : new Finding.Available(tried);
    }

    private String replacement(Profile profile) {
        long number =
                vendor.number(
                        vendor.replaces(profile.use()) ? profile.use() : profile.generation());
        return "the vendor's mechanism 0x" + Long.toHexString(number);
    }

    /**
     * How it fails, if it does. What a token cannot do fails in the same way each time.
     *
     * @throws KeyBackendUnavailableException when the token is away, or fails in another way each
     *     time
     */
    private Optional<String> tryOut(KeyAlgorithm algorithm) {
        Set<String> failures = new LinkedHashSet<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SelfTest.Outcome outcome = attempt(new SelfTest(algorithm, random));
            if (outcome.failure().isEmpty()) {
                outcome.remark().ifPresent(remarks::add);
                return Optional.empty();
            }
            failures.add(outcome.failure().get());
        }
        if (failures.size() > 1) {
            throw new KeyBackendUnavailableException(
                    "The token is not in order now: each test of "
                            + algorithm
                            + " failed in another way: "
                            + String.join("; ", failures));
        }
        return failures.stream().findFirst();
    }

    private SelfTest.Outcome attempt(SelfTest test) {
        try {
            return token.call(Manner.CHANGE, test::run);
        } catch (KeyBackendException e) {
            return SelfTest.Outcome.failed(String.valueOf(e.getMessage()));
        }
    }
}
