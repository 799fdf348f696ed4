package dev.sealwright.keyservice;

import dev.sealwright.keyservice.fips.FipsMode;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import java.util.Optional;

/**
 * How the token is used.
 *
 * @param vendor profile of the module's vendor; without one, it is recognised
 * @param fips whether only what FIPS 140-3 approves is asked of it
 */
public record TokenUse(Optional<VendorProfile> vendor, FipsMode fips) {
    public static final TokenUse USUAL = new TokenUse(Optional.empty(), FipsMode.OFF);

    /** By this vendor's profile, whatever the module says of itself. */
    public TokenUse of(VendorProfile chosen) {
        return new TokenUse(Optional.of(chosen), fips);
    }

    public TokenUse in(FipsMode mode) {
        return new TokenUse(vendor, mode);
    }
}
