package dev.sealwright.keyservice.inventory;

import dev.sealwright.keyservice.api.TokenDescription.Ability;
import dev.sealwright.keyservice.api.TokenDescription.State;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.TokenReport.Finding;

/** What the typed operations do with keys on the token, and what there is if the token cannot. */
enum TypedUse {
    APPEND(
            "append",
            "the log key, Ed25519",
            KeyAlgorithm.ED25519,
            "Verifiers everywhere demand Ed25519 of the log, so that another algorithm does not"
                    + " replace it"),
    APPEND_POST_QUANTUM("append", "a second key of the log, ML-DSA-65", KeyAlgorithm.ML_DSA_65),
    ISSUE(
            "issue",
            "the keys of both CAs, P-256",
            KeyAlgorithm.EC_P256,
            "The root certifies CAs of P-256 only"),
    SIGN_EDDSA_JWT(
            "sign-jwt",
            "the token key, Ed25519",
            KeyAlgorithm.ED25519,
            "Relying parties are promised EdDSA"),
    SIGN_ES256_JWT(
            "sign-jwt",
            "the token key for ES256, P-256",
            KeyAlgorithm.EC_P256,
            "Relying parties are promised ES256 if they ask for it"),
    DERIVE(
            "derive",
            "the key that secrets are derived under, HMAC-SHA-256",
            KeyAlgorithm.HMAC_SHA256,
            "A code of another kind would make other secrets"),
    SEAL(
            "seal",
            "organisations' keys, AES-256-GCM",
            KeyAlgorithm.AES_256,
            "Nothing else authenticates what belongs to a secret in the same call"),
    UNSEAL(
            "unseal",
            "organisations' keys, AES-256-GCM",
            KeyAlgorithm.AES_256,
            "Nothing else authenticates what belongs to a secret in the same call"),
    SIGN_ED25519("sign", "client keys, Ed25519", KeyAlgorithm.ED25519),
    SIGN_P256("sign", "client keys, P-256", KeyAlgorithm.EC_P256),
    SIGN_RSA("sign", "client keys, RSA-3072", KeyAlgorithm.RSA_3072);

    private final String operation;
    private final String keys;
    private final KeyAlgorithm algorithm;
    private final String irreplaceable;

    TypedUse(String operation, String keys, KeyAlgorithm algorithm, String irreplaceable) {
        this.operation = operation;
        this.keys = keys;
        this.algorithm = algorithm;
        this.irreplaceable = irreplaceable;
    }

    /** A use that clients are refused where it is missing; the service goes on without. */
    TypedUse(String operation, String keys, KeyAlgorithm algorithm) {
        this(operation, keys, algorithm, "");
    }

    KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** What FIPS mode does without. */
    boolean isOfSecrets() {
        return this == SEAL || this == UNSEAL;
    }

    /** What a ceremony makes keys for if it is told to: nobody misses it where it is not. */
    boolean isOptional() {
        return this == APPEND_POST_QUANTUM;
    }

    boolean isNeeded() {
        return !irreplaceable.isEmpty();
    }

    Ability ability(Finding finding) {
        return switch (finding) {
            case Finding.Available(boolean tried) -> ability(State.AVAILABLE, tried, "");
            case Finding.Replaced(String by, boolean tried) -> ability(State.REPLACED, tried, by);
            case Finding.Missing(String why) -> ability(State.MISSING, false, why);
        };
    }

    private Ability ability(State state, boolean tried, String detail) {
        return new Ability(operation, keys, state, isNeeded(), tried, detail);
    }

    /** Why there is no service without it. */
    String complaint(String why) {
        return operation + " (" + keys + "): " + why + ". " + irreplaceable + ".";
    }
}
