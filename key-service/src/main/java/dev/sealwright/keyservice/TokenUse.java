package dev.sealwright.keyservice;

import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import java.util.Optional;

/**
 * How the token is used.
 *
 * @param vendor profile of the module's vendor; without one, it is recognised
 */
public record TokenUse(Optional<VendorProfile> vendor) {
    public static final TokenUse USUAL = new TokenUse(Optional.empty());

    /** By this vendor's profile, whatever the module says of itself. */
    public TokenUse of(VendorProfile chosen) {
        return new TokenUse(Optional.of(chosen));
    }
}
