package dev.sealwright.keyservice.inventory;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.Standing;
import dev.sealwright.keyservice.backend.TokenReport;
import dev.sealwright.keyservice.backend.TokenReport.Finding;
import dev.sealwright.keyservice.fips.FipsMode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the typed operations find on the open token, found out once. */
public final class TokenAbilities {
    private static final Logger LOG = LoggerFactory.getLogger(TokenAbilities.class);

    private final TokenReport report;
    private final FipsMode fips;
    private final boolean all;

    private TokenAbilities(TokenReport report, FipsMode fips, boolean all) {
        this.report = report;
        this.fips = fips;
        this.all = all;
    }

    /**
     * Tries out what a service cannot be without, and looks the rest up.
     *
     * @param fips the rule that stands before the backend
     */
    public static TokenAbilities find(KeyBackend backend, FipsMode fips) {
        return new TokenAbilities(backend.examine(needed()), fips, false);
    }

    /** Tries out everything. Making an RSA key takes its time. */
    public static TokenAbilities tryAll(KeyBackend backend) {
        return new TokenAbilities(
                backend.examine(EnumSet.allOf(KeyAlgorithm.class)), FipsMode.OFF, true);
    }

    private static Set<KeyAlgorithm> needed() {
        return Arrays.stream(TypedUse.values())
                .filter(TypedUse::isNeeded)
                .map(TypedUse::algorithm)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(KeyAlgorithm.class)));
    }

    /**
     * Says what the service runs on.
     *
     * @throws StartRefusedException when nothing replaces what it needs
     */
    public TokenAbilities require() {
        List<String> complaints =
                Arrays.stream(TypedUse.values())
                        .filter(TypedUse::isNeeded)
                        .filter(use -> fips == FipsMode.OFF || !use.isOfSecrets())
                        .filter(use -> !works(use.algorithm()))
                        .map(use -> use.complaint(why(use.algorithm())))
                        .toList();
        if (!complaints.isEmpty()) {
            throw new StartRefusedException(
                    "The token (profile "
                            + report.profile()
                            + ") lacks what nothing replaces: "
                            + String.join(" ", complaints)
                            + " Use a token that has it; docs/hsm tells which do.");
        }
        say();
        return this;
    }

    private void say() {
        LOG.info(
                "runs on {}, row {} of {}: {}",
                report.standing().words(),
                report.standing().row(),
                Arrays.stream(Standing.values())
                        .map(Standing::text)
                        .collect(Collectors.joining(" > ")),
                report.title());
        abilities()
                .filter(ability -> !ability.detail().isEmpty())
                .forEach(
                        ability ->
                                LOG.warn(
                                        "{} ({}) is {}: {}",
                                        ability.operation(),
                                        ability.keys(),
                                        ability.state().text(),
                                        ability.detail()));
    }

    /** Whether keys of the algorithm can be made and used. */
    public boolean works(KeyAlgorithm algorithm) {
        return report.of(algorithm).works();
    }

    private String why(KeyAlgorithm algorithm) {
        return report.of(algorithm) instanceof Finding.Missing(String why) ? why : "";
    }

    public TokenDescription describe() {
        return new TokenDescription(
                report.profile(),
                report.title(),
                report.standing().text(),
                fips == FipsMode.ON,
                abilities().toList(),
                report.remarks());
    }

    private Stream<TokenDescription.Ability> abilities() {
        return Arrays.stream(TypedUse.values())
                .filter(use -> all || !use.isOptional() || works(use.algorithm()))
                .map(use -> use.ability(found(use)));
    }

    private Finding found(TypedUse use) {
        return fips.objectionToSealing()
                .filter(_ -> use == TypedUse.SEAL)
                .<Finding>map(why -> new Finding.Missing("FIPS mode: " + why))
                .orElseGet(() -> report.of(use.algorithm()));
    }
}
