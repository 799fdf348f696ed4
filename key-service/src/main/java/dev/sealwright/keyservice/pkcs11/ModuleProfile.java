package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfiles;
import java.nio.file.Path;

/** Which vendor's a module is, by its own word. */
public final class ModuleProfile {
    private ModuleProfile() {}

    /**
     * The name of its profile. It initialises the module for itself, so no backend may be open in
     * the process meanwhile; tokens are not looked at.
     */
    public static String nameOf(Path module) {
        Cryptoki cryptoki = OpenToken.load(module);
        try {
            cryptoki.initialise();
            try {
                return VendorProfiles.recognised(cryptoki.moduleInfo()).name();
            } finally {
                cryptoki.finish();
            }
        } catch (CryptokiException e) {
            throw Failures.of(e, Faults.STANDARD.of(e));
        }
    }
}
