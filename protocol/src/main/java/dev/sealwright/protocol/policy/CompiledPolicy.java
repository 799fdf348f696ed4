package dev.sealwright.protocol.policy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent on a host may do. Every section is there; what is not allowed in it is forbidden.
 *
 * @param version per sandbox spec, from 1, only grows
 * @param validity from {@code issued_at} to {@code expires_at}
 * @param budgets limits by name
 */
public record CompiledPolicy(
        long version,
        Validity validity,
        Identity identity,
        Network network,
        Filesystem filesystem,
        Tools tools,
        SortedMap<String, Long> budgets) {
    /** Of the deterministic CBOR. */
    public static final int MAX_SIZE = 256 * 1024;

    public static final int MAX_ITEMS = 4096;
    public static final int MAX_TEXT = 1024;

    public CompiledPolicy {
        budgets = Collections.unmodifiableSortedMap(new TreeMap<>(budgets));
        if (version < 1) {
            throw new MalformedException("a policy without a version");
        }
        texts(List.copyOf(budgets.keySet()));
        if (budgets.values().stream().anyMatch(limit -> limit < 0)) {
            throw new MalformedException("a policy with a negative budget");
        }
    }

    /**
     * For whom.
     *
     * @param org tag, 16 bytes
     * @param spec row id of the sandbox spec, 16 bytes
     * @param policy the name its owner chose
     */
    public record Identity(Bytes org, Bytes spec, String policy) {
        public Identity {
            org.requireSize(Uuids.SIZE, "the org of a policy");
            spec.requireSize(Uuids.SIZE, "the spec of a policy");
            texts(List.of(policy));
        }
    }

    /** Which hosts by which methods. */
    public record Network(List<String> allowedHosts, List<String> methods) {
        public Network {
            allowedHosts = texts(allowedHosts);
            methods = texts(methods);
        }
    }

    /** Which paths. */
    public record Filesystem(List<String> readOnly, List<String> writable) {
        public Filesystem {
            readOnly = texts(readOnly);
            writable = texts(writable);
        }
    }

    /** Which tools, and how. */
    public record Tools(
            List<String> allow,
            List<String> block,
            List<String> redactArguments,
            List<String> requireApproval) {
        public Tools {
            allow = texts(allow);
            block = texts(block);
            redactArguments = texts(redactArguments);
            requireApproval = texts(requireApproval);
        }
    }

    private static List<String> texts(List<String> items) {
        if (items.size() > MAX_ITEMS) {
            throw new MalformedException(
                    "a policy with more than " + MAX_ITEMS + " items in a list");
        }
        if (items.stream().anyMatch(item -> item.isEmpty() || item.length() > MAX_TEXT)) {
            throw new MalformedException("a policy with an empty text, or one over " + MAX_TEXT);
        }
        return List.copyOf(items);
    }

    /** Deterministic CBOR. */
    public Bytes encode() {
        return PolicyCodec.encode(this);
    }

    public static CompiledPolicy decode(Bytes encoded) {
        return PolicyCodec.decode(encoded);
    }
}
