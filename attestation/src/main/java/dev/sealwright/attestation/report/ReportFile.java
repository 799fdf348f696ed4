package dev.sealwright.attestation.report;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.receipt.Receipt;
import java.util.List;

/**
 * A report on disk, deterministic CBOR: {@code ["sealwright/report-file/v1", body, leaf, receipt,
 * proofs]}. Everything is proven under the one checkpoint of the receipt.
 *
 * @param body the bytes whose SHA-256 the leaf holds; a {@link Statement}
 * @param leaf the {@code report} leaf
 * @param receipt of that leaf
 * @param proofs inclusion proofs of the statement's leaves, in their order
 */
public record ReportFile(Bytes body, Bytes leaf, Receipt receipt, List<List<Bytes>> proofs) {
    public static final int MAX_SIZE = 2 * Statement.MAX_SIZE;

    private static final String TYPE = "sealwright/report-file/v1";

    public ReportFile {
        proofs = proofs.stream().map(List::copyOf).toList();
        if (body.size() > Statement.MAX_SIZE || leaf.size() > Leaf.MAX_SIZE) {
            throw new MalformedException("a report that is too large");
        }
        proofs.forEach(proof -> proof.forEach(hash -> hash.requireSize(TreeHash.SIZE, "a hash")));
    }

    public Bytes encode() {
        return CborWriter.encode(
                CborValue.array(
                        CborValue.of(TYPE),
                        CborValue.of(body),
                        CborValue.of(leaf),
                        CborValue.of(receipt.text()),
                        new CborValue.Array(proofs.stream().map(ReportFile::hashes).toList())));
    }

    /** Reads exactly what {@link #encode} writes. */
    public static ReportFile parse(Bytes file) {
        List<CborValue> parts = CborReader.strict(file, MAX_SIZE).asArray("a report file", 5);
        if (!parts.get(0).asText("the type of a report file").equals(TYPE)) {
            throw new MalformedException("not a report file");
        }
        return new ReportFile(
                parts.get(1).asBytes("the body"),
                parts.get(2).asBytes("the leaf"),
                Receipt.parse(parts.get(3).asText("the receipt")),
                parts.get(4).asArray("the proofs").stream().map(ReportFile::hashes).toList());
    }

    private static CborValue hashes(List<Bytes> proof) {
        return new CborValue.Array(proof.stream().map(CborValue::of).toList());
    }

    private static List<Bytes> hashes(CborValue value) {
        return value.asArray("a proof").stream().map(hash -> hash.asBytes("a hash")).toList();
    }
}
