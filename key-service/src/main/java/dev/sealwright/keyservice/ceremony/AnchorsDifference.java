package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.ArrayList;
import java.util.List;

/** What one anchors document changes of another, for those who are asked to approve it. */
final class AnchorsDifference {
    private AnchorsDifference() {}

    static String describe(Anchors old, Anchors next) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "anchors of version "
                        + next.version()
                        + " for "
                        + old.version()
                        + " of "
                        + old.origin()
                        + ", good until "
                        + next.validity().expires());
        for (Voter voter : next.voters()) {
            if (!old.voters().contains(voter)) {
                lines.add(
                        "voter "
                                + voter.noteKey(next.origin()).vkey()
                                + postQuantum(old, voter)
                                + place(old, next.voters().indexOf(voter)));
            }
        }
        if (next.quorum() != old.quorum() || next.voters().size() != old.voters().size()) {
            lines.add("a quorum of " + next.quorum() + " of " + next.voters().size());
        }
        if (!next.serverNames().equals(old.serverNames())) {
            lines.add("server names " + String.join(" ", next.serverNames()));
        }
        if (!next.operators().equals(old.operators())
                || next.operatorsRequired() != old.operatorsRequired()) {
            lines.add(
                    "operators "
                            + String.join(
                                    " ", next.operators().stream().map(Operator::name).toList())
                            + ", of whom "
                            + next.operatorsRequired()
                            + " approve");
        }
        addOthers(lines, old, next);
        return String.join("; ", lines);
    }

    /** Its own verifier key would fill the screen. */
    private static String postQuantum(Anchors old, Voter voter) {
        boolean had =
                old.voters().stream()
                        .filter(each -> each.key().equals(voter.key()))
                        .anyMatch(each -> each.postQuantumKey().isPresent());
        return voter.postQuantumKey()
                .map(key -> ", post-quantum key of SHA-256 " + Sha256.of(key).hex())
                .orElse(had ? ", WITHOUT ITS POST-QUANTUM KEY" : "");
    }

    private static String place(Anchors old, int index) {
        return index < old.voters().size()
                ? " in the place of " + old.voters().get(index).name()
                : " as one more";
    }

    /** The ceremony changes none of these; a document that does is no work of it. */
    private static void addOthers(List<String> lines, Anchors old, Anchors next) {
        if (!next.serverCa().equals(old.serverCa()) || !next.hostCa().equals(old.hostCa())) {
            lines.add("OTHER ISSUING CAS");
        }
        if (!next.recoveryKey().equals(old.recoveryKey())) {
            lines.add("ANOTHER RECOVERY KEY");
        }
        if (!next.trustDomain().equals(old.trustDomain())
                || !next.nextRoot().equals(old.nextRoot())) {
            lines.add("ANOTHER TRUST DOMAIN OR NEXT ROOT");
        }
    }
}
