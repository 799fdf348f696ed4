package dev.sealwright.client.http;

import dev.sealwright.protocol.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;

/** Where the service listens: {@code https://host[:port]}, nothing behind it. */
public record ServiceAddress(String host, int port) {
    private static final int HTTPS = 443;

    public ServiceAddress {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new MalformedException("an address is https://host[:port]");
        }
    }

    /** Reads {@code https://host[:port]}, a final slash allowed; no user, path, query, fragment. */
    public static ServiceAddress parse(String text) {
        try {
            var uri = new URI(text);
            boolean bare =
                    "https".equals(uri.getScheme())
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null
                            && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            if (!bare) {
                throw new MalformedException("an address is https://host[:port]");
            }
            return new ServiceAddress(uri.getHost(), uri.getPort() < 0 ? HTTPS : uri.getPort());
        } catch (URISyntaxException _) {
            throw new MalformedException("an address is https://host[:port]");
        }
    }

    /** An absolute URI on this service; {@code pathAndQuery} begins with a slash. */
    public URI resolve(String pathAndQuery) {
        return URI.create(this + pathAndQuery);
    }

    @Override
    public String toString() {
        return "https://" + host + (port == HTTPS ? "" : ":" + port);
    }
}
