package dev.sealwright.keyservice.wire;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** Connects to a Unix domain socket. */
record UnixConnector(Path socket) implements Connector {
    @Override
    public Link connect() throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        try {
            return link(channel, channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    static Link link(SocketChannel channel, UserPrincipal peer) {
        return new Link(
                "user " + peer.getName(),
                Channels.newInputStream(channel),
                Channels.newOutputStream(channel),
                channel);
    }
}
