package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.MacVersions.MacVersion;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.protocol.Bytes;
import jakarta.inject.Singleton;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under secrets that the HSM derives, one a purpose and version of its key {@code
 * mac}. Each is asked for once, and forgotten when its version counts no more.
 */
@Singleton
public final class DerivedKeys {
    private static final String ALGORITHM = "HmacSHA256";

    private final KeyService keyService;
    private final MacVersions versions;
    private final InstantSource clock;
    private final Map<Name, SecretKeySpec> known = new ConcurrentHashMap<>();

    private record Name(Purpose purpose, long version) {}

    DerivedKeys(KeyService keyService, MacVersions versions, InstantSource clock) {
        this.keyService = keyService;
        this.versions = versions;
        this.clock = clock;
    }

    /** The version for what is new. */
    public long newest() {
        return versions.open().getFirst().number();
    }

    /** Those that count, the newest first. */
    public List<Long> open() {
        List<Long> open = versions.open().stream().map(MacVersion::number).toList();
        known.keySet().removeIf(name -> !open.contains(name.version()));
        return open;
    }

    /** Of these the newest, and those that were until not longer than this ago. */
    public List<Long> recent(Duration age) {
        return versions.open().stream()
                .filter(each -> each.isRecent(age, clock.instant()))
                .map(MacVersion::number)
                .toList();
    }

    /**
     * The code of {@code input}, 32 bytes.
     *
     * @return empty when the key service derives nothing under that version any more
     */
    public Optional<Bytes> code(Purpose purpose, long version, Bytes input) {
        return key(new Name(purpose, version)).map(key -> code(key, input));
    }

    private static Bytes code(SecretKeySpec key, Bytes input) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Bytes.of(mac.doFinal(input.toArray()));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private Optional<SecretKeySpec> key(Name name) {
        SecretKeySpec there = known.get(name);
        if (there != null) {
            return Optional.of(there);
        }
        try {
            Bytes secret = keyService.derive(name.purpose(), name.version());
            SecretKeySpec derived = new SecretKeySpec(secret.toArray(), ALGORITHM);
            known.put(name, derived);
            return Optional.of(derived);
        } catch (KeyServiceRefusedException e) {
            return Optional.empty();
        }
    }
}
