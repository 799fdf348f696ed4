package dev.sealwright.keyservice;

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
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.OperationCount;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.RefusalCode;
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
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.inventory.Inventory;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.inventory.ServiceKeys;
import dev.sealwright.keyservice.log.VoterLog;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.time.InstantSource;
import java.util.List;

/** A member of the log: votes on its checkpoints with a key of its own, and holds no other key. */
final class MemberKeyService implements KeyService {
    private final KeyBackend backend;
    private final TokenDescription token;
    private final ServiceKeys keys;
    private final VoterLog log;
    private final InstantSource clock;

    MemberKeyService(
            KeyBackend backend,
            TokenDescription token,
            ServiceKeys keys,
            VoterLog log,
            InstantSource clock) {
        this.backend = backend;
        this.token = token;
        this.keys = keys;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public List<Admission> admit(List<Bytes> leaves) {
        return log.admit(leaves);
    }

    @Override
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        return Unavailability.translated(() -> log.append(size, leaves));
    }

    @Override
    public Appended appendAndAdmit(long size, List<Bytes> leaves, List<Bytes> proposed) {
        return Unavailability.translated(() -> log.appendAndAdmit(size, leaves, proposed));
    }

    @Override
    public void follow(
            long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
        log.follow(size, leaves, gone, proof, note);
    }

    @Override
    public void offerAnchors(Bytes document) {
        log.offerAnchors(document);
    }

    @Override
    public Head head() {
        return log.head();
    }

    @Override
    public void observe(String note) {
        log.observe(note);
    }

    @Override
    public IssuedCertificate issueCertificate(CertificateOrder order) {
        throw noSuchKey();
    }

    @Override
    public SealedSecret seal(SealOrder order) {
        throw noSuchKey();
    }

    @Override
    public Plaintext unseal(UnsealOrder order) {
        throw noSuchKey();
    }

    @Override
    public SealedSecret reseal(ResealOrder order) {
        throw noSuchKey();
    }

    @Override
    public Bytes makeOrgKey(OrgKeyOrder order) {
        throw noSuchKey();
    }

    @Override
    public void destroyOrgKey(ProvenLeaf destruction) {
        throw noSuchKey();
    }

    @Override
    public String signJwt(TokenOrder order) {
        throw noSuchKey();
    }

    @Override
    public Bytes makeKey(KeyOrder order) {
        throw noSuchKey();
    }

    @Override
    public Bytes sign(SignOrder order) {
        throw noSuchKey();
    }

    @Override
    public void destroyKey(ProvenLeaf destruction) {
        throw noSuchKey();
    }

    /** Whoever counts stands in front. */
    @Override
    public List<OperationCount> counts() {
        return List.of();
    }

    @Override
    public TokenDescription describeToken() {
        return token;
    }

    @Override
    public KeyInventory describeKeys() {
        return Unavailability.translated(() -> Inventory.take(backend));
    }

    @Override
    public Bytes derive(Purpose purpose, long version) {
        throw noSuchKey();
    }

    @Override
    public Bytes entrust(EntrustedSecret secret) {
        throw noSuchKey();
    }

    @Override
    public Bytes entrusted(EntrustedSecret secret) {
        throw noSuchKey();
    }

    @Override
    public SharingKey sharingKey() {
        throw noSuchKey();
    }

    @Override
    public SharedSealing sealShared(SharedSealOrder order) {
        throw noSuchKey();
    }

    @Override
    public Handover share(ShareOrder order) {
        throw noSuchKey();
    }

    @Override
    public KeySealing takeOver(TakeOverOrder order) {
        throw noSuchKey();
    }

    @Override
    public HealthProof probe() {
        var proof = Unavailability.translated(() -> backend.probe(keys.handle(KeyRole.LOG)));
        return new HealthProof(clock.instant(), proof.statement(), proof.signature());
    }

    @Override
    public Bytes anchors() {
        return log.anchors().document();
    }

    private static KeyServiceRefusedException noSuchKey() {
        return new KeyServiceRefusedException(
                RefusalCode.UNKNOWN_KEY,
                "this is a member of the log, which holds its log key and no other");
    }

    @Override
    public void close() {
        try (backend) {
            log.close();
        }
    }
}
