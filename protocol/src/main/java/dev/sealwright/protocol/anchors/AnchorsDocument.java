package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.SignatureScheme;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The root-signed document: COSE_Sign1, ES256, with the root's certificate inside. At most {@value
 * #MAX_SIZE} bytes.
 */
public final class AnchorsDocument {
    public static final int MAX_SIZE = 64 * 1024;

    private static final String SERVERS = CaCertificate.SERVER_AUTH;
    private static final String HOSTS = CaCertificate.CLIENT_AUTH;

    private AnchorsDocument() {}

    /** Signs the anchors; the result verifies under the root's pin if the anchors are sane. */
    public static Bytes sign(Anchors anchors, X509Certificate root, RootSigner signer) {
        Bytes header = CoseSign1.header(Certificates.encode(root));
        Bytes payload = AnchorsCodec.encode(anchors);
        Bytes signature = signer.sign(CoseSign1.toBeSigned(header, payload));
        Bytes document = CoseSign1.encode(header, payload, signature);
        if (document.size() > MAX_SIZE) {
            throw new MalformedException("an anchors document larger than " + MAX_SIZE);
        }
        return document;
    }

    /**
     * Checks the pin, the root's certificate, its signature, the content, its time, and the issuing
     * CAs; throws VerificationException, or MalformedException for what is no anchors document at
     * all.
     */
    public static VerifiedAnchors verify(Bytes document, RootPin pin, Instant now) {
        CoseSign1 cose = CoseSign1.parse(document);
        X509Certificate root = Certificates.parse(cose.certificate());
        if (!pin.matches(root.getPublicKey())) {
            throw new VerificationException(
                    Reason.ROOT_PIN, "anchors of another root than the pinned one");
        }
        CaCertificate.checkRoot(root, now);
        if (!SignatureScheme.ECDSA_P256_RAW.verify(
                root.getPublicKey(), cose.toBeSigned(), cose.signature())) {
            throw new VerificationException(Reason.SIGNATURE, "anchors that the root did not sign");
        }
        Anchors anchors = AnchorsCodec.decode(cose.payload());
        anchors.validity().check(now, "the anchors document");
        List<X509Certificate> serverCas =
                issuing(anchors.serverCa(), anchors, MemberCas::serverCa).stream()
                        .map(ca -> CaCertificate.checkIssuing(ca, root, SERVERS, now))
                        .toList();
        List<X509Certificate> hostCas =
                issuing(anchors.hostCa(), anchors, MemberCas::hostCa).stream()
                        .map(ca -> CaCertificate.checkIssuing(ca, root, HOSTS, now))
                        .toList();
        requireOwnKeys(serverCas, hostCas);
        return new VerifiedAnchors(anchors, document, root, serverCas, hostCas);
    }

    /**
     * The document that takes the place of one already trusted: signed by the same root, or by the
     * one it announced, and newer; or the very same again.
     */
    public static VerifiedAnchors verifySuccessor(
            Bytes document, VerifiedAnchors current, Instant now) {
        X509Certificate root = Certificates.parse(CoseSign1.parse(document).certificate());
        RootPin pin =
                current.content()
                        .nextRoot()
                        .map(RootPin::new)
                        .filter(next -> next.matches(root.getPublicKey()))
                        .orElse(current.pin());
        VerifiedAnchors next = verify(document, pin, now);
        boolean newer = next.content().version() > current.content().version();
        if (!newer && !document.equals(current.document())) {
            throw new VerificationException(
                    Reason.ROLLBACK,
                    "anchors of version "
                            + next.content().version()
                            + " after "
                            + current.content().version());
        }
        return next;
    }

    /**
     * As of when it was issued: for one that was trusted then, and need not be in time now.
     *
     * @throws VerificationException if the pinned root did not sign it
     */
    public static VerifiedAnchors verifyIssued(Bytes document, RootPin pin) {
        Bytes payload = CoseSign1.parse(document).payload();
        return verify(document, pin, AnchorsCodec.decode(payload).validity().notBefore());
    }

    /**
     * The document that newer anchors replace within their epoch, as of when it was issued. Whoever
     * trusts those trusts it: the root signed its digest with them.
     *
     * @throws VerificationException if it is another
     */
    public static VerifiedAnchors verifyReplaced(Bytes document, VerifiedAnchors newer) {
        boolean named = newer.content().replaces().filter(Sha256.of(document)::equals).isPresent();
        VerifiedAnchors replaced = verifyPast(document);
        boolean before = replaced.content().version() < newer.content().version();
        if (!named || !before || !replaced.origin().equals(newer.origin())) {
            throw new VerificationException(
                    Reason.MISMATCH, "anchors that the newer ones do not replace");
        }
        return replaced;
    }

    /**
     * A document of an epoch that is over, as of when it was issued and under whatever root signed
     * it: whoever calls knows its digest from a document that he trusts.
     */
    static VerifiedAnchors verifyPast(Bytes document) {
        CoseSign1 cose = CoseSign1.parse(document);
        return verifyIssued(
                document, RootPin.of(Certificates.parse(cose.certificate()).getPublicKey()));
    }

    private static List<Bytes> issuing(
            Bytes first, Anchors anchors, Function<MemberCas, Bytes> further) {
        return Stream.concat(Stream.of(first), anchors.furtherCas().stream().map(further)).toList();
    }

    private static void requireOwnKeys(
            List<X509Certificate> serverCas, List<X509Certificate> hostCas) {
        long keys =
                Stream.concat(serverCas.stream(), hostCas.stream())
                        .map(X509Certificate::getPublicKey)
                        .distinct()
                        .count();
        if (keys < serverCas.size() + hostCas.size()) {
            throw new VerificationException(Reason.CERTIFICATE, "one key for two issuing CAs");
        }
    }
}
