package dev.sealwright.keyservice;

import dev.sealwright.keyservice.fips.FipsMode;
import dev.sealwright.keyservice.pkcs11.Pkcs11Config;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfiles;
import dev.sealwright.keyservice.wire.KeyServiceAddress;
import dev.sealwright.keyservice.wire.KeyServiceServer;
import dev.sealwright.keyservice.wire.TlsFolder;
import dev.sealwright.keyservice.wire.UnixAccess;
import dev.sealwright.protocol.MalformedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the daemon is told by its environment.
 *
 * <ul>
 *   <li>{@code SEALWRIGHT_HOME}: its folder, with {@code ceremony}, {@code key-service} (its state)
 *       and {@code admin.key.sha256}
 *   <li>{@code SEALWRIGHT_PKCS11_MODULE}: the PKCS#11 library
 *   <li>{@code SEALWRIGHT_TOKEN_LABEL}: of the service token; default {@value
 *       KeyServiceConfig#SERVICE_TOKEN}
 *   <li>{@code SEALWRIGHT_PIN_FILE}: the token's user PIN, mode 0600 or 0400; default {@code
 *       hsm/user.pin} in the folder
 *   <li>{@code SEALWRIGHT_PKCS11_SESSIONS}: how many calls run on the token at once
 *   <li>{@code SEALWRIGHT_KEY_SERVICE}: where it listens, {@code unix:/path} or {@code
 *       tls:host:port}
 *   <li>{@code SEALWRIGHT_KEY_SERVICE_ROLE}: {@code service}, the default, or {@code member} for a
 *       member of the log whose token holds its log key and no other
 *   <li>{@code SEALWRIGHT_KEY_SERVICE_PEER}: {@code user:group}, the control plane's user when it
 *       is not the daemon's own, and a group that both are in; for a socket
 *   <li>{@code SEALWRIGHT_KEY_SERVICE_TLS}: the folder with its key, its certificate and the
 *       control plane's digest; for TLS
 * </ul>
 */
record DaemonSettings(KeyServiceConfig config, Role role, Door door) {
    private static final Pattern SESSIONS = Pattern.compile("[1-9][0-9]?");

    /** What the process does with its token. */
    enum Role {
        /** All that the control plane asks for. */
        SERVICE,
        /** Votes on checkpoints, and holds no other key. */
        MEMBER;

        static Role of(String text) {
            return switch (text) {
                case "service" -> SERVICE;
                case "member" -> MEMBER;
                default ->
                        throw new MalformedException(
                                "SEALWRIGHT_KEY_SERVICE_ROLE is service or member");
            };
        }

        HostedKeyService open(KeyServiceConfig config, InstantSource clock) {
            return this == MEMBER
                    ? KeyServices.hostMemberPkcs11(config, clock)
                    : KeyServices.hostPkcs11(config, clock);
        }
    }

    /** Where it listens, and for whom. */
    sealed interface Door {
        record Socket(KeyServiceAddress.Unix address, UnixAccess access) implements Door {}

        record Port(KeyServiceAddress.Tls address, TlsFolder folder) implements Door {}

        default KeyServiceServer open(HostedKeyService service, InstantSource clock) {
            return switch (this) {
                case Socket(var address, var access) ->
                        KeyServiceServer.open(address, access, service::forCaller);
                case Port(var address, var folder) ->
                        KeyServiceServer.open(address, folder, clock, service::forCaller);
            };
        }

        KeyServiceAddress address();
    }

    static DaemonSettings of(Map<String, String> environment) {
        Path home = path(required(environment, "SEALWRIGHT_HOME"));
        Path module = path(required(environment, "SEALWRIGHT_PKCS11_MODULE"));
        KeyServiceConfig config = KeyServiceConfig.inDataFolder(home, module);
        return new DaemonSettings(
                config.using(use(environment))
                        .onToken(
                                optional(environment, "SEALWRIGHT_TOKEN_LABEL")
                                        .orElse(config.tokenLabel()),
                                optional(environment, "SEALWRIGHT_PIN_FILE")
                                        .map(DaemonSettings::path)
                                        .orElse(config.pinFile())),
                Role.of(optional(environment, "SEALWRIGHT_KEY_SERVICE_ROLE").orElse("service")),
                door(environment));
    }

    HostedKeyService openService(InstantSource clock) {
        return role.open(config, clock);
    }

    private static TokenUse use(Map<String, String> environment) {
        TokenUse use =
                optional(environment, "SEALWRIGHT_PKCS11_PROFILE")
                        .map(VendorProfiles::chosen)
                        .map(TokenUse.USUAL::of)
                        .orElse(TokenUse.USUAL)
                        .in(fips(environment));
        return optional(environment, "SEALWRIGHT_PKCS11_SESSIONS")
                .map(DaemonSettings::sessions)
                .map(use::by)
                .orElse(use);
    }

    private static int sessions(String text) {
        if (!SESSIONS.matcher(text).matches()
                || Integer.parseInt(text) > Pkcs11Config.MAX_SESSIONS) {
            throw new MalformedException(
                    "SEALWRIGHT_PKCS11_SESSIONS is a number from 1 to "
                            + Pkcs11Config.MAX_SESSIONS);
        }
        return Integer.parseInt(text);
    }

    private static FipsMode fips(Map<String, String> environment) {
        return switch (optional(environment, "SEALWRIGHT_FIPS").orElse("no")) {
            case "yes" -> FipsMode.ON;
            case "no" -> FipsMode.OFF;
            default -> throw new MalformedException("SEALWRIGHT_FIPS is yes or no");
        };
    }

    private static Door door(Map<String, String> environment) {
        return switch (KeyServiceAddress.parse(required(environment, "SEALWRIGHT_KEY_SERVICE"))) {
            case KeyServiceAddress.Unix unix ->
                    new Door.Socket(
                            unix,
                            optional(environment, "SEALWRIGHT_KEY_SERVICE_PEER")
                                    .map(DaemonSettings::access)
                                    .orElseGet(UnixAccess::own));
            case KeyServiceAddress.Tls tls ->
                    new Door.Port(
                            tls,
                            new TlsFolder(
                                    path(required(environment, "SEALWRIGHT_KEY_SERVICE_TLS"))));
        };
    }

    private static UnixAccess access(String peer) {
        String[] parts = peer.split(":", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new MalformedException("SEALWRIGHT_KEY_SERVICE_PEER is user:group");
        }
        return UnixAccess.of(parts[0], parts[1]);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new MalformedException("'" + text + "' is no path", e);
        }
    }

    private static String required(Map<String, String> environment, String name) {
        return optional(environment, name)
                .orElseThrow(() -> new MalformedException(name + " is not set"));
    }

    private static Optional<String> optional(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }
}
