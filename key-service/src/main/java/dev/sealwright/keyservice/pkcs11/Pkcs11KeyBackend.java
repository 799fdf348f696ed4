package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.BackendHealth;
import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeyMechanism;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.backend.ProbeSignature;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.backend.TokenReport;
import dev.sealwright.keyservice.pkcs11.Call.Manner;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import dev.sealwright.protocol.Bytes;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/** Keys on a PKCS#11 token. */
public final class Pkcs11KeyBackend implements KeyBackend {
    private final OpenToken token;
    private final SecureRandom random;

    private Pkcs11KeyBackend(OpenToken token, SecureRandom random) {
        this.token = token;
        this.random = random;
    }

    /**
     * Opens the token and logs in.
     *
     * @throws KeyBackendException when the module can not be loaded, shows no such token, or the
     *     token refuses the PIN
     */
    public static Pkcs11KeyBackend open(Pkcs11Config config, SecureRandom random) {
        return open(OpenToken.load(config.module()), config, random);
    }

    static Pkcs11KeyBackend open(Cryptoki cryptoki, Pkcs11Config config, SecureRandom random) {
        return new Pkcs11KeyBackend(OpenToken.open(cryptoki, config), random);
    }

    @Override
    public TokenIdentity identity() {
        return token.identity();
    }

    @Override
    public List<TokenIdentity> visibleTokens() {
        return token.visibleTokens();
    }

    @Override
    public Set<KeyMechanism> capabilities() {
        return token.capabilities();
    }

    @Override
    public TokenReport examine(Set<KeyAlgorithm> trying) {
        return new Examination(token, random).run(trying);
    }

    @Override
    public List<KeyDescription> describeKeys() {
        return token.call(Manner.USE, KeyEnumeration::describe);
    }

    @Override
    public KeyHandle find(KeyLabel label, KeyAlgorithm expected) {
        KeyHandle key =
                token.call(
                        Manner.USE,
                        session -> session.generation().keys().find(session, label, expected));
        if (expected.isKeyPair()) {
            prove(key);
        }
        token.remember(key);
        return key;
    }

    /**
     * A flipped bit is no forged key: one signature that verifies shows that the halves are of one
     * pair, and none of another pair ever does.
     */
    private void prove(KeyHandle key) {
        for (int tries = 1; !PairProof.holds(key, publicKey(key), probe(key)); tries++) {
            if (tries == SIGNING_TRIES) {
                throw PairProof.mismatch(key);
            }
        }
    }

    @Override
    public KeyHandle generate(KeySpec spec) {
        // A lost token is found out by a call that can be repeated, as making a key can not.
        token.call(Manner.USE, session -> KeyMaker.isTaken(session, spec));
        token.call(Manner.CHANGE, session -> new KeyMaker(session, spec).make());
        return find(spec.label(), spec.algorithm());
    }

    @Override
    public void destroy(KeyHandle key) {
        KeySpec spec = new KeySpec(key.label(), key.algorithm(), key.id());
        // A lost token is found out by a call that can be repeated, as this can not.
        token.call(Manner.USE, session -> KeyMaker.isTaken(session, spec));
        token.forget(key);
        token.call(
                Manner.CHANGE,
                session -> {
                    session.generation().keys().forget(key);
                    new KeyMaker(session, spec).destroy();
                    return true;
                });
    }

    @Override
    public Bytes publicKey(KeyHandle key) {
        InputRules.keyPair(key);
        return token.call(
                Manner.USE,
                session -> {
                    long object =
                            session.generation()
                                    .keys()
                                    .handle(session, key, ObjectClass.PUBLIC_KEY);
                    return KeyObject.read(session, object)
                            .spki()
                            .orElseThrow(() -> unreadable(key));
                });
    }

    @Override
    public Bytes sign(KeyHandle key, Bytes input) {
        InputRules.sign(key, input);
        return authenticate(key, input);
    }

    @Override
    public Bytes hmac(KeyHandle key, Bytes input) {
        InputRules.hmac(key, input);
        return authenticate(key, input);
    }

    private Bytes authenticate(KeyHandle key, Bytes input) {
        Profile profile = Profile.of(key.algorithm());
        return token.call(
                Manner.USE,
                session ->
                        session.sign(
                                profile, session.generation().keys().used(session, key), input));
    }

    @Override
    public GcmSealed encrypt(KeyHandle key, Bytes aad, Bytes plaintext) {
        InputRules.encrypt(key, aad, plaintext);
        byte[] iv = new byte[GCM_IV_BYTES];
        random.nextBytes(iv);
        Bytes nonce = Bytes.of(iv);
        return token.call(
                Manner.USE,
                session ->
                        session.encrypt(
                                session.generation().keys().used(session, key),
                                nonce,
                                aad,
                                plaintext));
    }

    @Override
    public Bytes decrypt(KeyHandle key, Bytes iv, Bytes aad, Bytes ciphertextAndTag) {
        InputRules.decrypt(key, iv, aad, ciphertextAndTag);
        return token.call(
                Manner.USE,
                session ->
                        session.decrypt(
                                session.generation().keys().used(session, key),
                                iv,
                                aad,
                                ciphertextAndTag));
    }

    @Override
    public ProbeSignature probe(KeyHandle key) {
        InputRules.keyPair(key);
        Bytes statement = PairProof.statement(random);
        return new ProbeSignature(
                statement, sign(key, PairProof.input(key.algorithm(), statement)));
    }

    @Override
    public BackendHealth health() {
        return token.health();
    }

    @Override
    public void close() {
        token.close();
    }

    private static KeyBackendException unreadable(KeyHandle key) {
        return new KeyBackendException(
                "The token gives the public key of "
                        + key.label()
                        + " in a form that is none of the standard's. Use a key made on this token by the ceremony.");
    }
}
