package dev.sealwright.controlplane.policy;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.policy.CompiledPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Makes of a policy's source what hosts get. */
final class Compilation {
    private static final Bytes SOME_ID = Bytes.zeros(Uuids.SIZE);

    private Compilation() {}

    @SuppressWarnings("NullAway") // the document's constructor puts a default where null was
    static CompiledPolicy of(
            PolicyDocument source, CompiledPolicy.Identity identity, long version, Instant now) {
        return new CompiledPolicy(
                version,
                new Validity(now, now.plusSeconds(source.ttlSeconds())),
                identity,
                new CompiledPolicy.Network(
                        source.network().allowedHosts(), source.network().methods()),
                new CompiledPolicy.Filesystem(
                        source.filesystem().readOnly(), source.filesystem().writable()),
                new CompiledPolicy.Tools(
                        source.tools().allow(),
                        source.tools().block(),
                        source.tools().redactArguments(),
                        source.tools().requireApproval()),
                new TreeMap<>(source.budgets()));
    }

    /** A 422 for a source that no host would get, because it compiles to more than hosts take. */
    static void requireDeliverable(String name, PolicyDocument source) {
        try {
            of(
                            source,
                            new CompiledPolicy.Identity(SOME_ID, SOME_ID, name),
                            Long.MAX_VALUE,
                            Instant.EPOCH)
                    .encode();
        } catch (MalformedException e) {
            throw ProblemException.invalid(
                    largest(source),
                    "compiled, the policy is larger than the "
                            + CompiledPolicy.MAX_SIZE
                            + " bytes that hosts take; shorten this list, or use *. patterns and"
                            + " folders instead of single names");
        }
    }

    @SuppressWarnings("NullAway") // as above
    private static String largest(PolicyDocument source) {
        Map<String, Collection<String>> lists =
                Map.of(
                        "/network/allowed_hosts", source.network().allowedHosts(),
                        "/network/methods", source.network().methods(),
                        "/filesystem/read_only", source.filesystem().readOnly(),
                        "/filesystem/writable", source.filesystem().writable(),
                        "/tools/allow", source.tools().allow(),
                        "/tools/block", source.tools().block(),
                        "/tools/redact_arguments", source.tools().redactArguments(),
                        "/tools/require_approval", source.tools().requireApproval(),
                        "/budgets", source.budgets().keySet());
        return lists.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.comparingInt(Compilation::size)))
                .orElseThrow()
                .getKey();
    }

    private static int size(Collection<String> texts) {
        return texts.stream().mapToInt(t -> t.getBytes(StandardCharsets.UTF_8).length).sum();
    }
}
