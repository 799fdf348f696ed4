package dev.sealwright.protocol.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.crypto.Sha256;
import java.security.KeyPair;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Assertions as WebAuthn Level 2 section 6.3.3 has authenticators make them. */
class AssertionTest {
    private static final int ROUNDS = 20_000;
    private static final String PARTY = "seal.example";
    private static final Bytes MESSAGE = Bytes.utf8("what is approved");
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;

    private final KeyPair key = World.p256();

    private static Bytes data(String party, int flags) {
        return Bytes.concat(
                Sha256.of(Bytes.utf8(party)),
                Bytes.of(new byte[] {(byte) flags}),
                Bytes.of(new byte[] {0, 0, 0, 7}));
    }

    private static Bytes client(Bytes challenge, String origin, String rest) {
        return Bytes.utf8(
                "{\"type\":\"webauthn.get\",\"challenge\":\""
                        + challenge.base64Url()
                        + "\",\"origin\":\""
                        + origin
                        + "\",\"crossOrigin\":false"
                        + rest);
    }

    private static Bytes usual() {
        return client(Sha256.of(MESSAGE), "https://seal.example", "}");
    }

    private Assertion signed(Bytes data, Bytes client) {
        return signed(key, "SHA256withECDSA", data, client);
    }

    private static Assertion signed(KeyPair by, String algorithm, Bytes data, Bytes client) {
        Bytes signature =
                World.sign(algorithm, by.getPrivate(), Bytes.concat(data, Sha256.of(client)));
        return new Assertion(data, client, signature);
    }

    private boolean verifies(Assertion assertion) {
        return assertion.verifies(spki(key), PARTY, MESSAGE);
    }

    private static Bytes spki(KeyPair pair) {
        return Bytes.of(pair.getPublic().getEncoded());
    }

    @Test
    void aPasskeysSignatureOverTheMessageVerifies() {
        Assertion made = signed(data(PARTY, PRESENT | VERIFIED), usual());
        assertThat(verifies(made)).isTrue();
        assertThat(Assertion.decode(made.encode())).isEqualTo(made);
        assertThat(made.verifies(spki(World.p256()), PARTY, MESSAGE)).isFalse();
        assertThat(made.verifies(spki(key), "other.example", MESSAGE)).isFalse();
        assertThat(made.verifies(spki(key), PARTY, Bytes.utf8("another"))).isFalse();
    }

    @Test
    void anEdDsaPasskeyVerifiesAndAnotherCurveDoesNot() {
        KeyPair edwards = World.ed25519();
        Bytes data = data(PARTY, PRESENT | VERIFIED);
        assertThat(
                        signed(edwards, "Ed25519", data, usual())
                                .verifies(spki(edwards), PARTY, MESSAGE))
                .isTrue();
        Bytes p384 = spki(World.p384());
        assertThat(signed(data, usual()).verifies(p384, PARTY, MESSAGE)).isFalse();
        assertThatThrownBy(() -> new OperatorKey.Passkey(p384, PARTY))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void thePersonMustHaveBeenThereAndVerified() {
        assertThat(verifies(signed(data(PARTY, PRESENT), usual()))).isFalse();
        assertThat(verifies(signed(data(PARTY, VERIFIED), usual()))).isFalse();
        assertThat(verifies(signed(data(PARTY, PRESENT | VERIFIED | 0x18), usual()))).isTrue();
    }

    @Test
    void reservedFlagsAndRegistrationDataAreRefused() {
        for (int flag : new int[] {0x02, 0x20, 0x40, 0x10}) {
            Bytes data = data(PARTY, PRESENT | VERIFIED | flag);
            assertThatThrownBy(() -> AuthenticatorData.parse(data))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void extensionsAreOneMapAndNothingAfterIt() {
        Bytes flagged = data(PARTY, PRESENT | VERIFIED | 0x80);
        Bytes one = Bytes.concat(flagged, Bytes.fromHex("a1636f6e65f5"));
        assertThat(verifies(signed(one, usual()))).isTrue();
        for (String more : new String[] {"", "01", "a1636f6e65f500", "a2636f6e65f5"}) {
            assertThat(verifies(signed(Bytes.concat(flagged, Bytes.fromHex(more)), usual())))
                    .as(more)
                    .isFalse();
        }
    }

    @Test
    void onlyAPageOfTheRelyingPartyMayHaveAsked() {
        Bytes data = data(PARTY, PRESENT | VERIFIED);
        Bytes challenge = Sha256.of(MESSAGE);
        for (String origin :
                new String[] {
                    "https://seal.example", "https://a.seal.example:8443", "https://seal.example:1"
                }) {
            assertThat(verifies(signed(data, client(challenge, origin, "}")))).isTrue();
        }
        for (String origin :
                new String[] {
                    "http://seal.example",
                    "https://evilseal.example",
                    "https://seal.example.evil",
                    "https://seal.example@evil",
                    "https://evil/seal.example",
                    "null"
                }) {
            assertThat(verifies(signed(data, client(challenge, origin, "}")))).as(origin).isFalse();
        }
    }

    @Test
    void clientDataHasTheFormThatBrowsersWriteAndNoOther() {
        Bytes data = data(PARTY, PRESENT | VERIFIED);
        Bytes challenge = Sha256.of(MESSAGE);
        String origin = "https://seal.example";
        assertThat(verifies(signed(data, client(challenge, origin, ",\"more\":\"x\"}")))).isTrue();
        for (String json :
                new String[] {
                    "{}",
                    text(usual()).replace("webauthn.get", "webauthn.create"),
                    text(usual()).replace("false", "true"),
                    text(usual()).replace("\",\"", "\", \""),
                    text(usual()) + " ",
                    text(usual()).replace("\"crossOrigin\":false", "\"crossOrigin\":falsehood"),
                    " " + text(usual())
                }) {
            assertThat(verifies(signed(data, Bytes.utf8(json)))).as(json).isFalse();
        }
    }

    private static String text(Bytes bytes) {
        return new String(bytes.toArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void whateverIsChangedNothingElseIsThrownAndNothingVerifies() {
        Random random = new Random(20261127);
        Bytes made = signed(data(PARTY, PRESENT | VERIFIED), usual()).encode();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = made.toArray();
            int changes = 1 + random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Bytes changed = Bytes.of(bytes).slice(0, bytes.length - random.nextInt(2));
            if (changed.equals(made)) {
                continue;
            }
            try {
                assertThat(verifies(Assertion.decode(changed))).isFalse();
            } catch (MalformedException expected) {
                assertThat(expected.getMessage()).hasSizeLessThanOrEqualTo(200);
            }
        }
    }

    @Test
    void randomBytesAreMalformedOrRead() {
        Random random = new Random(7);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(600)];
            random.nextBytes(bytes);
            if (bytes.length > 37) {
                bytes[32] &= (byte) 0x9d;
            }
            try {
                AuthenticatorData.parse(Bytes.of(bytes));
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
            assertThatThrownBy(() -> ClientData.parse(Bytes.of(bytes)))
                    .isInstanceOf(MalformedException.class);
        }
    }
}
