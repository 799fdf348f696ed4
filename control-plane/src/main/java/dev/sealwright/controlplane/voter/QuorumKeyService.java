package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Appended;
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
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key service whose log is voted on: what concerns the log goes to the {@link Assembly}, the rest
 * to the {@link Keepers}.
 */
final class QuorumKeyService implements KeyService {
    private static final Logger LOG = LoggerFactory.getLogger(QuorumKeyService.class);

    private final Assembly assembly;
    private final Keepers keepers;
    private final DerivedSecrets derived;

    QuorumKeyService(Assembly assembly, Keepers keepers, DerivedSecrets derived) {
        this.assembly = assembly;
        this.keepers = keepers;
        this.derived = derived;
    }

    @Override
    public List<Admission> admit(List<Bytes> leaves) {
        return assembly.admit(leaves);
    }

    @Override
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        return assembly.append(size, leaves);
    }

    @Override
    public Appended appendAndAdmit(long size, List<Bytes> leaves, List<Bytes> proposed) {
        return assembly.step(size, leaves, proposed);
    }

    /** Members follow by themselves; nobody need tell them to. */
    @Override
    public void follow(
            long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
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
        return keepers.any(keeper -> keeper.issueCertificate(order));
    }

    @Override
    public SealedSecret seal(SealOrder order) {
        return keepers.any(keeper -> keeper.seal(order));
    }

    @Override
    public Plaintext unseal(UnsealOrder order) {
        return keepers.any(keeper -> keeper.unseal(order));
    }

    @Override
    public SealedSecret reseal(ResealOrder order) {
        return keepers.any(keeper -> keeper.reseal(order));
    }

    /**
     * All members' keys of one version have one CKA_ID. The service's own key is made where the
     * first member is there, which derives for all under it.
     */
    @Override
    public Bytes makeOrgKey(OrgKeyOrder order) {
        if (order.org().equals(Leaf.NO_ORG)) {
            Bytes id =
                    keepers.anyOf(
                            List.of(keepers.first()), keeper -> keeper.service().makeOrgKey(order));
            LOG.debug("the first member holds the key {}", id.hex());
        }
        return keepers.each(keeper -> keeper.makeOrgKey(order)).getFirst();
    }

    @Override
    public void destroyOrgKey(ProvenLeaf destruction) {
        LOG.debug(
                "destroyed by {} members",
                keepers.every(
                                keeper -> {
                                    keeper.destroyOrgKey(destruction);
                                    return destruction;
                                })
                        .size());
    }

    @Override
    public String signJwt(TokenOrder order) {
        return keepers.any(keeper -> keeper.signJwt(order));
    }

    @Override
    public Bytes makeKey(KeyOrder order) {
        return keepers.oneByOne(keeper -> keeper.makeKey(order));
    }

    @Override
    public Bytes sign(SignOrder order) {
        return keepers.any(keeper -> keeper.sign(order));
    }

    @Override
    public void destroyKey(ProvenLeaf destruction) {
        LOG.debug(
                "destroyed by {} members",
                keepers.every(
                                keeper -> {
                                    keeper.destroyKey(destruction);
                                    return destruction;
                                })
                        .size());
    }

    @Override
    public List<OperationCount> counts() {
        return keepers.any(KeyService::counts);
    }

    @Override
    public TokenDescription describeToken() {
        return keepers.any(KeyService::describeToken);
    }

    @Override
    public KeyInventory describeKeys() {
        return keepers.any(KeyService::describeKeys);
    }

    @Override
    public Bytes derive(Purpose purpose, long version) {
        return derived.of(purpose, version);
    }

    /** Members are given derived secrets by themselves; nobody need do that. */
    @Override
    public Bytes entrust(EntrustedSecret secret) {
        throw oneByOne();
    }

    @Override
    public Bytes entrusted(EntrustedSecret secret) {
        throw oneByOne();
    }

    @Override
    public SharingKey sharingKey() {
        throw oneByOne();
    }

    /** Shared secrets go through {@link SecretMembers}. */
    @Override
    public SharedSealing sealShared(SharedSealOrder order) {
        throw oneByOne();
    }

    @Override
    public Handover share(ShareOrder order) {
        throw oneByOne();
    }

    @Override
    public KeySealing takeOver(TakeOverOrder order) {
        throw oneByOne();
    }

    private static UnsupportedOperationException oneByOne() {
        return new UnsupportedOperationException("members are asked one by one for that");
    }

    @Override
    public HealthProof probe() {
        return keepers.any(KeyService::probe);
    }

    @Override
    public Bytes anchors() {
        return keepers.any(KeyService::anchors);
    }

    @Override
    public void close() {
        keepers.first().service().close();
    }
}
