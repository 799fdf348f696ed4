package dev.sealwright.keyservice.wire;

import java.io.IOException;

/** A connection that has arrived, of a peer that is not known yet. */
interface Arrival {
    /**
     * Finds out who the peer is; may wait for it.
     *
     * @throws IOException when it is not one that may connect; the connection is closed then
     */
    Link authenticated() throws IOException;
}
