package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A PIV card (NIST SP 800-73-4 part 2) in the virtual reader of vsmartcard-vpcd, with a P-256 key
 * in slot 9C: enough of one for OpenSC to sign with it. Like a card, it forgets its PIN after each
 * signature in that slot.
 */
final class VirtualPivCard implements AutoCloseable {
    private static final int PORT = 0x8c7b;
    private static final byte[] ATR = Bytes.fromHex("3b8880010000000000009181b1").toArray();
    private static final Bytes AID = Bytes.fromHex("a000000308000010000100");
    private static final int CHUNK = 256;

    private final Socket socket;
    private final KeyPair keys;
    private final byte[] pin;
    private final Map<String, byte[]> objects;
    private final Thread thread = Thread.ofPlatform().daemon().name("card").unstarted(this::serve);
    private final AtomicInteger verifications = new AtomicInteger();
    private byte[] chained = {};
    private byte[] rest = {};
    private boolean verified;

    private VirtualPivCard(Socket socket, KeyPair keys, String pin) {
        this.socket = socket;
        this.keys = keys;
        this.pin = Arrays.copyOf(pin.getBytes(StandardCharsets.US_ASCII), 8);
        Arrays.fill(this.pin, pin.length(), 8, (byte) 0xff);
        this.objects =
                Map.of(
                        "7e", Bytes.fromHex("7e124f0b" + AID.hex() + "5f2f024000").toArray(),
                        "5fc102", chuid(),
                        "5fc10a", certificateObject(keys));
    }

    /** Puts the card into the reader. */
    static VirtualPivCard inserted(KeyPair keys, String pin) throws IOException {
        var card =
                new VirtualPivCard(new Socket(InetAddress.getLoopbackAddress(), PORT), keys, pin);
        card.thread.start();
        return card;
    }

    /** How often the PIN was shown to it. */
    int verifications() {
        return verifications.get();
    }

    private void serve() {
        try (var in = new DataInputStream(socket.getInputStream());
                var out = new DataOutputStream(socket.getOutputStream())) {
            while (true) {
                byte[] message = in.readNBytes(in.readUnsignedShort());
                if (message.length != 1) {
                    send(out, answer(message));
                } else if (message[0] == 4) {
                    send(out, ATR);
                } else {
                    verified = false;
                }
            }
        } catch (IOException e) {
            // The card was pulled, or the reader is gone.
        }
    }

    private static void send(DataOutputStream out, byte[] message) throws IOException {
        out.writeShort(message.length);
        out.write(message);
        out.flush();
    }

    private byte[] answer(byte[] apdu) {
        int instruction = apdu[1] & 0xff;
        byte[] data =
                apdu.length > 5 ? Arrays.copyOfRange(apdu, 5, 5 + (apdu[4] & 0xff)) : new byte[0];
        if ((apdu[0] & 0x10) != 0) {
            chained = join(chained, data);
            return status(0x9000);
        }
        byte[] whole = join(chained, data);
        chained = new byte[0];
        return switch (instruction) {
            case 0xa4 -> select(whole);
            case 0xcb -> object(whole);
            case 0x20 -> verify(apdu, whole);
            case 0x87 -> authenticate(apdu, whole);
            case 0xc0 -> next();
            default -> status(0x6d00);
        };
    }

    private byte[] select(byte[] aid) {
        boolean ours = AID.hex().startsWith(Bytes.of(aid).hex()) && aid.length >= 5;
        Bytes template = Bytes.fromHex("61114f0600001000010079074f05a000000308");
        return ours ? join(template.toArray(), status(0x9000)) : status(0x6a82);
    }

    private byte[] object(byte[] list) {
        String tag = Bytes.of(list).hex().substring(4);
        byte[] found = objects.get(tag);
        return found == null ? status(0x6a82) : give(found);
    }

    private byte[] give(byte[] all) {
        int now = Math.min(CHUNK, all.length);
        rest = Arrays.copyOfRange(all, now, all.length);
        int left = Math.min(rest.length, 0xff);
        int end = rest.length == 0 ? 0x9000 : rest.length >= CHUNK ? 0x6100 : 0x6100 | left;
        return join(Arrays.copyOf(all, now), status(end));
    }

    private byte[] next() {
        return give(rest);
    }

    private byte[] verify(byte[] apdu, byte[] given) {
        if ((apdu[2] & 0xff) == 0xff) {
            verified = false;
            return status(0x9000);
        }
        if (given.length == 0) {
            return status(verified ? 0x9000 : 0x63c3);
        }
        verifications.incrementAndGet();
        verified = Arrays.equals(given, pin);
        return status(verified ? 0x9000 : 0x63c2);
    }

    /** 7C { 82 00, 81 digest }. */
    private byte[] authenticate(byte[] apdu, byte[] template) {
        if (!verified) {
            return status(0x6982);
        }
        if ((apdu[2] & 0xff) != 0x11 || (apdu[3] & 0xff) != 0x9c) {
            return status(0x6a86);
        }
        verified = false;
        byte[] digest = Arrays.copyOfRange(template, template.length - 32, template.length);
        byte[] signature = sign(digest);
        return give(tlv(0x7c, tlv(0x82, signature)));
    }

    private byte[] sign(byte[] digest) {
        try {
            Signature signer = Signature.getInstance("NONEwithECDSA");
            signer.initSign(keys.getPrivate());
            signer.update(digest);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] chuid() {
        return tlv(
                0x53,
                join(
                        tlv(0x30, new byte[25]),
                        join(
                                tlv(
                                        0x34,
                                        Bytes.fromHex("00112233445566778899aabbccddeeff")
                                                .toArray()),
                                join(
                                        tlv(0x35, "20491231".getBytes(StandardCharsets.US_ASCII)),
                                        Bytes.fromHex("3e00fe00").toArray()))));
    }

    private static byte[] certificateObject(KeyPair keys) {
        try {
            byte[] certificate = certificate(keys).getEncoded();
            return tlv(0x53, join(tlv(0x70, certificate), Bytes.fromHex("710100fe00").toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(KeyPair keys) {
        try {
            X500Name name = new X500Name("CN=Anna Operator");
            var builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.TWO,
                            Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                            Date.from(Instant.parse("2046-01-01T00:00:00Z")),
                            name,
                            keys.getPublic());
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(keys.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] tlv(int tag, byte[] value) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (value.length > 0xff) {
            out.write(0x82);
            out.write(value.length >> 8);
        } else if (value.length > 0x7f) {
            out.write(0x81);
        }
        out.write(value.length);
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] status(int code) {
        return new byte[] {(byte) (code >> 8), (byte) code};
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
