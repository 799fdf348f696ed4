package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.CertificateOrder;
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
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.util.List;

/**
 * A key service whose log is voted on: what concerns the log goes to the {@link Assembly}, the rest
 * to the one that holds all keys.
 */
final class QuorumKeyService implements KeyService {
    private final KeyService first;
    private final Assembly assembly;

    QuorumKeyService(KeyService first, Assembly assembly) {
        this.first = first;
        this.assembly = assembly;
    }

    @Override
    public List<Admission> admit(List<Bytes> leaves) {
        return assembly.admit(leaves);
    }

    @Override
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        return assembly.append(size, leaves);
    }

    /** Members follow by themselves; nobody need tell them to. */
    @Override
    public void follow(long size, List<Bytes> leaves, List<Bytes> proof, String note) {
        throw new UnsupportedOperationException("members are brought up one by one");
    }

    @Override
    public void offerAnchors(Bytes document) {
        assembly.offerAnchors(document);
    }

    @Override
    public Head head() {
        return assembly.head();
    }

    @Override
    public void observe(String note) {
        assembly.meet();
    }

    @Override
    public IssuedCertificate issueCertificate(CertificateOrder order) {
        return first.issueCertificate(order);
    }

    @Override
    public SealedSecret seal(SealOrder order) {
        return first.seal(order);
    }

    @Override
    public Plaintext unseal(UnsealOrder order) {
        return first.unseal(order);
    }

    @Override
    public SealedSecret reseal(ResealOrder order) {
        return first.reseal(order);
    }

    @Override
    public Bytes makeOrgKey(OrgKeyOrder order) {
        return first.makeOrgKey(order);
    }

    @Override
    public void destroyOrgKey(ProvenLeaf destruction) {
        first.destroyOrgKey(destruction);
    }

    @Override
    public String signJwt(TokenOrder order) {
        return first.signJwt(order);
    }

    @Override
    public Bytes makeKey(KeyOrder order) {
        return first.makeKey(order);
    }

    @Override
    public Bytes sign(SignOrder order) {
        return first.sign(order);
    }

    @Override
    public void destroyKey(ProvenLeaf destruction) {
        first.destroyKey(destruction);
    }

    @Override
    public List<OperationCount> counts() {
        return first.counts();
    }

    @Override
    public TokenDescription describeToken() {
        return first.describeToken();
    }

    @Override
    public KeyInventory describeKeys() {
        return first.describeKeys();
    }

    @Override
    public Bytes derive(Purpose purpose) {
        return first.derive(purpose);
    }

    @Override
    public HealthProof probe() {
        return first.probe();
    }

    @Override
    public Bytes anchors() {
        return first.anchors();
    }

    @Override
    public void close() {
        first.close();
    }
}
