package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The issuing CAs of a further member, whose keys its own token holds.
 *
 * @param member its name among the voters when they were signed; it may have been replaced since
 * @param serverCa DER certificate of its CA for the service's listeners
 * @param hostCa DER certificate of its CA for hosts
 */
public record MemberCas(String member, Bytes serverCa, Bytes hostCa) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public MemberCas {
        Objects.requireNonNull(serverCa);
        Objects.requireNonNull(hostCa);
        if (!NAME.matcher(member).matches()) {
            throw new MalformedException("issuing CAs of a member with an impossible name");
        }
    }
}
