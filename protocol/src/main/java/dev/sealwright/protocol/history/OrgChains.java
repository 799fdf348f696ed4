package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.ReportBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The plain chains of all orgs along a log, every head remembered: an {@code org-head} leaf may
 * name any point of its org's chain before itself. Nobody can follow a chain past a leaf of which
 * the hash alone is there; from then on any head may have been. For one thread.
 */
public final class OrgChains {
    private final Map<Bytes, List<Bytes>> heads = new HashMap<>();
    private boolean whole = true;

    /** Takes the next leaf of an org, as it is encoded. */
    public void add(Bytes org, Bytes leaf) {
        List<Bytes> chain = chain(org);
        chain.add(new OrgChain(chain.size() - 1L, chain.getLast()).next(leaf).head());
    }

    /** In place of a leaf of which the hash alone is there. */
    public void gone() {
        whole = false;
    }

    /** Whether every chain can be followed. */
    public boolean whole() {
        return whole;
    }

    /** Whether the org's chain so far went through this head after that many leaves. */
    public boolean passed(Bytes org, ReportBody.OrgHead claimed) {
        if (!whole) {
            return true;
        }
        List<Bytes> chain = chain(org);
        return claimed.count() < chain.size()
                && chain.get((int) claimed.count()).equals(claimed.head());
    }

    private List<Bytes> chain(Bytes org) {
        return heads.computeIfAbsent(org, _ -> new ArrayList<>(List.of(OrgChain.EMPTY.head())));
    }
}
