package dev.sealwright.keyservice.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.pkcs11.VisibleTokens.Visible;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.Attributes;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.binding.MechanismStructure;
import dev.sealwright.keyservice.pkcs11.binding.MechanismType;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import dev.sealwright.keyservice.pkcs11.binding.UserType;
import dev.sealwright.protocol.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A person's smart card, open for a signature or two, as OpenSC's module shows it: nothing is
 * written to it, and a key that wants the PIN with each use gets it. It initialises the module for
 * itself, so no backend may be open in the process meanwhile. For one thread.
 */
public final class PivCard implements AutoCloseable {
    private static final int SIGNATURE_BYTES = 64;
    private static final List<AttributeType> PUBLIC =
            List.of(AttributeType.EC_PARAMS, AttributeType.EC_POINT);

    private final Cryptoki cryptoki;
    private final Visible token;
    private final long session;
    private final PinFile pin;
    private final PivSlot slot;

    private PivCard(Cryptoki cryptoki, Visible token, long session, PinFile pin, PivSlot slot) {
        this.cryptoki = cryptoki;
        this.token = token;
        this.session = session;
        this.pin = pin;
        this.slot = slot;
    }

    /**
     * Opens the card and logs in.
     *
     * @param module such as OpenSC's {@code opensc-pkcs11.so}
     * @param label of the token; may be left out where one card is there
     * @param pinFile holds the PIN in one line, readable by its owner only
     */
    public static PivCard open(Path module, Optional<String> label, Path pinFile, PivSlot slot) {
        Cryptoki cryptoki = OpenToken.load(module);
        try {
            cryptoki.initialise();
        } catch (CryptokiException e) {
            throw e.is(ReturnCode.CRYPTOKI_ALREADY_INITIALIZED)
                    ? Failures.inUse(e)
                    : Failures.of(e, Faults.STANDARD.of(e));
        }
        try {
            Visible token = only(VisibleTokens.list(cryptoki, module), label);
            long session = cryptoki.openReadingSession(token.slot());
            PinFile pin = new PinFile(pinFile);
            pin.lend(text -> cryptoki.login(session, UserType.USER, text));
            return new PivCard(cryptoki, token, session, pin, slot);
        } catch (CryptokiException e) {
            cryptoki.finish();
            throw Failures.of(e, Faults.STANDARD.of(e));
        } catch (RuntimeException e) {
            cryptoki.finish();
            throw e;
        }
    }

    private static Visible only(List<Visible> visible, Optional<String> label) {
        List<Visible> wanted =
                visible.stream()
                        .filter(each -> label.filter(l -> !matches(each, l)).isEmpty())
                        .toList();
        if (wanted.size() != 1) {
            throw new KeyBackendException(
                    wanted.size()
                            + " cards fit; put in the one that is meant, or name its token's"
                            + " label. The module shows "
                            + visible.stream().map(each -> each.identity().label()).toList()
                            + ".");
        }
        return wanted.getFirst();
    }

    private static boolean matches(Visible token, String label) {
        return token.identity().label().equals(label);
    }

    public TokenIdentity identity() {
        return token.identity();
    }

    /**
     * DER SubjectPublicKeyInfo.
     *
     * @throws KeyBackendException unless the slot holds a P-256 key whose public half is on the
     *     card, as it is once a certificate is
     */
    public Bytes publicKey() {
        return asked(() -> new KeyObject(publicHalf()).spki().filter(PivCard::isP256))
                .orElseThrow(
                        () ->
                                new KeyBackendException(
                                        "Slot "
                                                + slot.reference()
                                                + " of the card shows no P-256 key. Make one of"
                                                + " ECCP256 there, with its certificate, by the"
                                                + " card's own tool."));
    }

    private static boolean isP256(Bytes spki) {
        return spki.size() == Curve.P256.spkiBytes();
    }

    private Attributes publicHalf() {
        return cryptoki.objects().read(session, object(ObjectClass.PUBLIC_KEY), PUBLIC);
    }

    /**
     * Signs; a card may want a touch, and waits for it.
     *
     * @param digest SHA-256 of the message
     * @return r ‖ s of 64 bytes
     */
    public Bytes sign(Bytes digest) {
        digest.requireSize(Profile.SECRET_BYTES, "a SHA-256 digest");
        return asked(() -> sign(object(ObjectClass.PRIVATE_KEY), digest));
    }

    private Bytes sign(long key, Bytes digest) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mechanism = MechanismStructure.plain(arena, MechanismType.ECDSA);
            MemorySegment out = arena.allocate(SIGNATURE_BYTES);
            boolean asks = asksEachTime(key);
            cryptoki.operations().beginSigning(session, mechanism, key);
            if (asks) {
                pin.lend(text -> cryptoki.login(session, UserType.CONTEXT_SPECIFIC, text));
            }
            long size =
                    cryptoki.operations()
                            .finishSigning(
                                    session,
                                    arena.allocateFrom(JAVA_BYTE, digest.toArray()),
                                    out,
                                    arena.allocate(JAVA_LONG));
            return Bytes.of(out.toArray(JAVA_BYTE))
                    .slice(0, (int) size)
                    .requireSize(SIGNATURE_BYTES, "a card's signature");
        }
    }

    private boolean asksEachTime(long key) {
        return cryptoki.objects()
                .read(session, key, List.of(AttributeType.ALWAYS_AUTHENTICATE))
                .flag(AttributeType.ALWAYS_AUTHENTICATE)
                .orElse(false);
    }

    private long object(ObjectClass objectClass) {
        Template template =
                new Template()
                        .with(AttributeType.CLASS, objectClass.value())
                        .with(AttributeType.ID, slot.id());
        List<Long> found = cryptoki.objects().find(session, template, 2);
        if (found.size() != 1) {
            throw new KeyBackendException(
                    "The card holds "
                            + (found.isEmpty() ? "no key" : "several keys")
                            + " in slot "
                            + slot.reference()
                            + ".");
        }
        return found.getFirst();
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (CryptokiException e) {
            throw Failures.of(e, Faults.STANDARD.of(e));
        }
    }

    @Override
    public void close() {
        try {
            cryptoki.closeSession(session);
        } finally {
            cryptoki.finish();
        }
    }
}
