package dev.sealwright.controlplane.attest;

import dev.sealwright.attestation.appraisal.ReferenceValue;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.CollateralReader;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A request's body, decoded; a 422 points at what is wrong. */
record Question(
        Bytes evidence, Optional<Format> format, Collateral collateral, Optional<Bytes> nonce) {

    static Question of(VerifyBody body) {
        Collateral collateral = Collateral.NONE;
        List<String> pieces = body.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            collateral =
                    collateral.and(decoded("/collateral/" + i, pieces.get(i), Question::piece));
        }
        return new Question(
                decoded("/evidence", body.evidence(), Bytes::fromBase64Url),
                Optional.ofNullable(body.format()).map(f -> decoded("/format", f, Format::of)),
                collateral,
                Optional.ofNullable(body.nonce())
                        .map(n -> decoded("/nonce", n, Bytes::fromBase64Url)));
    }

    /** The service signs what it says, so nobody's bare word makes a key trusted here. */
    private static Collateral piece(String text) {
        Collateral piece = CollateralReader.read(Bytes.fromBase64Url(text));
        if (!piece.tokenKeys().isEmpty() || !piece.attestationKeys().isEmpty()) {
            throw new MalformedException("a bare key, which nothing vouches for");
        }
        return piece;
    }

    private static <T> T decoded(String pointer, String text, Function<String, T> decoder) {
        try {
            return decoder.apply(text);
        } catch (MalformedException e) {
            throw ProblemException.invalid(pointer, String.valueOf(e.getMessage()));
        }
    }

    static ReferenceValues references(Stream<ReferenceValuesDocument> sets) {
        return new ReferenceValues(
                sets.flatMap(set -> set.values().stream()).map(Question::reference).toList());
    }

    private static ReferenceValue reference(ReferenceValuesDocument.Value value) {
        return new ReferenceValue(
                value.name(),
                value.claim(),
                Bytes.fromHex(value.value()),
                value.sourceCommit(),
                value.build(),
                Optional.ofNullable(value.receipt()));
    }
}
