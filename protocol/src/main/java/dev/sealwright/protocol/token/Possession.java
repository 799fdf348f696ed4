package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import java.time.Instant;

/** How whoever presents a token shows that he holds its key; the last block's, if there are any. */
public sealed interface Possession {
    /** Bytes of a nonce. */
    int NONCE_SIZE = 32;

    /**
     * He signed a nonce, for one request, at one time.
     *
     * @param challenge the nonce that the verifier gave out for this, and gives out once
     * @param answer what came back
     */
    record Challenged(Bytes challenge, Answer answer) implements Possession {
        public Challenged {
            challenge.requireSize(NONCE_SIZE, "a nonce");
        }
    }

    /**
     * He signed for one TLS 1.3 connection, once; every request on it is his.
     *
     * @param exporter keying material exported by the verifier's own end (RFC 8446 section 7.5)
     */
    record Channel(Bytes exporter, Bytes signature) implements Possession {}

    /**
     * The verifier's own TLS stack saw him prove the key with a client certificate.
     *
     * @param spki the certificate's key, DER SubjectPublicKeyInfo
     */
    record PeerCertificate(Bytes spki) implements Possession {}

    /**
     * What a challenged holder sends.
     *
     * @param time of signing, within {@link dev.sealwright.protocol.Validity#SKEW} of the
     *     verifier's clock
     */
    record Answer(Bytes nonce, Instant time, Bytes signature) {
        private static final String DOMAIN = "sealwright/token-proof/v1";

        public Answer {
            nonce.requireSize(NONCE_SIZE, "a nonce");
            Seconds.require(time);
            if (signature.size() != HolderKey.SIGNATURE_SIZE) {
                throw new MalformedException("an answer whose signature has another size");
            }
        }

        /**
         * Signs for a request.
         *
         * @param layer id of the token's last layer
         */
        public static Answer sign(
                Holder holder,
                Bytes layer,
                String audience,
                Bytes nonce,
                Instant time,
                CapabilityRequest request) {
            Instant second = Seconds.truncate(time);
            return new Answer(
                    nonce, second, holder.sign(message(layer, audience, nonce, second, request)));
        }

        static Bytes message(
                Bytes layer,
                String audience,
                Bytes nonce,
                Instant time,
                CapabilityRequest request) {
            return Framed.domain(DOMAIN)
                    .add(layer)
                    .add(audience)
                    .add(nonce)
                    .addUint64(time.getEpochSecond())
                    .add(request.digest())
                    .bytes();
        }
    }

    /**
     * What is signed for a connection: framed(domain, id of the last layer, audience, exporter).
     */
    static Bytes channelMessage(Bytes layer, String audience, Bytes exporter) {
        return Framed.domain("sealwright/token-channel/v1")
                .add(layer)
                .add(audience)
                .add(exporter)
                .bytes();
    }
}
