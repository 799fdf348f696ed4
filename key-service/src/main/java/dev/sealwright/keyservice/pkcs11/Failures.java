package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.AuthenticationFailedException;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.vendor.Fault;
import java.nio.file.Path;

/** Says failed calls in the words of the backend. */
final class Failures {
    private Failures() {}

    static RuntimeException of(CryptokiException e, Fault fault) {
        return switch (fault) {
            case NOT_AUTHENTIC -> new AuthenticationFailedException();
            case SESSION, RECONNECT, RESTART ->
                    new KeyBackendUnavailableException(
                            "The token did not serve the request ("
                                    + e.getMessage()
                                    + "); it is being reconnected.",
                            e);
            case BUSY ->
                    new KeyBackendUnavailableException(
                            "The token has no room for the request now (" + e.getMessage() + ").",
                            e);
            case PIN_REFUSED -> pinRefused(e);
            case PERMANENT ->
                    new KeyBackendException(
                            "The token refused the request: "
                                    + e.getMessage()
                                    + ". The key's attributes or the token's policy do not allow it.",
                            e);
        };
    }

    static KeyBackendException pinRefused(CryptokiException e) {
        return new KeyBackendException(
                "The token refused the PIN ("
                        + e.getMessage()
                        + "). It is not tried again, since that can lock the token. Correct the PIN file and start the"
                        + " service again.",
                e);
    }

    static KeyBackendException notAModule(Path module, RuntimeException e) {
        return new KeyBackendException(
                "The PKCS#11 module "
                        + module
                        + " can not be loaded: "
                        + e.getMessage()
                        + ". Check the path, and that the library is of this machine's architecture.",
                e);
    }

    static KeyBackendException inUse(CryptokiException e) {
        return new KeyBackendException(
                "The PKCS#11 module is in use by something else in this process. Its login and sessions can not be shared;"
                        + " close the other user first.",
                e);
    }

    static KeyBackendUnavailableException busy() {
        return new KeyBackendUnavailableException(
                "More requests wait for the token than its queue takes.");
    }

    static KeyBackendUnavailableException late() {
        return new KeyBackendUnavailableException("The token did not answer within the deadline.");
    }

    static KeyBackendUnavailableException interrupted() {
        return new KeyBackendUnavailableException(
                "The request was interrupted while it waited for the token.");
    }

    static KeyBackendUnavailableException closed() {
        return new KeyBackendUnavailableException("The key backend is closed.");
    }
}
