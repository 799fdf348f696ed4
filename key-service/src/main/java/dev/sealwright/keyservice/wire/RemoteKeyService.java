package dev.sealwright.keyservice.wire;

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
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
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
import dev.sealwright.keyservice.wire.Codec.Nothing;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key service that runs in another process. Every call ends within its deadline; a request whose
 * connection died before its answer is asked once more (see {@link Operation}).
 */
public final class RemoteKeyService implements KeyService {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeyService.class);

    private final Reconnection connections;
    private final Patience patience;

    RemoteKeyService(Connector connector, Patience patience) {
        this(Reconnection.begin(connector, patience.call()), patience);
    }

    private RemoteKeyService(Reconnection connections, Patience patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /**
     * The same service over the same connection, whose calls do not wait through a restart: for a
     * caller that can ask another.
     */
    public RemoteKeyService impatient() {
        return new RemoteKeyService(connections, new Patience(patience.call(), Patience.MOMENT));
    }

    /** Begins to connect to a socket; returns at once. */
    public static RemoteKeyService at(KeyServiceAddress.Unix address, Patience patience) {
        return new RemoteKeyService(new UnixConnector(address.socket()), patience);
    }

    /** Begins to connect by TLS; returns at once. */
    public static RemoteKeyService at(
            KeyServiceAddress.Tls address,
            TlsFolder folder,
            InstantSource clock,
            Patience patience) {
        return new RemoteKeyService(new TlsConnector(address, folder.context(clock)), patience);
    }

    /**
     * Waits until the key service answers for the first time.
     *
     * @throws KeyServiceUnavailableException when it does not within this time
     */
    public void awaitFirst(Duration limit) {
        try {
            ClientConnection first = connections.await(limit, System.nanoTime() + limit.toNanos());
            LOG.trace("{}", first);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public List<Admission> admit(List<Bytes> leaves) {
        return call(Operation.ADMIT, leaves);
    }

    @Override
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        return call(Operation.APPEND, new LogCodecs.Leaves(size, leaves));
    }

    @Override
    public Appended appendAndAdmit(long size, List<Bytes> leaves, List<Bytes> proposed) {
        return call(Operation.APPEND_AND_ADMIT, new LogCodecs.Step(size, leaves, proposed));
    }

    @Override
    public void follow(
            long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
        call(Operation.FOLLOW, new LogCodecs.Followed(size, leaves, gone, proof, note));
    }

    @Override
    public void offerAnchors(Bytes document) {
        call(Operation.OFFER_ANCHORS, document);
    }

    @Override
    public Head head() {
        return call(Operation.HEAD, Nothing.NOTHING);
    }

    @Override
    public void observe(String note) {
        call(Operation.OBSERVE, note);
    }

    @Override
    public IssuedCertificate issueCertificate(CertificateOrder order) {
        return call(Operation.ISSUE, order);
    }

    @Override
    public SealedSecret seal(SealOrder order) {
        return call(Operation.SEAL, order);
    }

    @Override
    public Plaintext unseal(UnsealOrder order) {
        return call(Operation.UNSEAL, order);
    }

    @Override
    public SealedSecret reseal(ResealOrder order) {
        return call(Operation.RESEAL, order);
    }

    @Override
    public Bytes makeOrgKey(OrgKeyOrder order) {
        return call(Operation.MAKE_ORG_KEY, order);
    }

    @Override
    public void destroyOrgKey(ProvenLeaf destruction) {
        call(Operation.DESTROY_ORG_KEY, destruction);
    }

    @Override
    public String signJwt(TokenOrder order) {
        return call(Operation.SIGN_JWT, order);
    }

    @Override
    public Bytes makeKey(KeyOrder order) {
        return call(Operation.MAKE_KEY, order);
    }

    @Override
    public Bytes sign(SignOrder order) {
        return call(Operation.SIGN, order);
    }

    @Override
    public void destroyKey(ProvenLeaf destruction) {
        call(Operation.DESTROY_KEY, destruction);
    }

    @Override
    public List<OperationCount> counts() {
        return call(Operation.COUNTS, Nothing.NOTHING);
    }

    @Override
    public KeyInventory describeKeys() {
        return call(Operation.DESCRIBE, Nothing.NOTHING);
    }

    @Override
    public TokenDescription describeToken() {
        return call(Operation.DESCRIBE_TOKEN, Nothing.NOTHING);
    }

    @Override
    public Bytes derive(Purpose purpose, long version) {
        return call(Operation.DERIVE, new KeyCodecs.Derived(purpose, version));
    }

    @Override
    public Bytes entrust(EntrustedSecret secret) {
        return call(Operation.ENTRUST, secret);
    }

    @Override
    public Bytes entrusted(EntrustedSecret secret) {
        return call(Operation.ENTRUSTED, secret);
    }

    @Override
    public SharingKey sharingKey() {
        return call(Operation.SHARING_KEY, Nothing.NOTHING);
    }

    @Override
    public SharedSealing sealShared(SharedSealOrder order) {
        return call(Operation.SEAL_SHARED, order);
    }

    @Override
    public Handover share(ShareOrder order) {
        return call(Operation.SHARE, order);
    }

    @Override
    public KeySealing takeOver(TakeOverOrder order) {
        return call(Operation.TAKE_OVER, order);
    }

    @Override
    public HealthProof probe() {
        return call(Operation.PROBE, Nothing.NOTHING);
    }

    @Override
    public Bytes anchors() {
        return call(Operation.ANCHORS, Nothing.NOTHING);
    }

    private <Q, A> A call(Operation<Q, A> operation, Q question) {
        long end = System.nanoTime() + patience.call().toNanos();
        CborValue encoded = operation.question().encode().apply(question);
        try {
            return answer(operation, ask(operation.code(), encoded, end));
        } catch (ConnectionLostException first) {
            try {
                return answer(operation, ask(operation.code(), encoded, end));
            } catch (ConnectionLostException again) {
                throw new KeyServiceUnavailableException(
                        "The connection to the key service ended twice before its answer.", again);
            }
        }
    }

    private Reply ask(int code, CborValue question, long end) {
        try {
            ClientConnection connection = connections.await(patience.restart(), end);
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            return connection.ask(code, new Request(left, question), end);
        } catch (MalformedException e) {
            throw new KeyServiceRefusedException(
                    RefusalCode.BATCH_TOO_LARGE, "more than one request may carry");
        } catch (IllegalArgumentException e) {
            throw new KeyServiceRefusedException(
                    RefusalCode.MALFORMED, "a text that is no Unicode text");
        } catch (TimeoutException e) {
            throw new KeyServiceUnavailableException(
                    "The key service did not answer within " + patience.call() + ".", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static <A> A answer(Operation<?, A> operation, Reply reply) {
        try {
            return reply.open(operation.answer());
        } catch (MalformedException e) {
            LOG.error("the key service gave {} an answer of another form", operation.name(), e);
            throw new KeyServiceUnavailableException(
                    "The key service answers in another form than this version knows.", e);
        }
    }

    private static KeyServiceUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KeyServiceUnavailableException("The call was interrupted.", e);
    }

    @Override
    public void close() {
        connections.close();
    }
}
