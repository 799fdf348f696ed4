package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.pkcs11.VisibleTokens.Visible;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.binding.Locks;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;
import dev.sealwright.keyservice.pkcs11.vendor.LoginForm;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfiles;
import java.util.List;
import java.util.Optional;

/**
 * Initialises the module, finds the token by its label and keeps it logged in with a session that
 * is never used for anything else. Login belongs to the process and the token, so one login serves
 * every session; C_Logout would end it for all of them and is never called.
 *
 * <p>Only the keeper thread calls this class.
 */
final class TokenOwner {
    private final Cryptoki cryptoki;
    private final Pkcs11Config config;
    private final KnownToken known;
    private final Scratch scratch = new Scratch();
    private Optional<Pkcs11Session> keeper = Optional.empty();

    TokenOwner(Cryptoki cryptoki, Pkcs11Config config, KnownToken known) {
        this.cryptoki = cryptoki;
        this.config = config;
        this.known = known;
    }

    /** The first generation. */
    Generation open() {
        Locks locks = config.vendor().map(VendorProfile::locks).orElse(Locks.OWN);
        initialise(locks);
        try {
            // Only a module that is initialised says whose it is.
            if (vendor().locks() != locks) {
                finish();
                initialise(vendor().locks());
            }
            return connect(1);
        } catch (RuntimeException e) {
            finish();
            throw e;
        }
    }

    /** Level 1: new sessions, login, keys found again. */
    Generation reconnect(Generation lost) {
        keeper.ifPresent(Pkcs11Session::close);
        keeper = Optional.empty();
        return connect(lost.number() + 1);
    }

    /** Level 2: the module anew. Nothing else may be in it. */
    Generation restart(Generation lost) {
        keeper = Optional.empty();
        finish();
        initialise(vendor().locks());
        return connect(lost.number() + 1);
    }

    /** Lets the token go to another owner. */
    void forsake() {
        keeper.ifPresent(Pkcs11Session::close);
        keeper = Optional.empty();
        scratch.close();
    }

    /** Leaves the module. Nothing else may be in it. */
    void close() {
        forsake();
        finish();
    }

    private void initialise(Locks locks) {
        try {
            cryptoki.initialise(locks);
            known.beginEpoch();
        } catch (CryptokiException e) {
            if (e.is(ReturnCode.CRYPTOKI_ALREADY_INITIALIZED)) {
                throw Failures.inUse(e);
            }
            throw e;
        }
    }

    private void finish() {
        try {
            cryptoki.finish();
        } catch (CryptokiException e) {
            // It was not initialised, or the device is gone; C_Initialize tells what matters.
        }
    }

    private Generation connect(long number) {
        VendorProfile vendor = vendor();
        Visible token = token();
        known.recognise(token.identity());
        var generation =
                new Generation(number, known.epoch(), token.slot(), new KeyDirectory(), vendor);
        Pkcs11Session session = Pkcs11Session.open(cryptoki, scratch, generation);
        try {
            if (vendor.login() != LoginForm.NONE) {
                session.login(new PinFile(config.pinFile(), vendor.login()));
            }
            known.prove(session, generation.keys());
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
        keeper = Optional.of(session);
        return generation;
    }

    private VendorProfile vendor() {
        return known.vendor(
                () ->
                        config.vendor()
                                .orElseGet(() -> VendorProfiles.recognised(cryptoki.moduleInfo())));
    }

    private Visible token() {
        List<Visible> all = VisibleTokens.list(cryptoki, config.module());
        List<Visible> labelled =
                all.stream()
                        .filter(each -> each.identity().label().equals(config.tokenLabel()))
                        .toList();
        return switch (labelled.size()) {
            case 1 -> labelled.getFirst();
            // It may be put back.
            case 0 -> throw new KeyBackendUnavailableException(not("No token", all));
            default -> throw new KeyBackendException(not("More than one token", all));
        };
    }

    private String not(String what, List<Visible> all) {
        return what
                + " with the label "
                + config.tokenLabel()
                + " is visible; there are: "
                + all.stream().map(each -> each.identity().label()).toList()
                + ". Check the module's own configuration and the token label.";
    }
}
