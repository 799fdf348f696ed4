package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what the token can do: by its list of mechanisms, and by trying. */
final class Examination {
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

    /** How it failed, if it did. */
    private Optional<String> tryOut(KeyAlgorithm algorithm) {
        SelfTest test = new SelfTest(algorithm, random);
        try {
            SelfTest.Outcome outcome = token.call(Manner.CHANGE, test::run);
            outcome.remark().ifPresent(remarks::add);
            return outcome.failure();
        } catch (KeyBackendException | KeyBackendUnavailableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
