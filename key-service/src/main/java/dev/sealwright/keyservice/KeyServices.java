package dev.sealwright.keyservice;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.ca.CertificateIssuer;
import dev.sealwright.keyservice.ca.IssuingCa;
import dev.sealwright.keyservice.clientkey.ClientKeyService;
import dev.sealwright.keyservice.clientkey.ClientKeyStore;
import dev.sealwright.keyservice.clientkey.TokenKeys;
import dev.sealwright.keyservice.fips.FipsMode;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.inventory.ServiceKeys;
import dev.sealwright.keyservice.inventory.TokenAbilities;
import dev.sealwright.keyservice.log.AdmissionRules;
import dev.sealwright.keyservice.log.EpochState;
import dev.sealwright.keyservice.log.KeyMaterial;
import dev.sealwright.keyservice.log.VoterLog;
import dev.sealwright.keyservice.pkcs11.Pkcs11KeyBackend;
import dev.sealwright.keyservice.quota.AdmissionQuota;
import dev.sealwright.keyservice.secret.Derivation;
import dev.sealwright.keyservice.secret.EntrustedSecrets;
import dev.sealwright.keyservice.secret.MadeReseals;
import dev.sealwright.keyservice.secret.MaterialOfSeveral;
import dev.sealwright.keyservice.secret.OrgKeyring;
import dev.sealwright.keyservice.secret.OrgKeys;
import dev.sealwright.keyservice.secret.SecretSealing;
import dev.sealwright.keyservice.secret.SharingKeyPair;
import dev.sealwright.keyservice.secret.TokenMaterial;
import dev.sealwright.keyservice.token.CeremonialKeys;
import dev.sealwright.keyservice.token.TokenIssuer;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.SuppressForbidden;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Opens key services. */
public final class KeyServices {
    private KeyServices() {}

    /**
     * Opens the service on a PKCS#11 token, for callers in this process.
     *
     * @throws StartRefusedException when keys, anchors or state are not what they must be
     */
    public static KeyService openPkcs11(KeyServiceConfig config, InstantSource clock) {
        return hostPkcs11(config, clock).embedded();
    }

    /**
     * Opens the service on a PKCS#11 token, for callers of several names.
     *
     * @throws StartRefusedException when keys, anchors or state are not what they must be
     */
    public static HostedKeyService hostPkcs11(KeyServiceConfig config, InstantSource clock) {
        return host(Pkcs11KeyBackend.open(config.token(), randomness()), config, clock);
    }

    /**
     * Opens a member of the log on a PKCS#11 token that holds a log key and needs no other.
     *
     * @throws StartRefusedException when key, anchors or state are not what they must be
     */
    public static HostedKeyService hostMemberPkcs11(KeyServiceConfig config, InstantSource clock) {
        return hostMember(Pkcs11KeyBackend.open(config.token(), randomness()), config, clock);
    }

    /** Opens a member of the log on any backend, which it owns from then on. */
    public static HostedKeyService hostMember(
            KeyBackend backend, KeyServiceConfig config, InstantSource clock) {
        try {
            CeremonyFolder ceremony = new CeremonyFolder(config.ceremonyFolder());
            List<VerifiedAnchors> documents = ceremony.documents(clock.instant());
            VerifiedAnchors anchors = documents.getLast();
            FipsMode fips = config.use().fips();
            KeyBackend allowed = fips.over(backend);
            TokenAbilities abilities = TokenAbilities.find(allowed, fips);
            ServiceKeys keys = ServiceKeys.requireLog(allowed, anchors, ceremony.rootTokenSerial());
            AdmissionRules rules = rules(anchors, ceremony.opening(anchors), config);
            VoterLog log =
                    openLog(allowed, keys, documents, config, rules, KeyMaterial.ELSEWHERE, clock);
            return new HostedKeyService(
                    new MemberKeyService(allowed, abilities.describe(), keys, log, clock), clock);
        } catch (RuntimeException e) {
            closeAfter(e, backend);
            throw e;
        }
    }

    /** Opens the service on any backend, for callers in this process; see {@link #host}. */
    public static KeyService open(
            KeyBackend backend, KeyServiceConfig config, InstantSource clock) {
        return host(backend, config, clock).embedded();
    }

    /**
     * Opens the service on any backend, which it owns from then on and closes with itself, also
     * when it does not start.
     *
     * @throws StartRefusedException when keys, anchors or state are not what they must be
     */
    public static HostedKeyService host(
            KeyBackend backend, KeyServiceConfig config, InstantSource clock) {
        try {
            KeyBackend allowed = config.use().fips().over(backend);
            return new HostedKeyService(start(allowed, config, clock), clock);
        } catch (RuntimeException e) {
            closeAfter(e, backend);
            throw e;
        }
    }

    private static KeyService start(
            KeyBackend backend, KeyServiceConfig config, InstantSource clock) {
        CeremonyFolder ceremony = new CeremonyFolder(config.ceremonyFolder());
        List<VerifiedAnchors> documents = ceremony.documents(clock.instant());
        VerifiedAnchors anchors = documents.getLast();
        TokenAbilities abilities = TokenAbilities.find(backend, config.use().fips()).require();
        ServiceKeys keys = ServiceKeys.require(backend, anchors, ceremony.rootTokenSerial());
        ClientKeyStore clientKeys =
                ClientKeyStore.open(
                        backend,
                        clock,
                        config.signLimits().keys(),
                        config.stateFolder().resolve("client-keys.ordered"));
        OrgKeys orgKeys = OrgKeys.open(backend, config.sealLimits().orgKeys());
        MadeReseals made = new MadeReseals();
        AdmissionRules rules = rules(anchors, ceremony.opening(anchors), config);
        VoterLog log =
                openLog(
                        backend,
                        keys,
                        documents,
                        config,
                        rules,
                        material(new TokenMaterial(clientKeys, orgKeys, made), anchors),
                        clock);
        clientKeys.sweep(log.clientKeys());
        ReceiptVerifier receipts = log.receipts();
        CertificateIssuer issuer =
                new CertificateIssuer(
                        backend,
                        receipts,
                        issuing(backend, keys, KeyRole.SERVER_CA, anchors.serverCas()),
                        issuing(backend, keys, KeyRole.HOST_CA, anchors.hostCas()),
                        clock,
                        config.maxHostCertificate(),
                        config.maxServerCertificate());
        OrgKeyring keyring = new OrgKeyring(orgKeys, log, receipts, clock);
        SecretSealing secrets =
                new SecretSealing(
                        backend,
                        keyring,
                        made,
                        receipts,
                        randomness(),
                        clock,
                        config.sealLimits(),
                        config.use().fips(),
                        SharingKeyPair.make(
                                backend, keys.handle(KeyRole.LOG), anchors, randomness()),
                        log.head().size());
        TokenKeys tokenKeys = new TokenKeys(clientKeys, log);
        Derivation derivation = Derivation.ready(backend, keyring, log);
        CeremonialKeys.require(backend, tokenKeys, keyring, log);
        TokenIssuer tokens = new TokenIssuer(backend, tokenKeys, receipts, clock);
        return new LocalKeyService(
                backend,
                abilities.describe(),
                keys,
                log,
                issuer,
                secrets,
                keyring,
                derivation,
                new EntrustedSecrets(backend, keyring, anchors, randomness()),
                tokens,
                new ClientKeyService(
                        backend,
                        clientKeys,
                        log,
                        receipts,
                        config.signLimits(),
                        abilities::works,
                        clock),
                clock);
    }

    private static KeyMaterial material(TokenMaterial token, VerifiedAnchors anchors) {
        return anchors.severalIssue() ? new MaterialOfSeveral(token) : token;
    }

    private static IssuingCa issuing(
            KeyBackend backend, ServiceKeys keys, KeyRole role, List<X509Certificate> cas) {
        return new IssuingCa(keys.certificate(backend, role, cas), keys.handle(role));
    }

    @SuppressForbidden("the one source of the key service's randomness")
    private static SecureRandom randomness() {
        return new SecureRandom();
    }

    private static VoterLog openLog(
            KeyBackend backend,
            ServiceKeys keys,
            List<VerifiedAnchors> documents,
            KeyServiceConfig config,
            AdmissionRules rules,
            KeyMaterial material,
            InstantSource clock) {
        VerifiedAnchors anchors = documents.getLast();
        VoterLog log =
                VoterLog.open(
                        stateFolder(config, anchors),
                        LogSigner.of(backend, keys.handle(KeyRole.LOG), anchors),
                        documents,
                        rules,
                        new AdmissionQuota(config.limits()),
                        material,
                        clock);
        try {
            config.knownCheckpoints().forEach(log::observe);
            log.signAgain();
            return log;
        } catch (KeyServiceRefusedException e) {
            closeAfter(e, log);
            throw new StartRefusedException(
                    "A checkpoint that was shown at the start stops it: " + e.detail() + ".", e);
        } catch (RuntimeException e) {
            closeAfter(e, log);
            throw e;
        }
    }

    /** An epoch that takes leaves over has a state before its first start, or none ever. */
    private static Path stateFolder(KeyServiceConfig config, VerifiedAnchors anchors) {
        Path folder = EpochState.folder(config.stateFolder(), anchors.content());
        if (!anchors.content().closed().isEmpty() && !EpochState.begun(folder)) {
            throw new StartRefusedException(
                    "The epoch of "
                            + anchors.origin()
                            + " has not begun here: its state is missing. Begin it (ceremony epoch"
                            + " begin), or put the state folder back.");
        }
        return folder;
    }

    private static AdmissionRules rules(
            VerifiedAnchors anchors, Optional<EpochBody> opening, KeyServiceConfig config) {
        return new AdmissionRules(
                anchors.digest(),
                firstPlatformKeyDigest(config),
                anchors.content().serverNames(),
                config.maxHostCertificate(),
                config.maxServerCertificate(),
                anchors.content().operators(),
                anchors.content().operatorsRequired(),
                opening);
    }

    private static Bytes firstPlatformKeyDigest(KeyServiceConfig config) {
        try {
            return Bytes.fromHex(CeremonyFolder.line(config.firstPlatformKeyDigestFile()))
                    .requireSize(Sha256.SIZE, "the digest of the first platform key");
        } catch (MalformedException e) {
            throw new StartRefusedException(
                    "The file with the first platform key's digest does not hold 64 hexadecimal"
                            + " digits.",
                    e);
        }
    }

    private static void closeAfter(RuntimeException failure, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }
}
