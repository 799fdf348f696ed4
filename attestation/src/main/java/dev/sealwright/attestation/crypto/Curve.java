package dev.sealwright.attestation.crypto;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;

/** The curves evidence is signed on. */
public enum Curve {
    P256("secp256r1", 32),
    P384("secp384r1", 48);

    @SuppressWarnings("ImmutableEnumChecker") // the JDK class has no setters
    private final ECParameterSpec parameters;

    private final int size;

    Curve(String name, int size) {
        this.size = size;
        try {
            AlgorithmParameters lookup = AlgorithmParameters.getInstance("EC");
            lookup.init(new ECGenParameterSpec(name));
            this.parameters = lookup.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + name, e);
        }
    }

    public boolean owns(PublicKey key) {
        return key instanceof ECPublicKey ec
                && ec.getParams().getCurve().equals(parameters.getCurve())
                && ec.getParams().getGenerator().equals(parameters.getGenerator());
    }

    /** The key x ‖ y, big-endian, if it is a point of this curve. */
    public PublicKey point(Bytes xy) {
        xy.requireSize(2 * size, "an elliptic curve point");
        BigInteger x = new BigInteger(1, xy.slice(0, size).toArray());
        BigInteger y = new BigInteger(1, xy.slice(size, 2 * size).toArray());
        if (!onCurve(x, y)) {
            throw new MalformedException("a point that is not on its curve");
        }
        try {
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), parameters));
        } catch (GeneralSecurityException e) {
            throw new MalformedException("not an elliptic curve point", e);
        }
    }

    private boolean onCurve(BigInteger x, BigInteger y) {
        EllipticCurve curve = parameters.getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).mod(p).equals(right);
    }
}
