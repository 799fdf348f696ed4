package dev.sealwright.keyservice;

import static dev.sealwright.keyservice.Unavailability.translated;

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
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.ProbeSignature;
import dev.sealwright.keyservice.ca.CertificateIssuer;
import dev.sealwright.keyservice.clientkey.ClientKeyService;
import dev.sealwright.keyservice.inventory.Inventory;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.inventory.ServiceKeys;
import dev.sealwright.keyservice.log.VoterLog;
import dev.sealwright.keyservice.secret.Derivation;
import dev.sealwright.keyservice.secret.EntrustedSecrets;
import dev.sealwright.keyservice.secret.OrgKeyring;
import dev.sealwright.keyservice.secret.SecretSealing;
import dev.sealwright.keyservice.token.TokenIssuer;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.time.InstantSource;
import java.util.List;

/** The key service in this process, on one backend. */
final class LocalKeyService implements KeyService {
    private final KeyBackend backend;
    private final TokenDescription token;
    private final ServiceKeys keys;
    private final VoterLog log;
    private final CertificateIssuer issuer;
    private final SecretSealing secrets;
    private final OrgKeyring orgKeys;
    private final Derivation derivation;
    private final EntrustedSecrets entrusting;
    private final TokenIssuer tokens;
    private final ClientKeyService clientKeys;
    private final InstantSource clock;

    LocalKeyService(
            KeyBackend backend,
            TokenDescription token,
            ServiceKeys keys,
            VoterLog log,
            CertificateIssuer issuer,
            SecretSealing secrets,
            OrgKeyring orgKeys,
            Derivation derivation,
            EntrustedSecrets entrusting,
            TokenIssuer tokens,
            ClientKeyService clientKeys,
            InstantSource clock) {
        this.backend = backend;
        this.token = token;
        this.keys = keys;
        this.log = log;
        this.issuer = issuer;
        this.secrets = secrets;
        this.orgKeys = orgKeys;
        this.derivation = derivation;
        this.entrusting = entrusting;
        this.tokens = tokens;
        this.clientKeys = clientKeys;
        this.clock = clock;
    }

    @Override
    public List<Admission> admit(List<Bytes> leaves) {
        return log.admit(leaves);
    }

    @Override
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        return translated(() -> log.append(size, leaves));
    }

    @Override
    public Appended appendAndAdmit(long size, List<Bytes> leaves, List<Bytes> proposed) {
        return translated(() -> log.appendAndAdmit(size, leaves, proposed));
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
        return translated(() -> issuer.issue(order));
    }

    @Override
    public SealedSecret seal(SealOrder order) {
        return translated(() -> secrets.seal(order));
    }

    @Override
    public Plaintext unseal(UnsealOrder order) {
        return translated(() -> secrets.unseal(order));
    }

    @Override
    public SealedSecret reseal(ResealOrder order) {
        return translated(() -> secrets.reseal(order));
    }

    @Override
    public Bytes makeOrgKey(OrgKeyOrder order) {
        return translated(() -> orgKeys.make(order));
    }

    @Override
    public void destroyOrgKey(ProvenLeaf destruction) {
        translated(
                () -> {
                    orgKeys.destroy(destruction);
                    return destruction;
                });
    }

    @Override
    public String signJwt(TokenOrder order) {
        return translated(() -> tokens.sign(order));
    }

    @Override
    public Bytes makeKey(KeyOrder order) {
        return translated(() -> clientKeys.make(order));
    }

    @Override
    public Bytes sign(SignOrder order) {
        return translated(() -> clientKeys.sign(order));
    }

    @Override
    public void destroyKey(ProvenLeaf destruction) {
        translated(
                () -> {
                    clientKeys.destroy(destruction);
                    return destruction;
                });
    }

    /** Whoever counts stands in front. */
    @Override
    public List<OperationCount> counts() {
        return List.of();
    }

    @Override
    public KeyInventory describeKeys() {
        return translated(() -> Inventory.take(backend));
    }

    @Override
    public TokenDescription describeToken() {
        return token;
    }

    @Override
    public Bytes derive(Purpose purpose, long version) {
        return translated(() -> derivation.derive(purpose, version));
    }

    @Override
    public Bytes entrust(EntrustedSecret secret) {
        return translated(() -> entrusting.seal(secret));
    }

    @Override
    public Bytes entrusted(EntrustedSecret secret) {
        return translated(() -> entrusting.open(secret));
    }

    @Override
    public SharingKey sharingKey() {
        return secrets.sharing().key();
    }

    @Override
    public SharedSealing sealShared(SharedSealOrder order) {
        return translated(() -> secrets.sealShared(order));
    }

    @Override
    public Handover share(ShareOrder order) {
        return translated(() -> secrets.sharing().share(order));
    }

    @Override
    public KeySealing takeOver(TakeOverOrder order) {
        return translated(() -> secrets.takeOver(order));
    }

    @Override
    public HealthProof probe() {
        ProbeSignature proof = translated(() -> backend.probe(keys.handle(KeyRole.LOG)));
        return new HealthProof(clock.instant(), proof.statement(), proof.signature());
    }

    @Override
    public Bytes anchors() {
        return log.anchors().document();
    }

    @Override
    public void close() {
        try (backend) {
            log.close();
        }
    }
}
