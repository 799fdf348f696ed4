package dev.sealwright.protocol.leaf;

/** What a record leaf is about; its name is the leaf type. */
public enum RecordKind {
    ORG("org"),
    USER("user"),
    ROLE_BINDING("role-binding"),
    API_KEY("api-key"),
    SANDBOX_SPEC("sandbox-spec"),
    POLICY_SOURCE("policy-source"),
    REVOCATION("revocation"),
    SECRET("secret"),
    APPRAISAL_POLICY("appraisal-policy"),
    REFERENCE_VALUES("reference-values"),
    KEY("key");

    private final String type;

    RecordKind(String type) {
        this.type = type;
    }

    public String type() {
        return type;
    }
}
