package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.MapFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The body of each leaf type as a map with text keys. */
final class BodyCodec {
    private final Map<String, CborValue> fields = new LinkedHashMap<>();

    private BodyCodec() {}

    static CborValue encode(LeafBody body) {
        BodyCodec out = new BodyCodec();
        switch (body) {
            case LeafBody.Anchors b -> out.putAnchors(b);
            case LeafBody.Ceremony b ->
                    out.put("action", b.action().text()).put("digest", b.digest());
            case EpochBody b -> EpochBodyCodec.put(out, b);
            case PruningBody b ->
                    out.put("minimum", b.minimum())
                            .put("size", b.size())
                            .put("lasting", b.lastingHead());
            case TranscriptBody b ->
                    out.put("action", TranscriptBody.ACTION)
                            .put("script", b.script())
                            .put("digest", b.transcript())
                            .put("approvals", ApprovalCodec.encode(b.approvals()));
            case LeafBody.RecordBody b ->
                    out.put("row", b.row())
                            .put("version", b.version())
                            .put("state", b.state().text())
                            .put("digest", b.digest());
            case LeafBody.Bootstrap b ->
                    out.put("bootstrap", b.bootstrap())
                            .put("key", b.key())
                            .put("spec", b.spec())
                            .put(b.validity());
            case LeafBody.Enrolment b ->
                    out.put("bootstrap", b.bootstrap())
                            .put("sandbox", b.sandbox())
                            .put("spec", b.spec())
                            .put("spki", b.spki())
                            .put("nonce", b.nonce())
                            .put("proof", b.proof())
                            .put(b.validity());
            case LeafBody.Renewal b ->
                    out.put("sandbox", b.sandbox())
                            .put("spki", b.spki())
                            .put("previous", b.previous())
                            .put("proof", b.proof())
                            .put(b.validity());
            case LeafBody.Server b ->
                    out.put("names", CborValue.texts(b.names()))
                            .put("spki", b.spki())
                            .put(b.validity());
            case LeafBody.Policy b ->
                    out.put("spec", b.spec())
                            .put("version", b.version())
                            .put(b.validity())
                            .put("digest", b.digest());
            case LeafBody.Activation b ->
                    out.put("sandbox", b.sandbox()).put("certificate", b.certificate());
            case ReportBody.Report b -> out.put("digest", b.digest());
            case ReportBody.OrgHead b -> out.put("count", b.count()).put("head", b.head());
            case LeafBody.Event b ->
                    out.put("kind", b.kind().text())
                            .put("outcome", b.outcome().text())
                            .put("digest", b.digest());
            case SecretBody b -> out.putSecret(b);
            case AuthorityBody.AuthorityKey b ->
                    out.put("row", b.row())
                            .put("version", b.version())
                            .put("state", b.state().text())
                            .put("spki", b.spki());
            case AuthorityBody.Approval b ->
                    out.put("subject", b.subject())
                            .put("key", b.key())
                            .put("exp", b.expires().getEpochSecond())
                            .put("signature", b.signature());
            case TokenBody b -> out.put(b.validity()).put("digest", b.digest());
            case RevocationBody.TokenRevocation b ->
                    out.put("token", b.token())
                            .put("block", b.block().orElse(Bytes.EMPTY))
                            .put("exp", b.expires().getEpochSecond())
                            .put("digest", b.digest());
            case RevocationBody.TokenRevocationList b ->
                    out.put("through", b.through()).put("digest", b.digest());
            case KeyBody b -> KeyBodyCodec.put(out, b);
            case OrgKeyBody b -> OrgKeyBodyCodec.put(out, b);
        }
        return CborValue.map(out.fields);
    }

    private void putAnchors(LeafBody.Anchors body) {
        put("digest", body.digest()).put("version", body.version());
        if (body.isChange()) {
            put("approvals", ApprovalCodec.encode(body.approvals()));
        }
    }

    private void putSecret(SecretBody body) {
        put("secret", body.secret()).put("version", body.version()).put("blob", body.blob());
        if (body instanceof SecretBody.Unseal unseal) {
            put("caller", unseal.caller());
        }
        if (body instanceof SecretBody.Reseal reseal) {
            put("next", reseal.next());
        }
    }

    static LeafBody decode(String type, MapFields fields) {
        LeafBody body = read(type, fields);
        fields.end();
        return body;
    }

    private static LeafBody read(String type, MapFields f) {
        return switch (type) {
            case "anchors" -> anchors(f);
            case "ceremony" -> ceremony(f);
            case "epoch" -> EpochBodyCodec.read(f);
            case "pruning" ->
                    new PruningBody(
                            f.uint("minimum"), f.uint("size"), f.bytes("lasting", Fields.DIGEST));
            case "bootstrap" ->
                    new LeafBody.Bootstrap(
                            id(f, "bootstrap"), f.bytes("key", 32), id(f, "spec"), f.validity());
            case "enrolment" ->
                    new LeafBody.Enrolment(
                            id(f, "bootstrap"),
                            id(f, "sandbox"),
                            id(f, "spec"),
                            f.bytes("spki", Fields.DIGEST),
                            f.bytes("nonce", Fields.DIGEST),
                            f.bytes("proof", 64),
                            f.validity());
            case "renewal" ->
                    new LeafBody.Renewal(
                            id(f, "sandbox"),
                            f.bytes("spki", Fields.DIGEST),
                            f.bytes("previous", Fields.DIGEST),
                            f.bytes("proof"),
                            f.validity());
            case "server" ->
                    new LeafBody.Server(
                            f.texts("names"), f.bytes("spki", Fields.DIGEST), f.validity());
            case "policy" ->
                    new LeafBody.Policy(id(f, "spec"), f.uint("version"), f.validity(), digest(f));
            case "activation" ->
                    new LeafBody.Activation(
                            id(f, "sandbox"), f.bytes("certificate", Fields.DIGEST));
            case "report" -> new ReportBody.Report(digest(f));
            case "org-head" ->
                    new ReportBody.OrgHead(f.uint("count"), f.bytes("head", Fields.DIGEST));
            case "event" ->
                    new LeafBody.Event(
                            EventKind.of(f.text("kind")),
                            EventOutcome.of(f.text("outcome")),
                            digest(f));
            case "seal" -> new SecretBody.Seal(id(f, "secret"), f.uint("version"), blob(f));
            case "unseal" ->
                    new SecretBody.Unseal(
                            id(f, "secret"),
                            f.uint("version"),
                            blob(f),
                            f.bytes("caller", Fields.DIGEST));
            case "reseal" ->
                    new SecretBody.Reseal(
                            id(f, "secret"),
                            f.uint("version"),
                            blob(f),
                            f.bytes("next", Fields.DIGEST));
            case "shred" -> new SecretBody.Shred(id(f, "secret"), f.uint("version"), blob(f));
            case "authority-key" ->
                    new AuthorityBody.AuthorityKey(
                            id(f, "row"),
                            f.uint("version"),
                            RecordState.of(f.text("state")),
                            f.bytes("spki"));
            case "approval" ->
                    new AuthorityBody.Approval(
                            f.bytes("subject", Fields.DIGEST),
                            f.bytes("key", Fields.DIGEST),
                            f.time("exp"),
                            f.bytes("signature"));
            case "attestation-result" -> new TokenBody.AttestationResult(digest(f), f.validity());
            case "capability-token" -> capabilityToken(f);
            case "token-revocation" ->
                    new RevocationBody.TokenRevocation(
                            id(f, "token"),
                            Optional.of(f.bytes("block")).filter(block -> !block.isEmpty()),
                            f.time("exp"),
                            digest(f));
            case "token-revocation-list" ->
                    new RevocationBody.TokenRevocationList(f.uint("through"), digest(f));
            default ->
                    KeyBodyCodec.read(type, f)
                            .or(() -> OrgKeyBodyCodec.read(type, f))
                            .orElseGet(() -> row(type, f));
        };
    }

    /** Takes the fields as they stand, which is faster: these leaves are read for each request. */
    private static LeafBody capabilityToken(MapFields f) {
        Validity validity = f.validity();
        return new TokenBody.CapabilityToken(digest(f), validity);
    }

    private static LeafBody ceremony(MapFields f) {
        String action = f.text("action");
        return action.equals(TranscriptBody.ACTION)
                ? new TranscriptBody(
                        f.bytes("script", Fields.DIGEST), digest(f), ApprovalCodec.read(f))
                : new LeafBody.Ceremony(CeremonyAction.of(action), digest(f));
    }

    private static LeafBody row(String type, MapFields f) {
        for (RecordKind kind : RecordKind.values()) {
            if (kind.type().equals(type)) {
                return new LeafBody.RecordBody(
                        kind,
                        id(f, "row"),
                        f.uint("version"),
                        RecordState.of(f.text("state")),
                        digest(f));
            }
        }
        throw new MalformedException("a leaf of an unknown type");
    }

    /** Without approvals the field is left out, so that there is one form of each leaf. */
    private static LeafBody anchors(MapFields f) {
        boolean change = f.has("approvals");
        var body =
                new LeafBody.Anchors(
                        digest(f), f.uint("version"), change ? ApprovalCodec.read(f) : List.of());
        if (change != body.isChange()) {
            throw new MalformedException("an anchors leaf with an empty list of approvals");
        }
        return body;
    }

    static Bytes id(MapFields fields, String name) {
        return fields.bytes(name, Fields.ID);
    }

    private static Bytes blob(MapFields fields) {
        return fields.bytes("blob", Fields.DIGEST);
    }

    private static Bytes digest(MapFields fields) {
        return fields.bytes("digest", Fields.DIGEST);
    }

    BodyCodec put(String name, CborValue value) {
        fields.put(name, value);
        return this;
    }

    BodyCodec put(String name, Bytes value) {
        return put(name, CborValue.of(value));
    }

    BodyCodec put(String name, String value) {
        return put(name, CborValue.of(value));
    }

    BodyCodec put(String name, long value) {
        return put(name, CborValue.of(value));
    }

    private BodyCodec put(Validity validity) {
        return put("nbf", validity.notBefore().getEpochSecond())
                .put("exp", validity.expires().getEpochSecond());
    }
}
