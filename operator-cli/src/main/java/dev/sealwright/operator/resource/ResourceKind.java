package dev.sealwright.operator.resource;

/** The declarative resources: the command's name, and the path they live under. */
enum ResourceKind {
    ORGS("orgs", "", "organisations"),
    USERS("users", "/users", "users of an organisation"),
    ROLES("roles", "/role-bindings", "role bindings: which user has which role"),
    API_KEYS("api-keys", "/api-keys", "API keys"),
    POLICIES("policies", "/policies", "policy sources"),
    SANDBOX_SPECS("sandbox-spec", "/sandbox-specs", "sandbox specs"),
    SECRETS("secrets", "/secrets", "secrets"),
    KEYS("keys", "/keys", "keys that an organisation signs with"),
    APPRAISAL_POLICIES(
            "appraisal-policies", "/appraisal-policies", "appraisal policies of evidence"),
    REFERENCE_VALUES("reference-values", "/reference-values", "sets of reference values");

    private final String command;
    private final String path;
    private final String plural;

    ResourceKind(String command, String path, String plural) {
        this.command = command;
        this.path = path;
        this.plural = plural;
    }

    String command() {
        return command;
    }

    /** Other names that the command answers to: those of the API. */
    String[] aliases() {
        return this == ROLES ? new String[] {"role-bindings"} : new String[0];
    }

    /** Below {@code /v1/orgs/<org>}; empty for organisations themselves. */
    String path() {
        return path;
    }

    String plural() {
        return plural;
    }
}
