package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.merkle.TreeHash;
import java.util.HashMap;
import java.util.Map;

/** Recomputes what follows from a leaf and from those before it. */
final class EntryCheck {
    private final Findings findings;
    private final Map<Bytes, OrgChain> chains = new HashMap<>();

    EntryCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Entry entry) {
        long index = entry.index();
        findings.check(
                entry.leafHash().equals(TreeHash.leaf(entry.leaf())),
                Check.LEAF_HASH,
                index,
                "the leaf does not have the stored hash");
        OrgChain chain = chains.getOrDefault(entry.org(), OrgChain.EMPTY);
        findings.check(
                entry.orgSeq() == chain.length() && entry.orgPrevHash().equals(chain.head()),
                Check.ORG_CHAIN,
                index,
                "the leaf does not follow the one before it in its organisation");
        chains.put(entry.org(), chain.next(entry.leaf()));
        compare(entry, chain);
    }

    private void compare(Entry entry, OrgChain chain) {
        try {
            Entry expected = Entry.of(entry.index(), entry.leaf(), chain);
            findings.check(
                    expected.id().equals(entry.id())
                            && expected.type().equals(entry.type())
                            && expected.time().equals(entry.time())
                            && expected.org().equals(entry.org()),
                    Check.ENTRY,
                    entry.index(),
                    "the columns do not say what the leaf says");
        } catch (MalformedException e) {
            findings.check(false, Check.ENTRY, entry.index(), "no leaf: " + e.getMessage());
        }
    }
}
