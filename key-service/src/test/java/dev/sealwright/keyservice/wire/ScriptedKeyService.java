package dev.sealwright.keyservice.wire;

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
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers two operations as a test says, which no real one can be made to. */
record ScriptedKeyService(Supplier<Bytes> whenAnchors, Function<Purpose, Bytes> whenDerive)
        implements KeyService {
    static ScriptedKeyService answering(Supplier<Bytes> anchors) {
        return new ScriptedKeyService(anchors, purpose -> Bytes.utf8(purpose.label()));
    }

    @Override
    public Bytes anchors() {
        return whenAnchors.get();
    }

    @Override
    public Bytes derive(Purpose purpose, long version) {
        return whenDerive.apply(purpose);
    }

    @Override
    public List<Admission> admit(List<Bytes> leaves) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Head head() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void follow(
            long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void offerAnchors(Bytes document) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void observe(String note) {
        throw new UnsupportedOperationException();
    }

    @Override
    public IssuedCertificate issueCertificate(CertificateOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SealedSecret seal(SealOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Plaintext unseal(UnsealOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SealedSecret reseal(ResealOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes makeOrgKey(OrgKeyOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void destroyOrgKey(ProvenLeaf destruction) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String signJwt(TokenOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes makeKey(KeyOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes sign(SignOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void destroyKey(ProvenLeaf destruction) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<OperationCount> counts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeyInventory describeKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public TokenDescription describeToken() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes entrust(EntrustedSecret secret) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes entrusted(EntrustedSecret secret) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SharingKey sharingKey() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SharedSealing sealShared(SharedSealOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Handover share(ShareOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeySealing takeOver(TakeOverOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HealthProof probe() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
