package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.ceremony.ChannelCeremony;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;

/** A channel with keys as the ceremony program makes them, on a free port. */
record TlsChannel(Path folder, KeyServiceAddress.Tls address) {
    static TlsChannel made(Path folder) {
        ChannelCeremony.run(folder);
        return new TlsChannel(folder, new KeyServiceAddress.Tls("127.0.0.1", freePort()));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TlsFolder keyService() {
        return new TlsFolder(folder.resolve("key-service"));
    }

    TlsFolder controlPlane() {
        return new TlsFolder(folder.resolve("control-plane"));
    }

    KeyServiceServer serve(KeyService service) {
        return KeyServiceServer.started(
                TlsListener.open(address, keyService(), InstantSource.system()), peer -> service);
    }

    RemoteKeyService client(Patience patience) {
        return RemoteKeyService.at(address, controlPlane(), InstantSource.system(), patience);
    }
}
