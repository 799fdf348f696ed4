package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.crypto.SignatureCheck;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One signed document of the vendor, read once. Who of the signers at hand signed it is found once
 * too: a signature does not age, as the signer's certificate and the document itself do.
 */
final class Document<D> {
    private final SignedJson signed;
    private final D value;
    private volatile @Nullable List<X509Certificate> signers;

    private Document(SignedJson signed, D value) {
        this.signed = signed;
        this.value = value;
    }

    static <D> List<Document<D>> all(List<SignedJson> documents, Function<SignedJson, D> reader) {
        return documents.stream().map(d -> new Document<>(d, reader.apply(d))).toList();
    }

    D value() {
        return value;
    }

    /** Those whose key signed the text. */
    List<X509Certificate> signers(List<X509Certificate> known, SignatureCheck signatures) {
        List<X509Certificate> found = signers;
        if (found == null) {
            found =
                    known.stream()
                            .filter(
                                    c ->
                                            signatures.p256(
                                                    c.getPublicKey(),
                                                    signed.text(),
                                                    signed.signature()))
                            .toList();
            signers = found;
        }
        return found;
    }
}
