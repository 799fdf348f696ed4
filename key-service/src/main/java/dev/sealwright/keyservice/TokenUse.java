package dev.sealwright.keyservice;

import dev.sealwright.keyservice.fips.FipsMode;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the token is used.
 *
 * @param vendor profile of the module's vendor; without one, it is recognised
 * @param fips whether only what FIPS 140-3 approves is asked of it
 * @param sessions how many calls run at once; without a number, as many as usual
 */
public record TokenUse(Optional<VendorProfile> vendor, FipsMode fips, OptionalInt sessions) {
    public static final TokenUse USUAL =
            new TokenUse(Optional.empty(), FipsMode.OFF, OptionalInt.empty());

    /** By this vendor's profile, whatever the module says of itself. */
    public TokenUse of(VendorProfile chosen) {
        return new TokenUse(Optional.of(chosen), fips, sessions);
    }

    public TokenUse in(FipsMode mode) {
        return new TokenUse(vendor, mode, sessions);
    }

    /** With so many calls at once. */
    public TokenUse by(int number) {
        return new TokenUse(vendor, fips, OptionalInt.of(number));
    }
}
