package dev.sealwright.keyservice.api;

/**
 * What a derived secret is for. The label is the HMAC's whole input, so no purpose can stand in for
 * another.
 */
public enum Purpose {
    API_KEY_PEPPER("sealwright/derive/api-key-pepper/v1"),
    ENROLMENT_CHALLENGE("sealwright/derive/enrolment-challenge/v1");

    private final String label;

    Purpose(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
