package dev.sealwright.attestation.pki;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.vtpm.PcrValues;
import dev.sealwright.attestation.vtpm.SignedQuote;
import dev.sealwright.attestation.vtpm.TpmEvidence;
import dev.sealwright.protocol.Bytes;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A TPM with an attestation key, and the maker who certifies that key. */
public final class Tpm {
    private static final List<Bytes> PCRS =
            IntStream.range(0, 24).mapToObj(i -> Digests.sha256(Bytes.utf8("pcr " + i))).toList();

    private final KeyPair key;
    private final Authority root = Authority.root("CN=tpm maker", Authority.rsa(2048, "tpm maker"));
    private final X509Certificate certificate;

    private Tpm(KeyPair key) {
        this.key = key;
        this.certificate = root.leaf("CN=attestation key", key.getPublic(), Map.of());
    }

    public static Tpm rsa() {
        return new Tpm(Authority.rsa(2048, "tpm"));
    }

    public static Tpm p256() {
        return new Tpm(Authority.p256("tpm"));
    }

    public static Tpm p384() {
        return new Tpm(Authority.p384("tpm"));
    }

    public KeyPair key() {
        return key;
    }

    public Authority root() {
        return root;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A TPMS_ATTEST over PCR 0 to 7 of the SHA-256 bank. */
    public static Bytes message(Bytes nonce) {
        Bytes digest = Digests.sha256(Bytes.concat(PCRS.subList(0, 8).toArray(new Bytes[0])));
        Bytes signer = Bytes.concat(Bytes.fromHex("000b"), Digests.sha256(Bytes.utf8("signer")));
        return Bytes.concat(
                Bytes.fromHex("ff5443478018"),
                sized(signer),
                sized(nonce),
                Bytes.fromHex("000000000000100000000002000000030120260101000000aa"),
                Bytes.fromHex("00000001000b03ff0000"),
                sized(digest));
    }

    /** As a TPMT_SIGNATURE. */
    public Bytes signature(Bytes message) {
        return switch (key.getPublic().getAlgorithm()) {
            case "RSA" ->
                    Bytes.concat(
                            Bytes.fromHex("0014000b"),
                            sized(Signer.rsa256(key.getPrivate(), message)));
            default -> elliptic(message);
        };
    }

    private Bytes elliptic(Bytes message) {
        boolean small = key.getPublic().getEncoded().length < 100;
        Bytes both =
                small
                        ? Signer.p256(key.getPrivate(), message)
                        : Signer.p384(key.getPrivate(), message);
        int half = both.size() / 2;
        return Bytes.concat(
                Bytes.fromHex(small ? "0018000b" : "0018000c"),
                sized(both.slice(0, half)),
                sized(both.slice(half, both.size())));
    }

    public SignedQuote quote(Bytes nonce) {
        Bytes message = message(nonce);
        return SignedQuote.of(message, signature(message), Optional.of(new PcrValues(PCRS)));
    }

    public TpmEvidence evidence(Bytes nonce) {
        return new TpmEvidence(
                quote(nonce), key.getPublic(), List.of(certificate, root.certificate()));
    }

    /** The members of {@code tpm_quote}, with message and signature as {@code form} writes them. */
    String json(Bytes nonce, java.util.function.Function<Bytes, String> form) {
        Bytes message = message(nonce);
        String pcrs =
                PCRS.stream().map(p -> "\"" + p.hex() + "\"").collect(Collectors.joining(","));
        return "{\"message\":\""
                + form.apply(message)
                + "\",\"signature\":\""
                + form.apply(signature(message))
                + "\",\"pcrs\":["
                + pcrs
                + "]}";
    }

    public Bytes file(Bytes nonce) {
        return Bytes.utf8(
                "{\"ak_public\":\""
                        + Bytes.of(key.getPublic().getEncoded()).base64()
                        + "\",\"tpm_quote\":"
                        + json(nonce, Bytes::base64)
                        + "}");
    }

    private static Bytes sized(Bytes value) {
        byte[] size = ByteBuffer.allocate(2).putShort((short) value.size()).array();
        return Bytes.concat(Bytes.of(size), value);
    }
}
