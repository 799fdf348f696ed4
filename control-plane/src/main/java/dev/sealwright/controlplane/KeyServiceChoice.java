package dev.sealwright.controlplane;

import dev.sealwright.controlplane.voter.FurtherMember;
import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.wire.KeyServiceAddress;
import dev.sealwright.keyservice.wire.Patience;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import dev.sealwright.keyservice.wire.TlsFolder;
import dev.sealwright.protocol.MalformedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Which key service stands behind the API: {@code SEALWRIGHT_KEY_SERVICE} holds the address of one
 * that runs as a process of its own, or {@code embedded}. Only the embedded one makes this process
 * open the token, whose library {@code SEALWRIGHT_PKCS11_MODULE} then names.
 */
sealed interface KeyServiceChoice {
    /** How long the control plane waits at its start; both may be started at once. */
    Duration START = Duration.ofSeconds(60);

    /**
     * Opens it, or begins to.
     *
     * @param wait how long one that runs elsewhere may take to answer for the first time; zero
     *     where others may answer in its place
     */
    FurtherMember open(DataFolder folder, InstantSource clock, Duration wait);

    record Socket(KeyServiceAddress.Unix address) implements KeyServiceChoice {
        @Override
        public FurtherMember open(DataFolder folder, InstantSource clock, Duration wait) {
            return answering(RemoteKeyService.at(address, Patience.USUAL), address, wait);
        }
    }

    /**
     * By TLS.
     *
     * @param keys the folder that {@code SEALWRIGHT_KEY_SERVICE_TLS} names
     */
    record Port(KeyServiceAddress.Tls address, TlsFolder keys) implements KeyServiceChoice {
        @Override
        public FurtherMember open(DataFolder folder, InstantSource clock, Duration wait) {
            return answering(
                    RemoteKeyService.at(address, keys, clock, Patience.USUAL), address, wait);
        }
    }

    record Embedded(Path module) implements KeyServiceChoice {
        @Override
        public FurtherMember open(DataFolder folder, InstantSource clock, Duration wait) {
            return new FurtherMember(
                    "this process",
                    KeyServices.openPkcs11(
                            KeyServiceConfig.inDataFolder(folder.home(), module), clock));
        }
    }

    static KeyServiceChoice of(Map<String, String> environment) {
        String choice =
                setting(
                        environment,
                        "SEALWRIGHT_KEY_SERVICE",
                        "unix:/path, tls:host:port, or embedded");
        if (choice.equals("embedded")) {
            return new Embedded(
                    Path.of(
                            setting(
                                    environment,
                                    "SEALWRIGHT_PKCS11_MODULE",
                                    "the PKCS#11 library of the HSM")));
        }
        try {
            return switch (KeyServiceAddress.parse(choice)) {
                case KeyServiceAddress.Unix unix -> new Socket(unix);
                case KeyServiceAddress.Tls tls ->
                        new Port(
                                tls,
                                new TlsFolder(
                                        Path.of(
                                                setting(
                                                        environment,
                                                        "SEALWRIGHT_KEY_SERVICE_TLS",
                                                        "the folder of the channel's keys"))));
            };
        } catch (MalformedException e) {
            throw new StartException("SEALWRIGHT_KEY_SERVICE: " + e.getMessage(), e);
        }
    }

    private static FurtherMember answering(
            RemoteKeyService service, KeyServiceAddress address, Duration wait) {
        try {
            if (wait.isPositive()) {
                service.awaitFirst(wait);
            }
            return new FurtherMember(address.toString(), service, service.impatient());
        } catch (KeyServiceUnavailableException e) {
            service.close();
            throw new StartException("no key service answers at " + address, e);
        }
    }

    private static String setting(Map<String, String> environment, String name, String what) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new StartException(name + " is not set; it holds " + what));
    }
}
