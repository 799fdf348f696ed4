package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.leaf.ReportBody;
import jakarta.inject.Singleton;
import java.util.List;

/** Commits the log to where the plain hash chains of organisations stand. */
@Singleton
public final class OrgHeads {
    private final Storage storage;
    private final Log log;

    OrgHeads(Storage storage, Log log) {
        this.storage = storage;
        this.log = log;
    }

    /** Logs the present head of each chain; the heads are released when this returns. */
    public List<LeafOutcome.Released> commit(List<Bytes> orgs) {
        List<LeafRef> proposed =
                storage.write(
                        connection -> {
                            var chains = Entries.chains(connection, orgs);
                            return orgs.stream()
                                    .map(
                                            org ->
                                                    propose(
                                                            org,
                                                            chains.getOrDefault(
                                                                    org, OrgChain.EMPTY)))
                                    .toList();
                        });
        return proposed.stream().map(log::await).toList();
    }

    private LeafRef propose(Bytes org, OrgChain chain) {
        return log.propose(org, new ReportBody.OrgHead(chain.length(), chain.head()));
    }
}
