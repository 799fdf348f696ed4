package dev.sealwright.attestation.hsmkey;

import java.util.Optional;

/**
 * A LiquidSecurity HSM (one partition of a card) that is genuine.
 *
 * @param name common name of its certificate, printable; tells serial numbers and the mode
 * @param maker name of the root by which its maker vouches for it
 * @param owner name of the root by which who runs it does, if that was asked for
 */
public record HsmIdentity(String name, String maker, Optional<String> owner) {
    /** For people. */
    public String text() {
        return name
                + ": made by the holder of "
                + maker
                + owner.map(root -> ", run by the holder of " + root)
                        .orElse("; by whom it is run was not asked");
    }
}
