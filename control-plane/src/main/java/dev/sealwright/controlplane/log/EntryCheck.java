package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Recomputes what follows from a leaf and from those before it. */
final class EntryCheck {
    private final Findings findings;
    private final Map<Bytes, OrgChain> chains = new HashMap<>();
    private final LastingLeaves lasting = new LastingLeaves();

    /** Organisations of which the last leaf has no bytes to chain on. */
    private final Set<Bytes> broken = new HashSet<>();

    EntryCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * @param hash of the leaf's bytes, where they are there
     */
    void check(Entry entry, Bytes hash) {
        OrgChain chain = chain(entry);
        if (entry.gone()) {
            gone(entry, chain);
            return;
        }
        findings.check(
                entry.leafHash().equals(hash),
                Check.LEAF_HASH,
                entry.index(),
                "the leaf does not have the stored hash");
        checkChain(entry, chain);
        chains.put(entry.org(), chain.next(entry.leaf()));
        compare(entry, hash, chain);
    }

    /** Nothing but the place in its organisation can be said of it here. */
    private void gone(Entry entry, OrgChain chain) {
        checkChain(entry, chain);
        lasting.gone();
        broken.add(entry.org());
        chains.put(entry.org(), new OrgChain(chain.length() + 1, chain.head()));
    }

    /** Behind a leaf without bytes the chain goes on with what is stored. */
    private OrgChain chain(Entry entry) {
        OrgChain known = chains.getOrDefault(entry.org(), OrgChain.EMPTY);
        return broken.remove(entry.org())
                ? new OrgChain(known.length(), entry.orgPrevHash())
                : known;
    }

    private void checkChain(Entry entry, OrgChain chain) {
        findings.check(
                entry.orgSeq() == chain.length() && entry.orgPrevHash().equals(chain.head()),
                Check.ORG_CHAIN,
                entry.index(),
                "the leaf does not follow the one before it in its organisation");
    }

    private void compare(Entry entry, Bytes hash, OrgChain chain) {
        try {
            Leaf leaf = LeafCodec.decode(entry.leaf());
            Entry expected = Entry.of(entry.index(), entry.leaf(), leaf, chain);
            findings.check(
                    expected.id().equals(entry.id())
                            && expected.type().equals(entry.type())
                            && expected.time().equals(entry.time())
                            && expected.org().equals(entry.org())
                            && expected.lasting() == entry.lasting(),
                    Check.ENTRY,
                    entry.index(),
                    "the columns do not say what the leaf says");
            lasting.add(leaf, hash)
                    .ifPresent(wrong -> findings.check(false, Check.PRUNING, entry.index(), wrong));
        } catch (MalformedException e) {
            findings.check(false, Check.ENTRY, entry.index(), "no leaf: " + e.getMessage());
        }
    }

    /** Once every entry was checked. */
    void end() {
        findings.check(
                lasting.accounted(),
                Check.PRUNING,
                Math.max(0, lasting.at().unaccounted() - 1),
                "the bytes of entries up to here are missing, and no pruning leaf accounts for them");
    }
}
