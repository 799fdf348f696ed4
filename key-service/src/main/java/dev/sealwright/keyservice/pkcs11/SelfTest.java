package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.backend.ProbeSignature;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiObjects;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import dev.sealwright.keyservice.pkcs11.vendor.Fault;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile.PointForm;
import dev.sealwright.protocol.Bytes;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.Optional;

/**
 * Makes a key that goes with its session, uses it once, and destroys it: what a token lists is what
 * it was meant to do.
 */
final class SelfTest {
    private static final Bytes AAD = Bytes.utf8("sealwright/self-test/v1\0");
    private static final int ID_BYTES = 16;

    /**
     * What came of it.
     *
     * @param remark where the module is not as its profile says
     */
    record Outcome(Optional<String> failure, Optional<String> remark) {
        private static final Outcome GOOD = new Outcome(Optional.empty(), Optional.empty());

        static Outcome failed(String how) {
            return new Outcome(Optional.of(how), Optional.empty());
        }
    }

    private final KeyAlgorithm algorithm;
    private final Profile profile;
    private final SecureRandom random;
    private final KeySpec spec;

    SelfTest(KeyAlgorithm algorithm, SecureRandom random) {
        this.algorithm = algorithm;
        this.profile = Profile.of(algorithm);
        this.random = random;
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        this.spec = new KeySpec(new KeyLabel("self-test"), algorithm, Bytes.of(id));
    }

    /**
     * On a session that nobody else uses before it is closed.
     *
     * @throws CryptokiException when the token went away or has no room now, which says nothing of
     *     what it can do
     */
    Outcome run(Pkcs11Session session) {
        try {
            var templates = new KeyTemplates(spec, session.generation().vendor(), false);
            return algorithm.isKeyPair() ? pair(session, templates) : secret(session, templates);
        } catch (CryptokiException e) {
            Fault fault = new Faults(session.generation().vendor()).of(e);
            if (fault == Fault.RESTART || fault == Fault.BUSY) {
                throw e;
            }
            return Outcome.failed(String.valueOf(e.getMessage()));
        }
    }

    private Outcome pair(Pkcs11Session session, KeyTemplates templates) {
        CryptokiObjects.Pair pair = generate(session, templates);
        try {
            KeyObject object = KeyObject.read(session, pair.publicKey());
            Optional<Bytes> spki = object.spki();
            if (spki.isEmpty()) {
                return Outcome.failed("its public key is of no form that is known");
            }
            Bytes statement = PairProof.statement(random);
            Bytes signature =
                    session.sign(profile, pair.privateKey(), PairProof.input(algorithm, statement));
            KeyHandle key = new KeyHandle(spec.label(), algorithm, spec.id());
            return PairProof.holds(key, spki.get(), new ProbeSignature(statement, signature))
                    ? new Outcome(
                            Optional.empty(), pointRemark(object, session.generation().vendor()))
                    : Outcome.failed("its signature does not verify");
        } finally {
            discard(session, pair.privateKey(), pair.publicKey());
        }
    }

    private CryptokiObjects.Pair generate(Pkcs11Session session, KeyTemplates templates) {
        Iterator<Template> publicHalves = templates.publicHalves().iterator();
        while (true) {
            try {
                return session.generateKeyPair(
                        profile.generation(), publicHalves.next(), templates.privateHalf());
            } catch (CryptokiException e) {
                if (!publicHalves.hasNext() || !KeyMaker.refusesParameters(e)) {
                    throw e;
                }
            }
        }
    }

    private static Optional<String> pointRemark(KeyObject object, VendorProfile vendor) {
        return object.pointForm()
                .filter(form -> vendor.point() != PointForm.EITHER && form != vendor.point())
                .map(
                        form ->
                                "CKA_EC_POINT comes "
                                        + form.text()
                                        + ", which is not as the profile says; both are read.");
    }

    private Outcome secret(Pkcs11Session session, KeyTemplates templates) {
        long key = session.generateKey(profile.generation(), templates.secret());
        try {
            return algorithm == KeyAlgorithm.AES_256 ? seal(session, key) : code(session, key);
        } finally {
            discard(session, key);
        }
    }

    private Outcome code(Pkcs11Session session, long key) {
        Bytes first = session.sign(profile, key, AAD);
        return first.equals(session.sign(profile, key, AAD))
                ? Outcome.GOOD
                : Outcome.failed("it gives two codes for one text");
    }

    private Outcome seal(Pkcs11Session session, long key) {
        byte[] iv = new byte[KeyBackend.GCM_IV_BYTES];
        random.nextBytes(iv);
        GcmSealed text = session.encrypt(key, Bytes.of(iv), AAD, AAD);
        if (!session.decrypt(key, text.iv(), AAD, text.ciphertextAndTag()).equals(AAD)) {
            return Outcome.failed("what it seals does not open again");
        }
        byte[] changed = text.ciphertextAndTag().toArray();
        changed[0] ^= 1;
        try {
            session.decrypt(key, text.iv(), AAD, Bytes.of(changed));
            return Outcome.failed("it opens a ciphertext that was changed");
        } catch (CryptokiException e) {
            Fault fault = new Faults(session.generation().vendor()).of(e);
            return fault == Fault.NOT_AUTHENTIC
                    ? Outcome.GOOD
                    : Outcome.failed(
                            "of a ciphertext that was changed it says "
                                    + e.getMessage()
                                    + ", which its profile does not name");
        }
    }

    /** What is left goes with the session. */
    private static void discard(Pkcs11Session session, long... objects) {
        for (long object : objects) {
            try {
                session.destroy(object);
            } catch (CryptokiException e) {
                // The session is closed after this, and the objects with it.
            }
        }
    }
}
