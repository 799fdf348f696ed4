package dev.sealwright.attestation.report;

import dev.sealwright.attestation.report.Statement.Build;
import dev.sealwright.attestation.report.Statement.Count;
import dev.sealwright.attestation.report.Statement.Organisation;
import dev.sealwright.attestation.report.Statement.Policy;
import dev.sealwright.attestation.report.Statement.Spec;
import dev.sealwright.attestation.report.Statement.Token;
import dev.sealwright.attestation.report.Statement.TokenKey;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafBody.RecordBody;
import dev.sealwright.protocol.leaf.ReportBody;
import java.util.List;
import java.util.function.Function;

/** An appraised report for programs. */
public final class ReportJson {
    private final AuthenticReport report;

    private ReportJson(AuthenticReport report) {
        this.report = report;
    }

    public static JsonValue.Obj of(AppraisedReport appraised) {
        var json = new ReportJson(appraised.report());
        Facts facts =
                new Facts()
                        .put("verified", appraised.holds())
                        .put("checked_at", appraised.checkedAt())
                        .put("lines", list(appraised.lines(), ReportJson::line));
        return json.facts(facts);
    }

    private JsonValue.Obj facts(Facts facts) {
        Statement statement = report.statement();
        facts.put("time", statement.time())
                .put("org", statement.org())
                .putBytes("nonce", statement.nonce())
                .put("log", log())
                .put("anchors", anchors())
                .put("token", token(statement.token()))
                .put("keys", list(statement.keys(), ReportJson::key))
                .put("build", build(statement.build()))
                .put("orgs", list(statement.organisations(), this::org));
        return facts.end();
    }

    private static JsonValue line(Line line) {
        return new Facts()
                .put("topic", line.topic().id())
                .put("title", line.topic().title())
                .put("status", line.status().text())
                .put("reason", line.reason())
                .put("clauses", line.topic().clauses())
                .end();
    }

    private JsonValue log() {
        return new Facts()
                .put("origin", report.leaf().origin())
                .put("index", report.leaf().index())
                .put("tree_size", report.leaf().treeSize())
                .end();
    }

    private JsonValue anchors() {
        VerifiedAnchors anchors = report.anchors();
        return new Facts()
                .put("version", anchors.content().version())
                .put("root", anchors.pin().sha256())
                .put("sha256", anchors.digest())
                .put("expires", anchors.content().validity().expires())
                .put("voters", anchors.voters().size())
                .put("quorum", anchors.quorum())
                .put("operators", anchors.content().operators().size())
                .put("operators_required", anchors.content().operatorsRequired())
                .put("server_ca_expires", anchors.serverCasEnd())
                .put("host_ca_expires", anchors.hostCasEnd())
                .end();
    }

    private static JsonValue token(Token token) {
        return new Facts()
                .put("label", token.label())
                .put("serial", token.serial())
                .put("manufacturer", token.manufacturer())
                .put("model", token.model())
                .put("firmware", token.firmware())
                .put("library", token.library())
                .end();
    }

    private static JsonValue key(TokenKey key) {
        Facts facts =
                new Facts()
                        .put("label", key.label())
                        .put("id", key.id())
                        .put("type", key.type())
                        .putBytes("spki", key.spki())
                        .put("affirmed", key.affirmed())
                        .put("denied", key.denied());
        key.period().ifPresent(period -> period(facts, period));
        return facts.end();
    }

    private static void period(Facts facts, KeyPeriod period) {
        facts.put("purpose", period.purpose())
                .put("version", period.version())
                .put("state", period.state());
        period.activated().ifPresent(time -> facts.put("activated_at", time));
        period.deactivated().ifPresent(time -> facts.put("deactivated_at", time));
        period.originatorEnd().ifPresent(time -> facts.put("originator_ends_at", time));
        period.recipientEnd().ifPresent(time -> facts.put("recipient_ends_at", time));
    }

    private static JsonValue build(Build build) {
        return new Facts()
                .put("version", build.version())
                .put("java", build.java())
                .putBytes("sbom_sha256", build.sbom())
                .put("components", build.components())
                .put("unlisted", build.unlisted())
                .end();
    }

    private JsonValue org(Organisation org) {
        Facts facts =
                new Facts()
                        .put("name", org.name())
                        .put("tag", org.tag())
                        .put("users", org.users())
                        .put("api_keys", org.apiKeys())
                        .put("roles", counts(org.roles()))
                        .put("hosts", counts(org.hosts()));
        if (report.leaf(org.head()).leaf().body() instanceof ReportBody.OrgHead head) {
            facts.put("leaves", head.count()).put("chain_head", head.head());
        }
        return facts.put("sandbox_specs", list(org.specs(), this::spec))
                .put("policies", list(org.policies(), this::policy))
                .end();
    }

    private static JsonValue counts(List<Count> counts) {
        Facts facts = new Facts();
        counts.forEach(count -> facts.put(count.of(), count.number()));
        return facts.end();
    }

    private JsonValue spec(Spec spec) {
        Facts facts = new Facts().put("name", spec.name()).put("policy", spec.policy());
        if (report.leaf(spec.leaf()).leaf().body() instanceof RecordBody body) {
            facts.put("id", Uuids.text(body.row())).put("version", body.version());
        }
        return facts.put("leaf_index", spec.leaf().index()).end();
    }

    private JsonValue policy(Policy policy) {
        Facts facts = new Facts().put("sandbox_spec", policy.spec());
        if (report.leaf(policy.leaf()).leaf().body() instanceof LeafBody.Policy body) {
            facts.put("version", body.version())
                    .put("from", body.validity().notBefore())
                    .put("until", body.validity().expires())
                    .put("digest", body.digest());
        }
        return facts.put("leaf_index", policy.leaf().index()).end();
    }

    private static <T> JsonValue list(List<T> items, Function<T, JsonValue> form) {
        return new JsonValue.Arr(items.stream().map(form).toList());
    }
}
