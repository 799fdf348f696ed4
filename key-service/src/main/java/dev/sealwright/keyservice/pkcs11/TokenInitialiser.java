package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.pkcs11.VisibleTokens.Visible;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;
import dev.sealwright.keyservice.pkcs11.binding.UserType;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes an empty slot into a token, for the ceremony. It initialises the module for itself, so no
 * backend may be open in the process meanwhile.
 */
public final class TokenInitialiser {
    private final Cryptoki cryptoki;
    private final Path module;

    private TokenInitialiser(Cryptoki cryptoki, Path module) {
        this.cryptoki = cryptoki;
        this.module = module;
    }

    /** For the tokens that this module shows. */
    public static TokenInitialiser of(Path module) {
        return new TokenInitialiser(OpenToken.load(module), module);
    }

    /**
     * Initialises the first slot that is free.
     *
     * @param soPinFile holds the PIN to give the security officer in one line, readable by its
     *     owner only
     * @param userPinFile holds the user PIN in the same way
     * @throws KeyBackendException when a token of that label is there, or no slot is free
     */
    public TokenIdentity initialise(String label, Path soPinFile, Path userPinFile) {
        try {
            cryptoki.initialise();
        } catch (CryptokiException e) {
            throw e.is(ReturnCode.CRYPTOKI_ALREADY_INITIALIZED)
                    ? Failures.inUse(e)
                    : Failures.of(e, Faults.STANDARD.of(e));
        }
        try {
            refuseIfPresent(label);
            long slot = freeSlot();
            new PinFile(soPinFile).lend(pin -> cryptoki.initialiseToken(slot, pin, label));
            setUserPin(slot, soPinFile, userPinFile);
            return present(label).getFirst().identity();
        } catch (CryptokiException e) {
            throw Failures.of(e, Faults.STANDARD.of(e));
        } finally {
            cryptoki.finish();
        }
    }

    private void setUserPin(long slot, Path soPinFile, Path userPinFile) {
        long session = cryptoki.openSession(slot);
        try {
            new PinFile(soPinFile)
                    .lend(pin -> cryptoki.login(session, UserType.SECURITY_OFFICER, pin));
            new PinFile(userPinFile).lend(pin -> cryptoki.initialisePin(session, pin));
        } finally {
            cryptoki.closeSession(session);
        }
    }

    private void refuseIfPresent(String label) {
        if (!present(label).isEmpty()) {
            throw new KeyBackendException(
                    "A token with the label "
                            + label
                            + " exists. It is not erased; use it, or remove it by the vendor's own tool.");
        }
    }

    private List<Visible> present(String label) {
        return VisibleTokens.list(cryptoki, module).stream()
                .filter(each -> each.identity().label().equals(label))
                .toList();
    }

    private long freeSlot() {
        return cryptoki.slots().stream()
                .filter(slot -> !cryptoki.tokenInfo(slot).isInitialised())
                .findFirst()
                .orElseThrow(
                        () ->
                                new KeyBackendException(
                                        "No slot of the module has an uninitialised token. Free one by the vendor's own"
                                                + " tool."));
    }
}
