package dev.sealwright.attestation.maa;

import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;

/**
 * A key release policy of Azure Key Vault, version 1.0.0: any of several authorities, each with
 * conditions on the claims of its tokens. A key is released to a token only if its issuer is listed
 * and that entry's conditions hold.
 */
public record ReleasePolicy(List<Entry> anyOf) {
    private static final int MAX_SIZE = 64 * 1024;
    private static final int MAX_ENTRIES = 128;

    public ReleasePolicy {
        anyOf = List.copyOf(anyOf);
        if (anyOf.isEmpty()) {
            throw new MalformedException("a release policy without an authority");
        }
    }

    /** One authority and what its tokens must claim. */
    public record Entry(String authority, ReleaseCondition condition) {
        boolean isOf(String issuer) {
            return withoutSlash(authority).equals(withoutSlash(issuer));
        }
    }

    public static ReleasePolicy parse(Bytes text) {
        return of(Json.read(text, MAX_SIZE));
    }

    public static ReleasePolicy of(JsonValue value) {
        JsonFields policy = JsonFields.of(value, "a release policy");
        if (!policy.text("version").equals("1.0.0")) {
            throw new MalformedException("a release policy of another version");
        }
        List<Entry> entries =
                policy.array("anyOf", MAX_ENTRIES).stream().map(ReleasePolicy::entry).toList();
        policy.end();
        return new ReleasePolicy(entries);
    }

    private static Entry entry(JsonValue value) {
        JsonFields fields = JsonFields.of(value, "an authority");
        String authority = fields.text("authority");
        ReleaseCondition condition = ReleaseCondition.group(fields);
        fields.end();
        return new Entry(authority, condition);
    }

    /** Whether the key may go to whoever presented the token of these claims. */
    public boolean releases(MaaClaims claims) {
        return releases(claims.issuer(), claims.claims());
    }

    boolean releases(String issuer, MaaClaimSet claims) {
        return anyOf.stream().anyMatch(e -> e.isOf(issuer) && e.condition.holds(claims));
    }

    /** Policies and tokens differ in whether a URL ends with a slash. */
    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
