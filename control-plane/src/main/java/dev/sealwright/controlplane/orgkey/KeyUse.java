package dev.sealwright.controlplane.orgkey;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is sealed under an organisation's key, as whoever keeps the blobs tells. */
public interface KeyUse {
    /**
     * How far the blobs have come that are to be under the version that seals.
     *
     * @param total of all that were not destroyed
     * @param done of them under the version that seals
     * @param damaged of the others, those that cannot be moved because they are not what the log
     *     names
     */
    record Progress(long total, long done, long damaged) {
        public long remaining() {
            return total - done;
        }

        boolean isDone() {
            return remaining() == 0;
        }
    }

    Progress progress(Bytes org);

    /** When the first blob of the organisation was sealed; absent if none ever was. */
    Optional<Instant> firstSealed(Bytes org);

    /** The same for every organisation that has any. */
    Map<Bytes, Instant> firstSealed();

    /**
     * What needs a version still, by name, and a few of many. Looks at every blob; one that is not
     * what the log names might be restored, and needs it too.
     */
    List<String> needing(Bytes org, long version);
}
