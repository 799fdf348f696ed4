package dev.sealwright.controlplane;

import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;

/** What tests ask of a service, in this JVM or in a process of its own. */
public interface TestedService {
    /** The people listener, as the first administrator. */
    Client admin();

    /** The hosts listener, without a client certificate. */
    Client hosts();

    /** The hosts listener, with these keys for client authentication. */
    Client hosts(KeyManager[] keys);

    VerifiedAnchors anchors();

    InstantSource clock();
}
