package dev.sealwright.keyservice.fips;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import java.util.Optional;

/**
 * Whether only algorithms that FIPS 140-3 approves are used. That is a rule about what is done, and
 * no word about the module that does it: whether the token is validated, its certificate says.
 */
public enum FipsMode {
    OFF,
    ON;

    private static final String RECOVERY =
            "each secret is sealed to the recovery key, too, by X25519 (RFC 9180), which NIST SP"
                    + " 800-56A does not approve";

    /** The backend behind this rule. */
    public KeyBackend over(KeyBackend backend) {
        return this == ON ? new ApprovedBackend(backend) : backend;
    }

    /**
     * Why keys of the algorithm are not used, if so.
     *
     * @param tokenMakesNonces whether AES-GCM nonces are made by the token itself
     */
    public Optional<String> objection(KeyAlgorithm algorithm, boolean tokenMakesNonces) {
        return this == OFF ? Optional.empty() : unapproved(algorithm, tokenMakesNonces);
    }

    /**
     * FIPS 186-5, FIPS 197, FIPS 198-1, FIPS 204; SP 800-38D section 8.2 and IG C.H for the nonce.
     */
    private static Optional<String> unapproved(KeyAlgorithm algorithm, boolean tokenMakesNonces) {
        return switch (algorithm) {
            case ED25519, EC_P256, EC_P384, RSA_3072, ML_DSA_65, HMAC_SHA256 -> Optional.empty();
            case AES_256 ->
                    tokenMakesNonces
                            ? Optional.empty()
                            : Optional.of(
                                    "AES-GCM is approved with nonces that the token makes itself,"
                                            + " and this one takes them from outside");
        };
    }

    /** Why no secret is sealed, if so. */
    public Optional<String> objectionToSealing() {
        return this == ON ? Optional.of(RECOVERY) : Optional.empty();
    }

    /**
     * Lets nobody seal who may not.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#NOT_OFFERED} when no secret is sealed
     */
    public void requireSealing() {
        objectionToSealing()
                .ifPresent(
                        why -> {
                            throw new KeyServiceRefusedException(
                                    RefusalCode.NOT_OFFERED, "FIPS mode seals no secrets: " + why);
                        });
    }
}
