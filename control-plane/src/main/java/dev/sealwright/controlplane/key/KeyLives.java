package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.cryptoperiod.KeyPurpose;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.orgkey.KeyUse;
import dev.sealwright.controlplane.orgkey.LoggedOrgKey;
import dev.sealwright.controlplane.orgkey.LoggedOrgKeys;
import dev.sealwright.controlplane.orgkey.SealingKeys;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.TokenKeyId;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lives of all keys on the token. Those of the service itself begin with the log, which the
 * ceremony that made them began, or with their certificate; those of organisations by their leaves.
 */
@Singleton
public final class KeyLives {
    private static final Pattern ORG_KEY =
            Pattern.compile("kek-([0-9a-f]{32})(?:-([1-9]\\d{0,8}))?");
    private static final Pattern MAC = Pattern.compile("mac(?:-([1-9]\\d{0,8}))?");
    private static final Pattern CLIENT_KEY =
            Pattern.compile("client-([0-9a-f]{32})-([1-9]\\d{0,17})");

    private static final String LOG_POST_QUANTUM = "log-post-quantum";

    private final LoggedKeys clientKeys;
    private final TokenKeys tokenKeys;
    private final LoggedOrgKeys orgKeys;
    private final SealingKeys sealing;
    private final KeyUse use;
    private final Cryptoperiods periods;
    private final VerifiedAnchors anchors;
    private final Log log;

    KeyLives(
            LoggedKeys clientKeys,
            TokenKeys tokenKeys,
            LoggedOrgKeys orgKeys,
            SealingKeys sealing,
            KeyUse use,
            Cryptoperiods periods,
            VerifiedAnchors anchors,
            Log log) {
        this.clientKeys = clientKeys;
        this.tokenKeys = tokenKeys;
        this.orgKeys = orgKeys;
        this.sealing = sealing;
        this.use = use;
        this.periods = periods;
        this.anchors = anchors;
        this.log = log;
    }

    /** Since when the keys of that purpose that protect what is new do so; one time a key. */
    public List<Instant> activated(KeyPurpose purpose) {
        return switch (purpose) {
            case LOG -> List.of(begun());
            case MAC -> List.of(since(orgKeys.mac().versions().getLast()));
            case TOKEN ->
                    Arrays.stream(TokenAlgorithm.values())
                            .map(algorithm -> tokenKeys.signing(algorithm).since())
                            .toList();
            case SERVER_CA -> begun(anchors.serverCas());
            case HOST_CA -> begun(anchors.hostCas());
            case ENCRYPTION -> sealing.activated();
            case SIGNING ->
                    clientKeys.all().stream()
                            .filter(key -> !key.org().equals(Leaf.NO_ORG))
                            .filter(key -> state(key, key.latest()).equals(KeyLife.ACTIVE))
                            .map(key -> key.latest().time())
                            .toList();
        };
    }

    private static List<Instant> begun(List<X509Certificate> cas) {
        return cas.stream().map(ca -> ca.getNotBefore().toInstant()).toList();
    }

    private Instant begun() {
        return log.begun();
    }

    /** Of one key, by its label on the token. */
    public KeyLife of(String label) {
        Optional<TokenKeyId> own = TokenKeys.idOf(label);
        if (own.isPresent()) {
            return tokenKey(own.get());
        }
        Matcher mac = MAC.matcher(label);
        if (mac.matches()) {
            return mac(mac.group(1) == null ? 1 : Long.parseLong(mac.group(1)));
        }
        Matcher orgKey = ORG_KEY.matcher(label);
        if (orgKey.matches()) {
            String version = orgKey.group(2);
            return orgKey(
                    Bytes.fromHex(orgKey.group(1)), version == null ? 1 : Long.parseLong(version));
        }
        Matcher clientKey = CLIENT_KEY.matcher(label);
        if (clientKey.matches()) {
            return clientKey(Bytes.fromHex(clientKey.group(1)), Long.parseLong(clientKey.group(2)));
        }
        // The second key of the log does what its first does.
        return KeyPurpose.of(label.equals(LOG_POST_QUANTUM) ? KeyPurpose.LOG.text() : label)
                .map(purpose -> active(purpose, activated(purpose).getFirst()))
                .orElseThrow(() -> new IllegalStateException("no such key: " + label));
    }

    private KeyLife tokenKey(TokenKeyId id) {
        return tokenKeys.all(TokenAlgorithm.of(id.algorithm())).stream()
                .filter(each -> each.number() == id.generation())
                .findAny()
                .map(
                        each ->
                                life(
                                        KeyPurpose.TOKEN,
                                        each.number(),
                                        each.state(),
                                        each.since(),
                                        each.deactivated()))
                .orElseGet(() -> KeyLife.pending(KeyPurpose.TOKEN, id.generation()));
    }

    private KeyLife mac(long number) {
        LoggedOrgKey key = orgKeys.mac();
        return key.version(number)
                .map(
                        version ->
                                life(
                                        KeyPurpose.MAC,
                                        number,
                                        version.state(number == key.latest()),
                                        since(version),
                                        key.deactivated(number)))
                .orElseGet(() -> KeyLife.pending(KeyPurpose.MAC, number));
    }

    /** The ceremony made the first. */
    private Instant since(LoggedOrgKey.Version version) {
        return version.origin().map(LoggedOrgKey.Origin::time).orElseGet(this::begun);
    }

    private KeyLife active(KeyPurpose purpose, Instant since) {
        return life(purpose, 1, KeyLife.ACTIVE, since, Optional.empty());
    }

    private KeyLife life(
            KeyPurpose purpose,
            long version,
            String state,
            Instant since,
            Optional<Instant> deactivated) {
        return new KeyLife(
                purpose,
                version,
                state,
                deactivated,
                Optional.of(periods.of(purpose, since)),
                state.equals(KeyLife.ACTIVE) ? periods.warning(purpose, since) : Optional.empty());
    }

    private KeyLife orgKey(Bytes org, long number) {
        LoggedOrgKey key = orgKeys.find(org);
        Optional<LoggedOrgKey.Version> version = key.version(number);
        return version.flatMap(LoggedOrgKey.Version::origin)
                .map(LoggedOrgKey.Origin::time)
                .or(() -> version.flatMap(_ -> use.firstSealed(org)))
                .map(
                        since ->
                                life(
                                        KeyPurpose.ENCRYPTION,
                                        number,
                                        version.orElseThrow().state(number == key.latest()),
                                        since,
                                        key.deactivated(number)))
                .orElseGet(() -> KeyLife.pending(KeyPurpose.ENCRYPTION, number));
    }

    private KeyLife clientKey(Bytes id, long number) {
        Optional<LoggedKey> key =
                clientKeys.all().stream().filter(each -> each.id().equals(id)).findAny();
        Optional<LoggedKey.Version> version = key.flatMap(each -> each.version(number));
        return version.map(
                        found ->
                                life(
                                        KeyPurpose.SIGNING,
                                        number,
                                        state(key.orElseThrow(), found),
                                        found.time(),
                                        key.orElseThrow()
                                                .version(number + 1)
                                                .map(LoggedKey.Version::time)))
                .orElseGet(() -> KeyLife.pending(KeyPurpose.SIGNING, number));
    }

    private static String state(LoggedKey key, LoggedKey.Version version) {
        if (key.destroyed()) {
            return "destroyed";
        }
        if (key.destruction().isPresent()) {
            return "destruction-scheduled";
        }
        if (!key.enabled()) {
            return "disabled";
        }
        return version.equals(key.latest()) ? KeyLife.ACTIVE : "deactivated";
    }
}
