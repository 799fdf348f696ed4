package dev.sealwright.client.standin;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Ed25519Key;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.enrol.CertificateSerial;
import dev.sealwright.protocol.enrol.EnrolmentChallenge;
import dev.sealwright.protocol.enrol.EnrolmentRequest;
import dev.sealwright.protocol.enrol.RenewalRequest;
import dev.sealwright.protocol.enrol.SpiffeId;
import dev.sealwright.protocol.leaf.CeremonyAction;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.policy.CompiledPolicy;
import dev.sealwright.protocol.policy.PolicyDelivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** What a service knows of bootstraps, hosts and policies, and the leaves it writes of them. */
public final class HostsDesk {
    public static final String TRUST_DOMAIN = "seal.example";
    public static final String ORIGIN = "localhost/log/1";

    private final SecureRandom random = new SecureRandom();
    private final Authorities authorities;
    private final InstantSource clock;
    private final StandInLog log;
    private final Bytes anchors;
    private final byte[] operatorSeed = bytes(32).toArray();
    private final Bytes org = bytes(16);
    private final Bytes spec = bytes(16);
    private final Map<String, StandInLog.Entry> bootstraps = new HashMap<>();
    private final Map<String, Bytes> burned = new HashMap<>();
    private final Map<String, CertificateAnswer> answers = new HashMap<>();
    private final List<PolicyDelivery> policies = new ArrayList<>();

    public HostsDesk(Authorities authorities, InstantSource clock) {
        this(authorities, clock, new StandInLog(ORIGIN));
    }

    public HostsDesk(Authorities authorities, InstantSource clock, StandInLog log) {
        this.log = log;
        this.authorities = authorities;
        this.clock = clock;
        this.anchors = signAnchors();
        log.append(now(), Leaf.NO_ORG, new LeafBody.Anchors(Sha256.of(anchors), 1));
        log.append(
                now(),
                Leaf.NO_ORG,
                new LeafBody.Ceremony(CeremonyAction.FIRST_PLATFORM_KEY, bytes(32)));
        log.append(
                now(),
                org,
                new LeafBody.RecordBody(
                        RecordKind.SANDBOX_SPEC, spec, 1, RecordState.SET, bytes(32)));
    }

    public StandInLog log() {
        return log;
    }

    public Bytes anchors() {
        return anchors;
    }

    /** The one operator. */
    public Operator operator() {
        return new Operator("operator", Ed25519Key.publicKey(operatorSeed));
    }

    /** His signature. */
    public Bytes operatorSigns(Bytes message) {
        return Ed25519Key.sign(operatorSeed, message);
    }

    public Bytes org() {
        return org;
    }

    public Bytes spec() {
        return spec;
    }

    /** Mints; the same key again gives the same entry. */
    public synchronized StandInLog.Entry mint(Bytes publicKey) {
        var id = BootstrapId.of(publicKey);
        var body =
                new LeafBody.Bootstrap(
                        id.value(),
                        publicKey,
                        spec,
                        Validity.starting(now(), Duration.ofMinutes(15)));
        return bootstraps.computeIfAbsent(id.text(), _ -> log.append(now(), org, body));
    }

    public synchronized Optional<EnrolmentChallenge> challenge(String id) {
        return Optional.ofNullable(bootstraps.get(id))
                .map(
                        entry ->
                                new EnrolmentChallenge(
                                        entry.leaf(),
                                        log.receipt(entry.index()),
                                        anchors,
                                        bytes(32)));
    }

    /** The same key again gets the same answer; another key, nothing. */
    public synchronized Optional<CertificateAnswer> enrol(String id, EnrolmentRequest request) {
        Bytes spki = spki(request.csr());
        if (!burned.computeIfAbsent(id, _ -> spki).equals(spki)) {
            return Optional.empty();
        }
        return Optional.of(
                answers.computeIfAbsent(id, _ -> certify(bootstraps.get(id), request, spki)));
    }

    public synchronized CertificateAnswer renew(X509Certificate old, RenewalRequest request) {
        CertificateAnswer enrolment = answers.values().iterator().next();
        Bytes spki = spki(request.csr());
        var entry =
                log.append(
                        now(),
                        org,
                        new LeafBody.Renewal(
                                enrolment.sandbox(),
                                Sha256.of(spki),
                                Sha256.of(Certificates.encode(old)),
                                request.proof(),
                                request.validity()));
        return new CertificateAnswer(
                enrolment.sandbox(),
                chain(entry, enrolment.sandbox(), spki, request.validity()),
                entry.leaf(),
                log.receipt(entry.index()),
                enrolment.bootstrapLeaf(),
                enrolment.bootstrapReceipt());
    }

    /** Writes a policy of that version, valid from now. */
    public synchronized PolicyDelivery publish(long version, Duration validity) {
        var policy =
                new CompiledPolicy(
                        version,
                        Validity.starting(now(), validity),
                        new CompiledPolicy.Identity(org, spec, "default"),
                        new CompiledPolicy.Network(List.of("api.example"), List.of("GET")),
                        new CompiledPolicy.Filesystem(List.of("/srv"), List.of("/tmp")),
                        new CompiledPolicy.Tools(
                                List.of("search"), List.of(), List.of(), List.of()),
                        new TreeMap<>(Map.of("tokens", 1000L)));
        Bytes salt = bytes(16);
        var body =
                new LeafBody.Policy(
                        spec, version, policy.validity(), SaltedDigest.of(salt, policy.encode()));
        var entry = log.append(now(), org, body);
        var delivery =
                new PolicyDelivery(policy.encode(), salt, entry.leaf(), log.receipt(entry.index()));
        policies.add(delivery);
        return delivery;
    }

    public synchronized List<PolicyDelivery> policiesAfter(long version) {
        return policies.stream()
                .filter(each -> CompiledPolicy.decode(each.policy()).version() > version)
                .toList();
    }

    private CertificateAnswer certify(
            StandInLog.Entry bootstrap, EnrolmentRequest request, Bytes spki) {
        Bytes sandbox = Uuids.v7(now(), bytes(Uuids.RANDOM_SIZE));
        var validity = Validity.starting(now(), Duration.ofHours(1));
        var right = (LeafBody.Bootstrap) LeafCodec.decode(bootstrap.leaf()).body();
        var entry =
                log.append(
                        now(),
                        org,
                        new LeafBody.Enrolment(
                                right.bootstrap(),
                                sandbox,
                                spec,
                                Sha256.of(spki),
                                request.nonce(),
                                request.proof(),
                                validity));
        return new CertificateAnswer(
                sandbox,
                chain(entry, sandbox, spki, validity),
                entry.leaf(),
                log.receipt(entry.index()),
                bootstrap.leaf(),
                log.receipt(bootstrap.index()));
    }

    private List<X509Certificate> chain(
            StandInLog.Entry entry, Bytes sandbox, Bytes spki, Validity validity) {
        try {
            var info = SubjectPublicKeyInfo.getInstance(spki.toArray());
            BigInteger serial = CertificateSerial.of(ORIGIN, entry.index(), entry.leaf());
            String name = new SpiffeId(TRUST_DOMAIN, org, sandbox).text();
            var uri = new GeneralName(GeneralName.uniformResourceIdentifier, name);
            X509Certificate leaf =
                    Certification.of(
                                    Authorities.subject(authorities.hostCa()),
                                    "CN=host",
                                    serial,
                                    validity.notBefore(),
                                    validity.expires(),
                                    new JcaPEMKeyConverter().getPublicKey(info))
                            .with(Extension.basicConstraints, true, new BasicConstraints(false))
                            .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                            .with(
                                    Extension.extendedKeyUsage,
                                    false,
                                    new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                            .with(Extension.subjectAlternativeName, false, new GeneralNames(uri))
                            .signedBy(authorities.hostCaKey());
            return List.of(leaf, authorities.hostCa(), authorities.root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What closes this log at its present size, and goes on from the first leaves of it. */
    public ClosedEpoch closed(long restoredSize) {
        return new ClosedEpoch(
                ORIGIN,
                Sha256.of(anchors),
                log.size(),
                log.source().root(log.size()),
                restoredSize,
                log.source().root(restoredSize));
    }

    /** Anchors of that version after that epoch, signed by the root. */
    public Bytes successor(long version, ClosedEpoch closed) {
        return signAnchors(version, "localhost/log/2", List.of(closed), Optional.empty());
    }

    /** Anchors of that version in the place of the first ones, signed by the root. */
    public Bytes replacement(long version) {
        return signAnchors(version, ORIGIN, List.of(), Optional.of(Sha256.of(anchors)));
    }

    private Bytes signAnchors() {
        return signAnchors(1, ORIGIN, List.of(), Optional.empty());
    }

    private Bytes signAnchors(
            long version, String origin, List<ClosedEpoch> closed, Optional<Bytes> replaces) {
        var content =
                new Anchors(
                        version,
                        Validity.starting(now().minusSeconds(3600), Duration.ofDays(300)),
                        origin,
                        TRUST_DOMAIN,
                        List.of("localhost"),
                        List.of(log.voter()),
                        1,
                        List.of(operator()),
                        1,
                        Certificates.encode(authorities.serverCa()),
                        Certificates.encode(authorities.hostCa()),
                        bytes(32),
                        Optional.empty(),
                        closed,
                        List.of(),
                        replaces);
        return AnchorsDocument.sign(content, authorities.root(), this::rootSignature);
    }

    private Bytes rootSignature(Bytes message) {
        try {
            var signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(authorities.rootKey().getPrivate());
            signer.update(message.toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes spki(Bytes csr) {
        try {
            var request = new PKCS10CertificationRequest(csr.toArray());
            return Bytes.of(request.getSubjectPublicKeyInfo().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Instant now() {
        return Seconds.truncate(clock.instant());
    }

    private Bytes bytes(int size) {
        byte[] value = new byte[size];
        random.nextBytes(value);
        return Bytes.of(value);
    }
}
