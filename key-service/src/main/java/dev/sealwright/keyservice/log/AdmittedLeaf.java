package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;

/** An admitted leaf by its RFC 9162 leaf hash. */
record AdmittedLeaf(Bytes hash, LeafRole role) {}
