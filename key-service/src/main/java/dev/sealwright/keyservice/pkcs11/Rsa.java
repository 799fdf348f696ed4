package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.Attributes;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import dev.sealwright.protocol.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/** RSA keys as PKCS#11 v3.1 section 6.1 has them: 3072 bits, exponent 65537, no others. */
final class Rsa {
    private static final int BITS = 3072;
    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

    private Rsa() {}

    /** What a public half is asked for with. */
    static Template parameters(Template publicHalf) {
        return publicHalf
                .with(AttributeType.MODULUS_BITS, (long) BITS)
                .with(AttributeType.PUBLIC_EXPONENT, EXPONENT.toByteArray());
    }

    /** Whether the object's modulus and exponent are of the one form. */
    static boolean isOurs(Attributes attributes) {
        return number(attributes, AttributeType.MODULUS)
                        .filter(modulus -> modulus.bitLength() == BITS)
                        .isPresent()
                && number(attributes, AttributeType.PUBLIC_EXPONENT)
                        .filter(EXPONENT::equals)
                        .isPresent();
    }

    /** DER SubjectPublicKeyInfo (RFC 8017 appendix A.1). */
    static Optional<Bytes> spki(Attributes attributes) {
        if (!isOurs(attributes)) {
            return Optional.empty();
        }
        try {
            RSAPublicKeySpec key =
                    new RSAPublicKeySpec(
                            number(attributes, AttributeType.MODULUS).orElseThrow(), EXPONENT);
            return Optional.of(
                    Bytes.of(KeyFactory.getInstance("RSA").generatePublic(key).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private static Optional<BigInteger> number(Attributes attributes, AttributeType type) {
        return attributes.bytes(type).map(bytes -> new BigInteger(1, bytes));
    }
}
