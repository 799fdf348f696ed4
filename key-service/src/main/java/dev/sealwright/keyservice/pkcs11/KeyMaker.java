package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyClass;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes keys that can not leave the token, and leaves nothing behind when that fails. */
final class KeyMaker {
    private static final int SOME = 16;

    private final Pkcs11Session session;
    private final KeySpec spec;
    private final Profile profile;
    private final KeyTemplates templates;

    KeyMaker(Pkcs11Session session, KeySpec spec) {
        this.session = session;
        this.spec = spec;
        this.profile = Profile.of(spec.algorithm());
        this.templates = new KeyTemplates(spec, session.generation().vendor(), true);
    }

    /** Whether the token has an object with the label or the id. */
    static boolean isTaken(Pkcs11Session session, KeySpec spec) {
        var maker = new KeyMaker(session, spec);
        return !maker.withLabel().isEmpty() || !maker.withId().isEmpty();
    }

    KeyHandle make() {
        sweepLoneHalves();
        refuseIfTaken();
        try {
            if (spec.algorithm().isKeyPair()) {
                generatePair();
            } else {
                generateSecret();
            }
        } catch (CryptokiException e) {
            sweep(e);
            throw e;
        }
        refuseIfLoose();
        return new KeyHandle(spec.label(), spec.algorithm(), spec.id());
    }

    /** Destroys what carries this id and label, the private half first. */
    void destroy() {
        Template named =
                new Template()
                        .with(AttributeType.LABEL, spec.label().text())
                        .with(AttributeType.ID, spec.id().toArray());
        List<Long> objects = session.find(named, SOME);
        Map<Boolean, List<Long>> halves =
                objects.stream().collect(Collectors.partitioningBy(this::isPublic));
        halves.getOrDefault(false, List.of()).forEach(session::destroy);
        halves.getOrDefault(true, List.of()).forEach(session::destroy);
    }

    private boolean isPublic(long object) {
        return KeyObject.read(session, object).keyClass().equals(Optional.of(KeyClass.PUBLIC));
    }

    private void refuseIfTaken() {
        if (isTaken(session, spec)) {
            throw new KeyBackendException(
                    "The token already has a key "
                            + spec.label()
                            + ", or one with its id. It is kept as it is; a new key needs a new label.");
        }
    }

    private void generatePair() {
        Iterator<Template> publicHalves = templates.publicHalves().iterator();
        while (true) {
            try {
                session.generateKeyPair(
                        profile.generation(), publicHalves.next(), templates.privateHalf());
                return;
            } catch (CryptokiException e) {
                if (!publicHalves.hasNext() || !refusesParameters(e)) {
                    throw e;
                }
            }
        }
    }

    private void generateSecret() {
        session.generateKey(profile.generation(), templates.secret());
    }

    /**
     * A module that refuses the way the curve is named has made nothing, so another name may be
     * tried.
     */
    static boolean refusesParameters(CryptokiException e) {
        return e.is(
                ReturnCode.ATTRIBUTE_VALUE_INVALID,
                ReturnCode.DOMAIN_PARAMS_INVALID,
                ReturnCode.CURVE_NOT_SUPPORTED,
                ReturnCode.TEMPLATE_INCONSISTENT);
    }

    /**
     * A public half without its private one is what an earlier failure left; it can hold no secret.
     */
    private void sweepLoneHalves() {
        for (long object : withLabel()) {
            KeyObject found = KeyObject.read(session, object);
            if (found.keyClass().equals(Optional.of(KeyClass.PUBLIC)) && isLone(found)) {
                session.destroy(object);
            }
        }
    }

    private boolean isLone(KeyObject publicHalf) {
        Template sameId = new Template().with(AttributeType.ID, publicHalf.id().toArray());
        return session.find(sameId, 1).size() == 1;
    }

    private void sweep(CryptokiException cause) {
        try {
            withId().forEach(session::destroy);
        } catch (CryptokiException e) {
            cause.addSuppressed(e);
        }
    }

    private void refuseIfLoose() {
        List<Long> made = withId();
        List<KeyObject> loose =
                made.stream()
                        .map(object -> KeyObject.read(session, object))
                        .filter(object -> !object.keyClass().equals(Optional.of(KeyClass.PUBLIC)))
                        .filter(
                                object ->
                                        !object.describe(KeyClass.PRIVATE, Optional.empty())
                                                .isBoundToToken())
                        .toList();
        if (!loose.isEmpty() || made.isEmpty()) {
            made.forEach(session::destroy);
            throw new KeyBackendException(
                    "The token made the key "
                            + spec.label()
                            + " other than asked: it is not bound to the token as sensitive, local and never extractable."
                            + " It was destroyed again. Use a token that honours these attributes.");
        }
    }

    private List<Long> withLabel() {
        return session.find(new Template().with(AttributeType.LABEL, spec.label().text()), SOME);
    }

    private List<Long> withId() {
        return session.find(new Template().with(AttributeType.ID, spec.id().toArray()), SOME);
    }
}
