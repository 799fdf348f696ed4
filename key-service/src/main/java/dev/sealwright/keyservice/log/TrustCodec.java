package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a voter keeps of anchors, in the form of {@link VoterEventCodec}. */
final class TrustCodec {
    private TrustCodec() {}

    static void write(DataOutputStream out, Trust.Snapshot trust) throws IOException {
        out.writeInt(trust.replaced().size());
        for (Trust.Era era : trust.replaced()) {
            VoterEventCodec.writeBlock(out, era.document().toArray());
            out.writeLong(era.until());
        }
        out.write(trust.document().isPresent() ? 1 : 0);
        if (trust.document().isPresent()) {
            VoterEventCodec.writeBlock(out, trust.document().get().toArray());
        }
        out.write(trust.confirmed() ? 1 : 0);
        out.writeInt(trust.offered().size());
        for (Trust.Offer offer : trust.offered()) {
            write(out, offer);
        }
    }

    static void write(DataOutputStream out, Trust.Offer offer) throws IOException {
        out.write(offer.replaces().toArray());
        VoterEventCodec.writeBlock(out, offer.document().toArray());
    }

    static Trust.Snapshot readSnapshot(ByteBuffer in) {
        List<Trust.Era> replaced = new ArrayList<>();
        for (int left = VoterEventCodec.readCount(in, Integer.BYTES + Long.BYTES);
                left > 0;
                left--) {
            Bytes document = Bytes.of(VoterEventCodec.readBlock(in));
            replaced.add(new Trust.Era(document, VoterEventCodec.need(in, Long.BYTES).getLong()));
        }
        Optional<Bytes> document =
                VoterEventCodec.readFlag(in)
                        ? Optional.of(Bytes.of(VoterEventCodec.readBlock(in)))
                        : Optional.empty();
        boolean confirmed = VoterEventCodec.readFlag(in);
        List<Trust.Offer> offered = new ArrayList<>();
        for (int left = VoterEventCodec.readCount(in, Integer.BYTES); left > 0; left--) {
            offered.add(readOffer(in));
        }
        return new Trust.Snapshot(replaced, document, confirmed, offered);
    }

    static Trust.Offer readOffer(ByteBuffer in) {
        Bytes replaces = VoterEventCodec.readHash(in);
        return new Trust.Offer(Bytes.of(VoterEventCodec.readBlock(in)), replaces);
    }
}
