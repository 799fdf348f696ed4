package dev.sealwright.operator.export;

import java.util.List;
import java.util.Set;

/**
 * Trust services criteria (AICPA TSP section 100, 2017) that entries of the log are evidence for,
 * and which kinds of entries. What no entry shows is not here.
 */
enum Criterion {
    CC6_1(
            "CC6.1",
            "Logical access to protected assets: who opened or was refused what, and the keys behind",
            Set.of(
                    "access.refused",
                    "api-key",
                    "authority-key",
                    "anchors",
                    "ceremony",
                    "server",
                    "secret",
                    "seal",
                    "unseal",
                    "shred",
                    "reseal",
                    "org-key-version",
                    "org-key-switch",
                    "org-key-destruction",
                    "org-key-restoration",
                    "org-key-destroyed",
                    "secret.refused",
                    "enrolment",
                    "renewal",
                    "activation")),
    CC6_2(
            "CC6.2",
            "Registration and removal of users, their credentials, and hosts",
            Set.of(
                    "user",
                    "api-key",
                    "bootstrap",
                    "enrolment",
                    "enrolment.refused",
                    "bootstrap.contested",
                    "revocation")),
    CC6_3(
            "CC6.3",
            "Access by role, its changes and its withdrawal",
            Set.of("role-binding", "approval", "revocation", "secret")),
    CC7_2(
            "CC7.2",
            "Anomalies that were noticed",
            Set.of(
                    "access.refused",
                    "secret.refused",
                    "enrolment.refused",
                    "bootstrap.contested",
                    "bootstrap.refused",
                    "host.quarantined",
                    "host.refused",
                    "renewal.refused",
                    "policy.refused",
                    "log.refused",
                    "hsm.unavailable",
                    "hsm.recovered",
                    "attestation-result")),
    CC8_1(
            "CC8.1",
            "Changes of configuration and policy, and their approval",
            Set.of(
                    "org",
                    "sandbox-spec",
                    "policy-source",
                    "policy",
                    "appraisal-policy",
                    "reference-values",
                    "authority-key",
                    "approval",
                    "anchors",
                    "ceremony"));

    private final String id;
    private final String about;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> kinds;

    Criterion(String id, String about, Set<String> kinds) {
        this.id = id;
        this.about = about;
        this.kinds = kinds;
    }

    String id() {
        return id;
    }

    String about() {
        return about;
    }

    /** The entries that are evidence for it. */
    List<BundleEntry> of(List<BundleEntry> entries) {
        return entries.stream().filter(entry -> kinds.contains(entry.kind())).toList();
    }
}
