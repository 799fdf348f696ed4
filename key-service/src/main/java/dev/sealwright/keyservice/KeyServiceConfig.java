package dev.sealwright.keyservice;

import dev.sealwright.keyservice.credential.Credentials;
import dev.sealwright.keyservice.pkcs11.Pkcs11Config;
import dev.sealwright.keyservice.quota.AdmissionLimits;
import dev.sealwright.keyservice.quota.SealLimits;
import dev.sealwright.keyservice.quota.SignLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a key service on a PKCS#11 token is opened with.
 *
 * @param module the PKCS#11 library
 * @param tokenLabel of the service token
 * @param pinFile the token's user PIN, one line; readable by its owner alone
 * @param use how the token is used
 * @param stateFolder the voter's own state; never restored from a backup
 * @param ceremonyFolder what the ceremony left: {@code anchors.cose}, {@code root.fingerprint},
 *     {@code root-token.serial}
 * @param firstPlatformKeyDigestFile hex SHA-256 of the first platform key
 * @param knownCheckpoints signed notes that others hold, the highest ones; a voter that finds its
 *     own forgotten signature there does not start
 * @param limits quotas of admission
 * @param sealLimits quotas of sealing and unsealing, and how many org keys the token may hold
 * @param signLimits quotas of client keys, and how many the token may hold
 * @param maxHostCertificate longest life of a host certificate
 * @param maxServerCertificate longest life of a server certificate
 */
public record KeyServiceConfig(
        Path module,
        String tokenLabel,
        Path pinFile,
        TokenUse use,
        Path stateFolder,
        Path ceremonyFolder,
        Path firstPlatformKeyDigestFile,
        List<String> knownCheckpoints,
        AdmissionLimits limits,
        SealLimits sealLimits,
        SignLimits signLimits,
        Duration maxHostCertificate,
        Duration maxServerCertificate) {

    public static final String SERVICE_TOKEN = "sealwright-service";
    public static final Duration MAX_HOST_CERTIFICATE = Duration.ofMinutes(61);
    public static final Duration MAX_SERVER_CERTIFICATE = Duration.ofDays(31);

    public KeyServiceConfig {
        knownCheckpoints = List.copyOf(knownCheckpoints);
        if (maxHostCertificate.isNegative() || maxServerCertificate.isNegative()) {
            throw new IllegalArgumentException("a certificate's life is not negative");
        }
    }

    /**
     * The layout of the data folder, with every limit at its default. The PIN comes from the
     * service manager where that hands one over.
     */
    public static KeyServiceConfig inDataFolder(Path home, Path module) {
        return new KeyServiceConfig(
                module,
                SERVICE_TOKEN,
                Credentials.ofThisProcess()
                        .find(Credentials.SERVICE_PIN)
                        .orElse(home.resolve("hsm").resolve("user.pin")),
                TokenUse.USUAL,
                home.resolve("key-service"),
                home.resolve("ceremony"),
                home.resolve("admin.key.sha256"),
                List.of(),
                AdmissionLimits.DEFAULT,
                SealLimits.DEFAULT,
                SignLimits.DEFAULT,
                MAX_HOST_CERTIFICATE,
                MAX_SERVER_CERTIFICATE);
    }

    /** The same on another token. */
    public KeyServiceConfig onToken(String label, Path itsPinFile) {
        return new KeyServiceConfig(
                module,
                label,
                itsPinFile,
                use,
                stateFolder,
                ceremonyFolder,
                firstPlatformKeyDigestFile,
                knownCheckpoints,
                limits,
                sealLimits,
                signLimits,
                maxHostCertificate,
                maxServerCertificate);
    }

    /** The same, the token being used so. */
    public KeyServiceConfig using(TokenUse other) {
        return new KeyServiceConfig(
                module,
                tokenLabel,
                pinFile,
                other,
                stateFolder,
                ceremonyFolder,
                firstPlatformKeyDigestFile,
                knownCheckpoints,
                limits,
                sealLimits,
                signLimits,
                maxHostCertificate,
                maxServerCertificate);
    }

    /** The token that the keys are on. */
    Pkcs11Config token() {
        Pkcs11Config usual = Pkcs11Config.of(module, tokenLabel, pinFile);
        Pkcs11Config token = usual.withSessions(use.sessions().orElse(usual.sessions()));
        return use.vendor().map(token::of).orElse(token);
    }

    /** The same with these checkpoints shown at the start. */
    public KeyServiceConfig showing(List<String> checkpoints) {
        return new KeyServiceConfig(
                module,
                tokenLabel,
                pinFile,
                use,
                stateFolder,
                ceremonyFolder,
                firstPlatformKeyDigestFile,
                checkpoints,
                limits,
                sealLimits,
                signLimits,
                maxHostCertificate,
                maxServerCertificate);
    }

    /** The same with other limits of sealing. */
    public KeyServiceConfig sealing(SealLimits other) {
        return new KeyServiceConfig(
                module,
                tokenLabel,
                pinFile,
                use,
                stateFolder,
                ceremonyFolder,
                firstPlatformKeyDigestFile,
                knownCheckpoints,
                limits,
                other,
                signLimits,
                maxHostCertificate,
                maxServerCertificate);
    }

    /** The same with other limits of client keys. */
    public KeyServiceConfig signing(SignLimits other) {
        return new KeyServiceConfig(
                module,
                tokenLabel,
                pinFile,
                use,
                stateFolder,
                ceremonyFolder,
                firstPlatformKeyDigestFile,
                knownCheckpoints,
                limits,
                sealLimits,
                other,
                maxHostCertificate,
                maxServerCertificate);
    }
}
