package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an enrolled host: {@code spiffe://<trust domain>/org/<org tag hex>/sandbox/<uuid>}.
 *
 * @param org tag, 16 bytes
 * @param sandbox UUID, 16 bytes
 */
public record SpiffeId(String trustDomain, Bytes org, Bytes sandbox) {
    private static final int ORG_SIZE = 16;
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
    private static final Pattern ID =
            Pattern.compile(
                    "spiffe://([a-z0-9._-]{1,255})/org/([0-9a-f]{32})/sandbox/([0-9a-f-]{36})");

    public SpiffeId {
        if (!TRUST_DOMAIN.matcher(trustDomain).matches()) {
            throw new MalformedException("not a trust domain");
        }
        org.requireSize(ORG_SIZE, "an org tag");
        sandbox.requireSize(Uuids.SIZE, "a sandbox id");
    }

    public static SpiffeId parse(String text) {
        Matcher matcher = ID.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedException("not the SPIFFE id of a host");
        }
        return new SpiffeId(
                matcher.group(1), Bytes.fromHex(matcher.group(2)), Uuids.parse(matcher.group(3)));
    }

    public String text() {
        return "spiffe://" + trustDomain + "/org/" + org.hex() + "/sandbox/" + Uuids.text(sandbox);
    }
}
