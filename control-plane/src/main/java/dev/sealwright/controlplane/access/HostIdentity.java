package dev.sealwright.controlplane.access;

import dev.sealwright.protocol.Bytes;
import java.util.UUID;

/**
 * Who a host is, by a client certificate that the host CA issued and the handshake verified.
 *
 * @param org tag from the SPIFFE id
 * @param sandbox id from the SPIFFE id
 * @param spki SHA-256 of the certificate's public key
 * @param certificate DER
 */
public record HostIdentity(Bytes org, UUID sandbox, Bytes spki, Bytes certificate) {}
