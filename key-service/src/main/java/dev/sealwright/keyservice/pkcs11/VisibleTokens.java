package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.binding.ModuleInfo;
import dev.sealwright.keyservice.pkcs11.binding.TokenInfo;
import dev.sealwright.keyservice.pkcs11.vendor.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The initialised tokens in all slots of a module. */
final class VisibleTokens {
    /** A token and where it is. */
    record Visible(long slot, TokenIdentity identity) {}

    private VisibleTokens() {}

    static List<Visible> list(Cryptoki cryptoki, Path module) {
        ModuleInfo library = cryptoki.moduleInfo();
        List<Visible> visible = new ArrayList<>();
        for (long slot : cryptoki.slots()) {
            try {
                TokenInfo token = cryptoki.tokenInfo(slot);
                if (token.isInitialised()) {
                    visible.add(new Visible(slot, identity(token, library, module)));
                }
            } catch (CryptokiException e) {
                if (Faults.STANDARD.of(e) != Fault.RESTART) {
                    throw e;
                }
                // A token that was pulled between the listing and the question is not visible.
            }
        }
        return List.copyOf(visible);
    }

    private static TokenIdentity identity(TokenInfo token, ModuleInfo library, Path module) {
        return new TokenIdentity(
                token.label(),
                token.serial(),
                token.manufacturer(),
                token.model(),
                token.firmware(),
                library.description(),
                library.libraryVersion(),
                String.valueOf(module.getFileName()));
    }
}
