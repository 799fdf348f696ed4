package dev.sealwright.faults;

import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.LogEntry;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A deployment's log, mirrored and verified by the operator's program, then counted. */
record VerifiedLog(List<Leaf> leaves) {
    /**
     * @throws AssertionError when it does not verify
     */
    static VerifiedLog of(Cli cli, Deployment deployment, Path folder) {
        cli.operator("log", "mirror", folder.toString()).orFail();
        cli.operator(
                        "verify",
                        "log",
                        folder.toString(),
                        "--root-fingerprint",
                        deployment.rootFingerprint())
                .orFail();
        return new VerifiedLog(read(new MirrorFolder(folder)));
    }

    private static List<Leaf> read(MirrorFolder mirror) {
        long size = Checkpoint.parse(mirror.checkpoint().text()).size();
        List<Leaf> leaves = new ArrayList<>();
        for (long bundle = 0; bundle * Tile.FULL < size; bundle++) {
            mirror.entries(Tile.inTree(Tile.ENTRIES, bundle, size)).stream()
                    .map(entry -> ((LogEntry.Kept) entry).bytes())
                    .map(LeafCodec::decode)
                    .forEach(leaves::add);
        }
        return List.copyOf(leaves);
    }

    /** What there may be one of, and is more than one of. */
    Set<String> doubles() {
        Map<String, Integer> counts = new HashMap<>();
        for (Leaf leaf : leaves) {
            counts.merge("leaf " + leaf.id().hex(), 1, Integer::sum);
            single(leaf).ifPresent(key -> counts.merge(key, 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Optional<String> single(Leaf leaf) {
        return switch (leaf.body()) {
            case LeafBody.Bootstrap bootstrap ->
                    Optional.of("bootstrap " + bootstrap.bootstrap().hex());
            case LeafBody.Enrolment enrolment ->
                    Optional.of("enrolment by " + enrolment.bootstrap().hex());
            case LeafBody.Activation activation ->
                    Optional.of(
                            "activation of "
                                    + activation.sandbox().hex()
                                    + " "
                                    + activation.certificate().hex());
            default -> Optional.empty();
        };
    }

    /** Sandboxes that were enrolled. */
    Set<Bytes> enrolments() {
        return leaves.stream()
                .map(Leaf::body)
                .filter(LeafBody.Enrolment.class::isInstance)
                .map(body -> ((LeafBody.Enrolment) body).sandbox())
                .collect(Collectors.toSet());
    }

    /** How often each sandbox was renewed. */
    Map<Bytes, Long> renewals() {
        return leaves.stream()
                .map(Leaf::body)
                .filter(LeafBody.Renewal.class::isInstance)
                .map(body -> ((LeafBody.Renewal) body).sandbox())
                .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    }

    /** Bootstraps that were minted. */
    Set<Bytes> bootstraps() {
        return leaves.stream()
                .map(Leaf::body)
                .filter(LeafBody.Bootstrap.class::isInstance)
                .map(body -> ((LeafBody.Bootstrap) body).bootstrap())
                .collect(Collectors.toSet());
    }

    /** How often a sandbox spec was set. */
    long specs() {
        return leaves.stream().filter(leaf -> leaf.type().equals("sandbox-spec")).count();
    }
}
