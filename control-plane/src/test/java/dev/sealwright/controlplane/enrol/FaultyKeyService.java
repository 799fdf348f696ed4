package dev.sealwright.controlplane.enrol;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.EntrustedSecret;
import dev.sealwright.keyservice.api.Handover;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.HealthProof;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.OperationCount;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.ShareOrder;
import dev.sealwright.keyservice.api.SharedSealOrder;
import dev.sealwright.keyservice.api.SharedSealing;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.TakeOverOrder;
import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A key service whose HSM is away when a test says so. */
record FaultyKeyService(KeyService real) implements KeyService {
    static final AtomicBoolean NO_ADMISSIONS = new AtomicBoolean();
    static final AtomicBoolean NO_SIGNATURES = new AtomicBoolean();
    static final AtomicBoolean NO_CERTIFICATES = new AtomicBoolean();

    static void everythingAnswers() {
        NO_ADMISSIONS.set(false);
        NO_SIGNATURES.set(false);
        NO_CERTIFICATES.set(false);
    }

    private static void fail(AtomicBoolean away) {
        if (away.get()) {
            throw new KeyServiceUnavailableException("the HSM does not answer");
        }
    }

    @Override
    public List<Admission> admit(List<Bytes> leaves) {
        fail(NO_ADMISSIONS);
        return real.admit(leaves);
    }

    @Override
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        fail(NO_SIGNATURES);
        return real.append(size, leaves);
    }

    @Override
    public Head head() {
        return real.head();
    }

    @Override
    public void follow(
            long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
        real.follow(size, leaves, gone, proof, note);
    }

    @Override
    public void offerAnchors(Bytes document) {
        real.offerAnchors(document);
    }

    @Override
    public void observe(String note) {
        real.observe(note);
    }

    @Override
    public IssuedCertificate issueCertificate(CertificateOrder order) {
        fail(NO_CERTIFICATES);
        return real.issueCertificate(order);
    }

    @Override
    public SealedSecret seal(SealOrder order) {
        return real.seal(order);
    }

    @Override
    public Plaintext unseal(UnsealOrder order) {
        return real.unseal(order);
    }

    @Override
    public SealedSecret reseal(ResealOrder order) {
        return real.reseal(order);
    }

    @Override
    public Bytes makeOrgKey(OrgKeyOrder order) {
        return real.makeOrgKey(order);
    }

    @Override
    public void destroyOrgKey(ProvenLeaf destruction) {
        real.destroyOrgKey(destruction);
    }

    @Override
    public String signJwt(TokenOrder order) {
        return real.signJwt(order);
    }

    @Override
    public Bytes makeKey(KeyOrder order) {
        return real.makeKey(order);
    }

    @Override
    public Bytes sign(SignOrder order) {
        return real.sign(order);
    }

    @Override
    public void destroyKey(ProvenLeaf destruction) {
        real.destroyKey(destruction);
    }

    @Override
    public List<OperationCount> counts() {
        return real.counts();
    }

    @Override
    public KeyInventory describeKeys() {
        return real.describeKeys();
    }

    @Override
    public TokenDescription describeToken() {
        return real.describeToken();
    }

    @Override
    public Bytes derive(Purpose purpose, long version) {
        return real.derive(purpose, version);
    }

    @Override
    public Bytes entrust(EntrustedSecret secret) {
        return real.entrust(secret);
    }

    @Override
    public Bytes entrusted(EntrustedSecret secret) {
        return real.entrusted(secret);
    }

    @Override
    public SharingKey sharingKey() {
        return real.sharingKey();
    }

    @Override
    public SharedSealing sealShared(SharedSealOrder order) {
        return real.sealShared(order);
    }

    @Override
    public Handover share(ShareOrder order) {
        return real.share(order);
    }

    @Override
    public KeySealing takeOver(TakeOverOrder order) {
        return real.takeOver(order);
    }

    @Override
    public HealthProof probe() {
        return real.probe();
    }

    @Override
    public Bytes anchors() {
        return real.anchors();
    }

    @Override
    public void close() {
        real.close();
    }
}
