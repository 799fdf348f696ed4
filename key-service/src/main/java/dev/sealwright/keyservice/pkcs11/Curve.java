package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile.PointForm;
import dev.sealwright.protocol.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The curves, as CKA_EC_PARAMS and CKA_EC_POINT carry them and as a SubjectPublicKeyInfo does. */
enum Curve {
    /**
     * RFC 8410; some tokens want the curve's name instead of its OID (PKCS#11 v3.1 section 6.3.7).
     */
    ED25519(32, "302a300506032b6570032100", "06032b6570 130c656477617264733235353139"),
    /** RFC 5480, uncompressed point. */
    P256(65, "3059301306072a8648ce3d020106082a8648ce3d030107034200", "06082a8648ce3d030107"),
    /** RFC 5480, uncompressed point. */
    P384(97, "3076301006072a8648ce3d020106052b81040022036200", "06052b81040022");

    private static final int OCTET_STRING = 0x04;
    private static final int UNCOMPRESSED = 0x04;

    private final int pointBytes;
    private final String spkiPrefix;
    private final String parameters;

    Curve(int pointBytes, String spkiPrefix, String parameters) {
        this.pointBytes = pointBytes;
        this.spkiPrefix = spkiPrefix;
        this.parameters = parameters;
    }

    static Optional<Curve> of(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> Optional.of(ED25519);
            case EC_P256 -> Optional.of(P256);
            case EC_P384 -> Optional.of(P384);
            case RSA_3072, ML_DSA_65, AES_256, HMAC_SHA256 -> Optional.empty();
        };
    }

    /** The curve that these parameters name. */
    static Optional<Curve> ofParameters(byte[] ecParams) {
        return Arrays.stream(values())
                .filter(
                        curve ->
                                curve.parameters().stream()
                                        .anyMatch(each -> Arrays.equals(each, ecParams)))
                .findFirst();
    }

    /** Size of a SubjectPublicKeyInfo on it. */
    int spkiBytes() {
        return spkiPrefix.length() / 2 + pointBytes;
    }

    /** The ways to name the curve to a token, the usual first. */
    List<byte[]> parameters() {
        return Arrays.stream(parameters.split(" ", -1)).map(HexFormat.of()::parseHex).toList();
    }

    /**
     * The SubjectPublicKeyInfo of a CKA_EC_POINT, which tokens give as a DER OCTET STRING or bare.
     * Empty when it is neither.
     */
    Optional<Bytes> spki(byte[] ecPoint) {
        return point(ecPoint).map(point -> Bytes.concat(Bytes.fromHex(spkiPrefix), point));
    }

    /** In which of the two ways this CKA_EC_POINT is given; empty when in neither. */
    Optional<PointForm> pointForm(byte[] ecPoint) {
        return point(ecPoint).map(_ -> isWrapped(ecPoint) ? PointForm.WRAPPED : PointForm.BARE);
    }

    private Optional<Bytes> point(byte[] given) {
        byte[] point = isWrapped(given) ? Arrays.copyOfRange(given, 2, given.length) : given;
        boolean wellFormed =
                point.length == pointBytes && (this == ED25519 || point[0] == UNCOMPRESSED);
        return wellFormed ? Optional.of(Bytes.of(point)) : Optional.empty();
    }

    private boolean isWrapped(byte[] given) {
        return given.length == pointBytes + 2 && given[0] == OCTET_STRING && given[1] == pointBytes;
    }
}
