package dev.sealwright.operator.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries are wanted. */
final class AuditFilter {
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
            names = "--since",
            paramLabel = "TIME",
            description = "Not before this time (RFC 3339).")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this time (RFC 3339).")
    private @Nullable String until;

    Map<String, Optional<String>> parameters() {
        var filter = new LinkedHashMap<String, Optional<String>>();
        filter.put("org", Optional.ofNullable(org));
        filter.put("kind", Optional.ofNullable(kind));
        filter.put("since", Optional.ofNullable(since));
        filter.put("until", Optional.ofNullable(until));
        return filter;
    }
}
