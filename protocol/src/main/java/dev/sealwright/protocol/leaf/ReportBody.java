package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.DIGEST;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;

/** What a compliance report leaves in the log. */
public sealed interface ReportBody extends LeafBody {
    /**
     * A report was made, about the leaf's org or, under no org, about the whole service.
     *
     * @param digest SHA-256 of the report's body
     */
    record Report(Bytes digest) implements ReportBody {
        public Report {
            require(digest, DIGEST, "digest");
        }

        @Override
        public String type() {
            return "report";
        }
    }

    /**
     * How far the plain hash chain of the leaf's org had come.
     *
     * @param count leaves of the org, from its first on
     * @param head of their chain, see {@link dev.sealwright.protocol.history.OrgChain}
     */
    record OrgHead(long count, Bytes head) implements ReportBody {
        public OrgHead {
            require(count >= 0, "count");
            require(head, DIGEST, "head");
            require(count > 0 || head.equals(Bytes.zeros(DIGEST)), "head");
        }

        @Override
        public String type() {
            return "org-head";
        }
    }
}
