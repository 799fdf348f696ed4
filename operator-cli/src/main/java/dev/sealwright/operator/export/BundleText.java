package dev.sealwright.operator.export;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Checkpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files of a bundle that people read first. A change of these texts is a new format. */
final class BundleText {
    private BundleText() {}

    /** One row a criterion and kind of entry; a criterion that nothing shows has one of its own. */
    static Bytes criteria(Bundle bundle) {
        var csv = new Csv(List.of("criterion", "about", "kind", "entries", "leaf_indexes"));
        for (Criterion criterion : Criterion.values()) {
            Map<String, List<BundleEntry>> shown =
                    criterion.of(bundle.inPeriod()).stream()
                            .collect(
                                    Collectors.groupingBy(
                                            BundleEntry::kind, TreeMap::new, Collectors.toList()));
            if (shown.isEmpty()) {
                csv.row(List.of(criterion.id(), criterion.about(), "none", "0", ""));
            }
            shown.forEach(
                    (kind, entries) ->
                            csv.row(
                                    List.of(
                                            criterion.id(),
                                            criterion.about(),
                                            kind,
                                            Integer.toString(entries.size()),
                                            indexes(entries))));
        }
        return csv.bytes();
    }

    private static String indexes(List<BundleEntry> entries) {
        return entries.stream()
                .map(entry -> Long.toString(entry.index()))
                .collect(Collectors.joining(" "));
    }

    static Bytes readme(Bundle bundle) {
        Period period = bundle.period();
        Checkpoint head = Checkpoint.parse(bundle.checkpoint().text());
        return Bytes.utf8(
                String.format(
                        Locale.ROOT,
                        """
                Audit evidence of the organisation with the tag %s
                from %s to %s, %d entries.

                To check it without asking anyone, with the fingerprint of the root from a source you trust:

                    sealwright verify bundle FILE --root-fingerprint SHA-256

                It verifies the anchors under that root, the checkpoint under the anchors, each entry under the
                checkpoint, each detail against the salted digest in its leaf, and the hash chain of the
                organisation. Then it makes this archive again and compares every byte.

                manifest.json   what this is about, and the SHA-256 of every other file
                criteria.csv    which entries are evidence for which trust services criterion
                entries.jsonl   the entries; a line by itself is what sealwright verify receipt takes
                anchors.cose    the keys behind the log, signed by the root
                checkpoint      the signed head of the log %s, %d leaves

                What is proven: that each entry stands in the log as it is shown here, at its place; what its leaf
                says; each detail that has a salt; and that from %s until %s no
                entry of the organisation is missing.
                What is not: the name %s, the actor of an entry, and what has no salt.
                These are the service's word. A criterion is met by how an organisation works; entries are evidence
                that something happened, and their absence is evidence of nothing.

                The entries before and after the period are there to close the hash chain.
                """,
                        period.org().hex(),
                        period.from(),
                        period.to(),
                        bundle.inPeriod().size(),
                        head.origin(),
                        head.size(),
                        bundle.wholeFrom(),
                        bundle.wholeUntil(),
                        period.name()));
    }
}
