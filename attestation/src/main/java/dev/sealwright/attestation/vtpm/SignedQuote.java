package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.protocol.Bytes;
import java.security.PublicKey;
import java.util.Optional;

/** A quote, its signature and the registers reported beside it; nothing of it verified yet. */
public record SignedQuote(TpmQuote quote, TpmSignature signature, Optional<PcrValues> pcrs) {

    public static SignedQuote of(Bytes message, Bytes signature, Optional<PcrValues> pcrs) {
        return new SignedQuote(TpmQuote.parse(message), TpmSignature.parse(signature), pcrs);
    }

    /** Signature by the key, register digest, and the nonce where one was asked. */
    void examine(
            PublicKey key,
            Optional<Bytes> nonce,
            SignatureCheck signatures,
            Examination examination) {
        boolean fits = signature.fits(key);
        examination.require(
                Check.SIGNATURE,
                fits && signature.verifies(signatures, key, quote.received()),
                fits ? Reason.SIGNATURE_INVALID : Reason.KEY_UNACCEPTABLE,
                "the quote is not signed by the attestation key");
        pcrs.ifPresentOrElse(
                values ->
                        examination.require(
                                Check.BINDING,
                                values.digest(quote.sha256Selection()).equals(quote.pcrDigest()),
                                Reason.BINDING_BROKEN,
                                "the PCR values are not those quoted"),
                () -> examination.skip(Check.BINDING, "no PCR values beside the quote"));
        nonce.ifPresentOrElse(
                asked ->
                        examination.require(
                                Check.NONCE,
                                asked.equalsConstantTime(quote.extraData()),
                                Reason.NONCE_MISMATCH,
                                "the quote answers another nonce"),
                () -> examination.skip(Check.NONCE, "no nonce was asked"));
    }

    Facts facts() {
        Facts facts = quote.facts();
        pcrs.ifPresent(
                values ->
                        quote.selections().stream()
                                .filter(s -> s.algorithm() == TpmQuote.SHA256)
                                .flatMap(
                                        s ->
                                                values
                                                        .facts(s.indexes())
                                                        .members()
                                                        .entrySet()
                                                        .stream())
                                .forEach(pcr -> facts.put(pcr.getKey(), pcr.getValue())));
        return facts;
    }
}
