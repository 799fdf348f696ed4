package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.StartRefusedException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Unix domain socket whose peers the kernel names (SO_PEERCRED). */
final class UnixListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(UnixListener.class);

    private final ServerSocketChannel channel;
    private final Path socket;
    private final UserPrincipal peer;

    private UnixListener(ServerSocketChannel channel, Path socket, UserPrincipal peer) {
        this.channel = channel;
        this.socket = socket;
        this.peer = peer;
    }

    /**
     * Listens at this path; a socket that an ended process left there is replaced.
     *
     * @throws StartRefusedException when the path cannot be listened at
     */
    static UnixListener open(Path socket, UnixAccess access) {
        Path folder = Objects.requireNonNull(socket.getParent(), "an absolute path has a parent");
        try {
            access.prepareFolder(folder);
            requireUnused(socket);
            Files.deleteIfExists(socket);
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(socket));
            access.prepareSocket(socket);
            UserPrincipal own = Files.getOwner(socket);
            return new UnixListener(channel, socket, access.peer().orElse(own));
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The key service cannot listen at "
                            + socket
                            + ": "
                            + e.getMessage()
                            + ". The path has at most about 100 bytes, and its folder belongs to"
                            + " the user this service runs as.",
                    e);
        }
    }

    private static void requireUnused(Path socket) {
        try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            throw new StartRefusedException(
                    "Another process answers at " + other.getRemoteAddress() + " already.");
        } catch (IOException e) {
            LOG.trace("nobody listens at {}", socket, e);
        }
    }

    @Override
    public Arrival accept() throws IOException {
        SocketChannel accepted = channel.accept();
        return () -> authenticated(accepted);
    }

    private Link authenticated(SocketChannel accepted) throws IOException {
        try {
            UserPrincipal user = accepted.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (user.equals(peer)) {
                return UnixConnector.link(accepted, user);
            }
            throw new IOException("a process of user " + user.getName());
        } catch (IOException e) {
            accepted.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(socket);
    }
}
