package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Anchors that the pinned root signed. Obtained from {@link AnchorsDocument#verify} only. */
public final class VerifiedAnchors {
    private final Anchors content;
    private final Bytes document;
    private final X509Certificate root;
    private final List<X509Certificate> serverCas;
    private final List<X509Certificate> hostCas;

    VerifiedAnchors(
            Anchors content,
            Bytes document,
            X509Certificate root,
            List<X509Certificate> serverCas,
            List<X509Certificate> hostCas) {
        this.content = content;
        this.document = document;
        this.root = root;
        this.serverCas = List.copyOf(serverCas);
        this.hostCas = List.copyOf(hostCas);
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

    /** The first member's CA for the service's listeners. */
    public X509Certificate serverCa() {
        return serverCas.getFirst();
    }

    /** The first member's CA for hosts. */
    public X509Certificate hostCa() {
        return hostCas.getFirst();
    }

    /** The CAs for the service's listeners, the first member's first. */
    public List<X509Certificate> serverCas() {
        return serverCas;
    }

    /** The CAs for hosts, in the same order of their members. */
    public List<X509Certificate> hostCas() {
        return hostCas;
    }

    /** When the first of the CAs for the service's listeners ends. */
    public Instant serverCasEnd() {
        return end(serverCas);
    }

    /** When the first of the CAs for hosts ends. */
    public Instant hostCasEnd() {
        return end(hostCas);
    }

    private static Instant end(List<X509Certificate> cas) {
        return cas.stream()
                .map(ca -> ca.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Whether several members issue certificates and hold secrets, each with keys of its own. */
    public boolean severalIssue() {
        return hostCas.size() > 1;
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
