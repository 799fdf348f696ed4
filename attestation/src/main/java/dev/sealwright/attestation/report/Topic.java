package dev.sealwright.attestation.report;

import java.util.List;

/**
 * What a report has a line about, with the clauses of others' catalogues that the line bears on. A
 * clause here means that the line is evidence an assessor can use for it, never that it is met.
 */
public enum Topic {
    DOCUMENT("document", "The report is the one that stands in the log", Clauses.LOG),
    CHECKPOINT(
            "checkpoint",
            "The log's checkpoint carries the signatures that the anchors demand",
            Clauses.LOG),
    POST_QUANTUM(
            "post-quantum", "The log's checkpoint withstands whoever forges Ed25519", Clauses.LOG),
    ANCHORS("anchors", "The trust anchors are signed by the pinned root", Clauses.KEYS),
    EPOCHS(
            "epochs",
            "What became of earlier epochs of the log is signed by the pinned root",
            Clauses.LOG),
    FRESHNESS("freshness", "The report is as recent as was asked for", List.of()),
    TIME("time", "The time it gives is right", List.of()),
    ISSUING_CAS(
            "issuing-cas",
            "The issuing CAs are limited to what they are for",
            Clauses.CERTIFICATES),
    SERVER_CERTIFICATE(
            "server-certificate",
            "The listeners' certificate follows from a leaf of the log",
            Clauses.CERTIFICATES),
    TOKEN("token", "Private keys are held on a PKCS#11 token", Clauses.STORAGE),
    KEYS_BOUND(
            "keys-bound",
            "Private keys were made on the token and cannot leave it",
            Clauses.STORAGE),
    KEYS_NAMED("keys-named", "The token's keys are those that the anchors name", Clauses.KEYS),
    KEY_PERIODS(
            "key-periods",
            "Keys that protect what is new are within their periods",
            Clauses.PERIODS),
    HARDWARE("hardware", "A vendor vouches for the hardware that holds them", Clauses.STORAGE),
    HSM_IDENTITY(
            "hsm-identity", "The HSM is genuine, by its maker and by who runs it", Clauses.STORAGE),
    HSM_KEYS("hsm-keys", "A key that an HSM vouches for is the one in use", Clauses.KEYS),
    KEYS_GENERATED("keys-generated", "Private keys were generated in an HSM", Clauses.STORAGE),
    KEYS_NOT_EXTRACTABLE(
            "keys-not-extractable", "No HSM command hands private keys out", Clauses.STORAGE),
    KEYS_NEVER_EXTRACTABLE("keys-never-extractable", "None ever could", Clauses.STORAGE),
    KEYS_SENSITIVE("keys-sensitive", "Private keys never show in the clear", Clauses.STORAGE),
    OPERATORS("operators", "Who may change what is trusted is fixed", Clauses.CONTROL),
    SANDBOX_SPECS("sandbox-specs", "The sandbox specs stand in the log", Clauses.CONFIGURATION),
    POLICIES("policies", "The policies stand in the log and are within their time", Clauses.ACCESS),
    POLICIES_NEWEST("policies-newest", "No newer policies were logged", Clauses.ACCESS),
    ROLE_BINDINGS("role-bindings", "There are as many role bindings as it says", Clauses.ROLES),
    ORG_HEADS("org-heads", "The chain of each org is committed to in the log", Clauses.LOG),
    ORG_CHAINS("org-chains", "The leaves of the log give those chains", Clauses.LOG),
    COMPONENTS("components", "The software's components are listed", Clauses.COMPONENTS),
    BUILD("build", "What runs is that software", Clauses.COMPONENTS);

    private final String id;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // what List.of made
    private final List<String> clauses;

    Topic(String id, String title, List<String> clauses) {
        this.id = id;
        this.title = title;
        this.clauses = clauses;
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    public List<String> clauses() {
        return clauses;
    }

    /**
     * SOC 2 (2017, points of focus 2022), ISO/IEC 27001:2022, PCI DSS 4.0.1, NIST SP 800-57-1r5.
     */
    private static final class Clauses {
        static final List<String> LOG =
                List.of("SOC 2 CC7.2", "ISO 27001 A.8.15", "PCI DSS 10.3.4", "NIST SP 800-57 9.2");
        static final List<String> KEYS =
                List.of("SOC 2 CC6.1", "ISO 27001 A.8.24", "PCI DSS 3.7.7");
        static final List<String> PERIODS =
                List.of("SOC 2 CC6.1", "ISO 27001 A.8.24", "PCI DSS 3.7.4", "NIST SP 800-57 5.3");
        static final List<String> STORAGE =
                List.of(
                        "SOC 2 CC6.1",
                        "ISO 27001 A.8.24",
                        "PCI DSS 3.6.1",
                        "PCI DSS 3.7.3",
                        "NIST SP 800-57 6.2.2");
        static final List<String> CERTIFICATES =
                List.of("SOC 2 CC6.7", "ISO 27001 A.8.24", "PCI DSS 4.2.1");
        static final List<String> CONTROL =
                List.of("SOC 2 CC6.1", "ISO 27001 A.5.3", "PCI DSS 3.7.6");
        static final List<String> CONFIGURATION = List.of("SOC 2 CC8.1", "ISO 27001 A.8.9");
        static final List<String> ACCESS = List.of("SOC 2 CC6.1", "ISO 27001 A.5.15");
        static final List<String> ROLES =
                List.of("SOC 2 CC6.3", "ISO 27001 A.5.18", "PCI DSS 7.2.4");
        static final List<String> COMPONENTS =
                List.of("SOC 2 CC7.1", "ISO 27001 A.8.8", "PCI DSS 6.3.2");

        private Clauses() {}
    }
}
