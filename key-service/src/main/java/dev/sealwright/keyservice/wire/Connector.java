package dev.sealwright.keyservice.wire;

import java.io.IOException;

/** Makes connections to the key service. One transport is one implementation. */
interface Connector {
    Link connect() throws IOException;
}
