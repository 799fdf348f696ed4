package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.security.cert.X509Certificate;
import java.util.List;

/** Anchors that the pinned root signed. Obtained from {@link AnchorsDocument#verify} only. */
public final class VerifiedAnchors {
    private final Anchors content;
    private final Bytes document;
    private final X509Certificate root;
    private final X509Certificate serverCa;
    private final X509Certificate hostCa;

    VerifiedAnchors(
            Anchors content,
            Bytes document,
            X509Certificate root,
            X509Certificate serverCa,
            X509Certificate hostCa) {
        this.content = content;
        this.document = document;
        this.root = root;
        this.serverCa = serverCa;
        this.hostCa = hostCa;
    }

    public Anchors content() {
        return content;
    }

    /** The COSE_Sign1 bytes. */
    public Bytes document() {
        return document;
    }

    /** SHA-256 of {@link #document}: what an {@code anchors} leaf carries. */
    public Bytes digest() {
        return Sha256.of(document);
    }

    public X509Certificate root() {
        return root;
    }

    public X509Certificate serverCa() {
        return serverCa;
    }

    public X509Certificate hostCa() {
        return hostCa;
    }

    public RootPin pin() {
        return RootPin.of(root.getPublicKey());
    }

    public String origin() {
        return content.origin();
    }

    public String trustDomain() {
        return content.trustDomain();
    }

    public List<Voter> voters() {
        return content.voters();
    }

    public int quorum() {
        return content.quorum();
    }
}
