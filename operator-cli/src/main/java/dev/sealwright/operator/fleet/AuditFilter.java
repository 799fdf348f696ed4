package dev.sealwright.operator.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries are wanted. */
public final class AuditFilter {
    @Option(
            names = "--org",
            paramLabel = "ORG",
            description = "Only of this organisation. Default: of all, which takes AUDITOR.")
    private @Nullable String org;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only of this kind: a leaf type, or what happened.")
    private @Nullable String kind;

    @Option(
            names = "--actor",
            paramLabel = "ACTOR",
            description =
                    "Only of this actor, user:ORG/NAME or host:ID; for people, NAME of --org is"
                            + " enough.")
    private @Nullable String actor;

    @Option(
            names = {"--since", "--from"},
            paramLabel = "TIME",
            description = "Not before this time (RFC 3339).")
    private @Nullable String since;

    @Option(
            names = {"--until", "--to"},
            paramLabel = "TIME",
            description = "Before this time (RFC 3339).")
    private @Nullable String until;

    public Map<String, Optional<String>> parameters() {
        var filter = new LinkedHashMap<String, Optional<String>>();
        filter.put("org", Optional.ofNullable(org));
        filter.put("kind", Optional.ofNullable(kind));
        filter.put("actor", Optional.ofNullable(actor).map(this::named));
        filter.put("since", Optional.ofNullable(since));
        filter.put("until", Optional.ofNullable(until));
        return filter;
    }

    private String named(String given) {
        return org == null || given.contains(":") ? given : "user:" + org + "/" + given;
    }

    /** The organisation, if it is all that limits the entries besides the time. */
    public Optional<String> organisationAlone() {
        return kind == null && actor == null ? Optional.ofNullable(org) : Optional.empty();
    }

    public Optional<String> since() {
        return Optional.ofNullable(since);
    }

    public Optional<String> until() {
        return Optional.ofNullable(until);
    }
}
