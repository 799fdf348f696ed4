package dev.sealwright.controlplane.token;

import dev.sealwright.protocol.token.RevocationDocument;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The revocations of an organisation that count, as a document that proves itself.
 *
 * @param list base64url of the list, deterministic CBOR
 * @param leaf base64url of the leaf that holds its digest
 * @param receipt c2sp.org/tlog-proof text
 */
@Serdeable
@Schema(name = "TokenRevocationList")
public record RevocationListAnswer(String list, String leaf, String receipt) {

    static RevocationListAnswer of(RevocationDocument document) {
        return new RevocationListAnswer(
                document.list().base64Url(),
                document.leaf().base64Url(),
                document.receipt().text());
    }
}
