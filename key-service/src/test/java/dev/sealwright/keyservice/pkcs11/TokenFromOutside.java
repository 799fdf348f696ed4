package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.Attributes;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import dev.sealwright.testkit.SoftHsmToken;
import java.util.List;

/**
 * The same token, used past the backend while that is open: what somebody with the PIN could do to
 * it.
 */
final class TokenFromOutside implements AutoCloseable {
    private final Cryptoki cryptoki;
    private final long session;

    TokenFromOutside(SoftHsmToken token) {
        cryptoki = Cryptoki.load(token.module());
        long slot =
                cryptoki.slots().stream()
                        .filter(each -> cryptoki.tokenInfo(each).label().equals(token.label()))
                        .findFirst()
                        .orElseThrow();
        session = cryptoki.openSession(slot);
    }

    long create(Template template) {
        return cryptoki.objects().create(session, template);
    }

    void destroy(long object) {
        cryptoki.objects().destroy(session, object);
    }

    void set(long object, Template template) {
        cryptoki.objects().set(session, object, template);
    }

    Attributes read(long object, AttributeType type) {
        return cryptoki.objects().read(session, object, List.of(type));
    }

    long one(String label, ObjectClass objectClass) {
        List<Long> found = all(label, objectClass);
        if (found.size() != 1) {
            throw new AssertionError("there are " + found.size() + " of " + label);
        }
        return found.getFirst();
    }

    List<Long> all(String label, ObjectClass objectClass) {
        return cryptoki.objects()
                .find(
                        session,
                        new Template()
                                .with(AttributeType.CLASS, objectClass.value())
                                .with(AttributeType.LABEL, label),
                        100);
    }

    @Override
    public void close() {
        cryptoki.closeSession(session);
    }
}
