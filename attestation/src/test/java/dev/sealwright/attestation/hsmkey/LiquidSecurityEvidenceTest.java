package dev.sealwright.attestation.hsmkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.testkit.LiquidSecurityBlob;
import dev.sealwright.testkit.LiquidSecurityDevice;
import dev.sealwright.testkit.LiquidSecurityDevice.Part;
import dev.sealwright.testkit.TestPki;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a LiquidSecurity HSM proves of a key, and what proves nothing. */
class LiquidSecurityEvidenceTest {
    private static final VerificationInstant NOW =
            new VerificationInstant(Instant.parse("2026-11-27T00:00:00Z"));
    private static final LiquidSecurityDevice DEVICE = new LiquidSecurityDevice();
    private static final LiquidSecurityDevice ANOTHER = new LiquidSecurityDevice();

    private final PublicKey key = TestPki.p256().getPublic();
    private final byte[] attestation = DEVICE.attests(key);

    private static LiquidSecurityRoots roots() {
        return roots(DEVICE.makerRoot(), DEVICE.ownerRoot());
    }

    private static LiquidSecurityRoots roots(String maker, String owner) {
        return new LiquidSecurityRoots(PinnedRoots.of(maker), Optional.of(PinnedRoots.of(owner)));
    }

    private static AttestedKeys verified(
            byte[] attestation, String pem, LiquidSecurityRoots roots) {
        return LiquidSecurityEvidence.parse(
                        List.of(Bytes.of(attestation)), Optional.empty(), Bytes.utf8(pem))
                .verify(roots, NOW);
    }

    private static AttestedKey verified(byte[] attestation) {
        return verified(attestation, DEVICE.certificates(), roots()).keys().getFirst();
    }

    private static void isRefused(
            byte[] attestation, String pem, LiquidSecurityRoots roots, String why) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verified(attestation, pem, roots))
                .withMessageContaining(why);
    }

    private static void isMalformed(byte[] attestation) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> verified(attestation));
    }

    @Test
    void aKeyThatWasMadeInTheHsmIsProvenToBeBound() {
        var hsm =
                new HsmIdentity(
                        LiquidSecurityDevice.NAME,
                        LiquidSecurityDevice.MAKER,
                        Optional.of(LiquidSecurityDevice.OWNER));

        AttestedKeys proven = verified(attestation, DEVICE.certificates(), roots());

        assertThat(proven.hsms()).containsExactly(hsm);
        assertThat(proven.keys())
                .containsExactly(
                        new LiquidSecurityKey(
                                hsm,
                                Bytes.of(key.getEncoded()),
                                "log-key-1",
                                Map.of(
                                        KeyClaim.GENERATED, true,
                                        KeyClaim.NOT_EXTRACTABLE, true,
                                        KeyClaim.NEVER_EXTRACTABLE, true,
                                        KeyClaim.SENSITIVE, true)));
        assertThat(proven.of(Bytes.of(key.getEncoded()))).get().matches(AttestedKey::isBound);
        assertThat(proven.of(Bytes.of(TestPki.p256().getPublic().getEncoded()))).isEmpty();
    }

    @Test
    void packedItSaysTheSame() {
        assertThat(verified(LiquidSecurityBlob.packed(attestation)))
                .isEqualTo(verified(attestation));
    }

    @Test
    void itIsOfKeysOfEveryKindThatIsTaken() {
        for (KeyPair keys : List.of(TestPki.p384(), LiquidSecurityDevice.rsa(3072))) {
            assertThat(verified(DEVICE.attests(keys.getPublic())).spki())
                    .isEqualTo(Bytes.of(keys.getPublic().getEncoded()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x0163, 0, GENERATED",
        "0x0162, 1, NOT_EXTRACTABLE",
        "0x80000002, 1, NOT_EXTRACTABLE",
        "0x80000003, 1, NOT_EXTRACTABLE",
        "0x0164, 0, NEVER_EXTRACTABLE",
        "0x0103, 0, SENSITIVE",
        "0x0165, 0, SENSITIVE"
    })
    void whatTheHsmDeniesIsNotProven(String attribute, int value, KeyClaim claim) {
        AttestedKey loose =
                verified(
                        DEVICE.attests(
                                LiquidSecurityBlob.of(key)
                                        .with(Long.decode(attribute).intValue(), value)
                                        .body()));

        assertThat(loose.isBound()).isFalse();
        assertThat(loose.claims())
                .allSatisfy((each, holds) -> assertThat(holds).isEqualTo(each != claim));
    }

    @Test
    void whatTheHsmSaysOfThePublicHalfCountsForNothing() {
        byte[] loose =
                DEVICE.attests(
                        LiquidSecurityBlob.of(key)
                                .withPublic(LiquidSecurityBlob.EXTRACTABLE, 0)
                                .with(LiquidSecurityBlob.EXTRACTABLE, 1)
                                .body());

        assertThat(verified(loose).isBound()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void withoutOneOfTheCertificatesNothingIsProven(Part part) {
        isRefused(attestation, DEVICE.without(part), roots(), "");
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateOutOfItsTimeProvesNothing(Part part) {
        LiquidSecurityRoots roots =
                switch (part) {
                    case MAKERS_ROOT -> roots(DEVICE.expiredRoot(part), DEVICE.ownerRoot());
                    case OWNERS_ROOT -> roots(DEVICE.makerRoot(), DEVICE.expiredRoot(part));
                    default -> roots();
                };

        isRefused(attestation, DEVICE.withExpired(part), roots, "not valid at the instant");
    }

    @Test
    void anExpiredRootBesideTheOneThatReplacedItDoesNotMatter() {
        String both = DEVICE.withExpired(Part.MAKERS_ROOT) + DEVICE.certificates();

        assertThat(verified(attestation, both, roots()).keys().getFirst().isBound()).isTrue();
    }

    @Test
    void otherRootsAreNotBelieved() {
        String other = "00".repeat(32);
        String pem = DEVICE.certificates();

        isRefused(attestation, pem, roots(other, DEVICE.ownerRoot()), "by its maker");
        isRefused(attestation, pem, roots(DEVICE.makerRoot(), other), "by its owner");
        isRefused(attestation, pem, roots(DEVICE.ownerRoot(), DEVICE.makerRoot()), "by its owner");
    }

    @Test
    void theChainsOfAnotherHsmProveNothing() {
        EnumSet<Part> makers = EnumSet.of(Part.MAKERS_ROOT, Part.CARD, Part.PARTITION);
        String swapped =
                DEVICE.certificates(makers) + ANOTHER.certificates(EnumSet.complementOf(makers));

        isRefused(attestation, ANOTHER.certificates(), roots(), "no certificate at hand");
        isRefused(
                attestation,
                swapped,
                roots(DEVICE.makerRoot(), ANOTHER.ownerRoot()),
                "by its owner");
        isRefused(ANOTHER.attests(key), DEVICE.certificates(), roots(), "no certificate at hand");
    }

    @Test
    void withoutAnOwnersRootTheMakersWordIsEnoughAndIsSaidToBe() {
        EnumSet<Part> makers = EnumSet.of(Part.MAKERS_ROOT, Part.CARD, Part.PARTITION);
        var roots = new LiquidSecurityRoots(PinnedRoots.of(DEVICE.makerRoot()), Optional.empty());

        AttestedKeys proven = verified(attestation, DEVICE.certificates(makers), roots);

        assertThat(proven.hsms().getFirst().owner()).isEmpty();
        assertThat(proven.hsms().getFirst().text()).contains("by whom it is run was not asked");
    }

    @Test
    void aCardIsNoPartitionAndAPartitionNoAuthority() {
        byte[] body = LiquidSecurityBlob.of(key).body();
        KeyPair below = LiquidSecurityDevice.rsa(2048);

        isRefused(DEVICE.attestsByCard(body), DEVICE.certificates(), roots(), "by its maker");
        isRefused(
                LiquidSecurityDevice.signed(body, below),
                DEVICE.certificates() + DEVICE.certifiesBelow(below.getPublic()),
                roots(),
                "by its maker");
    }

    @Test
    void aChangeOfAnyByteProvesNothing() {
        var random = new Random(20261127);
        for (int at = 0; at < attestation.length; at++) {
            byte[] bad = attestation.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(proves(bad)).as("byte %d", at).isFalse();
        }
    }

    private static boolean proves(byte[] attestation) {
        try {
            verified(attestation);
            return true;
        } catch (MalformedException | VerificationException e) {
            return false;
        }
    }

    @Test
    void whatIsCutShortIsMalformedWhoeverSignedIt() {
        byte[] body = LiquidSecurityBlob.of(key).body();
        for (int size = 0; size < body.length; size += 7) {
            byte[] cut = Arrays.copyOf(body, size);
            if (size >= LiquidSecurityBlob.HEADER) {
                number(cut, 8, size + 256);
                number(cut, 12, size - LiquidSecurityBlob.HEADER);
            }
            isMalformed(DEVICE.attests(cut));
        }
        isMalformed(Arrays.copyOf(attestation, attestation.length - 1));
        isMalformed(Arrays.copyOf(attestation, attestation.length + 1));
        isMalformed(new byte[LiquidSecurityEvidence.MAX_ATTESTATION + 1]);
    }

    private static void number(byte[] into, int at, int value) {
        for (int i = 0; i < 4; i++) {
            into[at + i] = (byte) (value >> (24 - 8 * i));
        }
    }

    /** Places of numbers in the headers: of the response, its handles, the part, its objects. */
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "4, 2",
        "4, 7",
        "8, 100",
        "12, 100",
        "16, 1",
        "20, 7",
        "28, 7",
        "32, 0x00020003",
        "32, 0x00010001",
        "36, 0x00090000",
        "36, 0x00080000",
        "40, 9",
        "44, 0",
        "44, 12",
        "44, 16",
        "44, 0x7fffffff",
        "48, 0",
        "48, 0x7fffffff",
        "48, 0xffffffff",
        "56, 0xffffffff",
        "56, 0x7fffffff",
        "56, 0"
    })
    void aHeaderThatSaysSomethingElseIsMalformedWhoeverSignedIt(int at, String value) {
        byte[] body = LiquidSecurityBlob.of(key).body();
        number(body, at, Long.decode(value).intValue());

        isMalformed(DEVICE.attests(body));
    }

    @Test
    void attributesThatAreMissingOrOfAnotherFormAreMalformedWhoeverSignedThem() {
        for (int type :
                List.of(
                        LiquidSecurityBlob.CLASS,
                        LiquidSecurityBlob.KEY_TYPE,
                        LiquidSecurityBlob.ID,
                        LiquidSecurityBlob.LOCAL,
                        LiquidSecurityBlob.SENSITIVE,
                        LiquidSecurityBlob.ALWAYS_SENSITIVE,
                        LiquidSecurityBlob.EXTRACTABLE,
                        LiquidSecurityBlob.NEVER_EXTRACTABLE,
                        LiquidSecurityBlob.SPLITTABLE,
                        LiquidSecurityBlob.IS_SPLIT,
                        LiquidSecurityBlob.MODULUS,
                        LiquidSecurityBlob.MODULUS_BITS)) {
            isMalformed(DEVICE.attests(LiquidSecurityBlob.of(key).without(type).body()));
        }
        for (LiquidSecurityBlob blob :
                List.of(
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.CLASS, 2),
                        LiquidSecurityBlob.of(key).withPublic(LiquidSecurityBlob.CLASS, 3),
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.KEY_TYPE, 0x1F),
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.LOCAL, 2),
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.LOCAL),
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.EXTRACTABLE, 0, 0),
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.MODULUS),
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.MODULUS, 4, 1, 2),
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.MODULUS, new int[65]),
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.MODULUS, new int[1025]),
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.MODULUS_BITS, 1),
                        LiquidSecurityBlob.of(key)
                                .with(LiquidSecurityBlob.MODULUS_BITS, 0, 0, 2, 0xCB),
                        LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.ID, 1),
                        tooMany())) {
            isMalformed(DEVICE.attests(blob.body()));
        }
    }

    private LiquidSecurityBlob tooMany() {
        LiquidSecurityBlob blob = LiquidSecurityBlob.of(key);
        for (int type = 0x9000; type < 0x9041; type++) {
            blob.with(type, 0);
        }
        return blob;
    }

    @Test
    void anRsaKeyOfAnotherSizeThanItSaysIsMalformed() {
        PublicKey rsa = LiquidSecurityDevice.rsa(2048).getPublic();
        LiquidSecurityBlob blob =
                LiquidSecurityBlob.of(rsa)
                        .with(LiquidSecurityBlob.MODULUS_BITS, 0, 0, 0x0C, 0)
                        .withPublic(LiquidSecurityBlob.MODULUS_BITS, 0, 0, 0x0C, 0);

        isMalformed(DEVICE.attests(blob.body()));
        isMalformed(DEVICE.attests(LiquidSecurityDevice.rsa(1024).getPublic()));
    }

    @Test
    void halvesOfTwoKeysAreMalformed() {
        LiquidSecurityBlob other = LiquidSecurityBlob.of(TestPki.p256().getPublic());

        isMalformed(DEVICE.attests(LiquidSecurityBlob.of(key).withPrivateHalfOf(other).body()));
    }

    @Test
    void anAttributeThatComesTwiceIsMalformed() {
        byte[] body = LiquidSecurityBlob.of(key).body();
        // The first object's second attribute becomes one of the first one's type.
        number(body, 32 + 8 + 12 + 9, LiquidSecurityBlob.CLASS);

        isMalformed(DEVICE.attests(body));
    }

    @Test
    void tooManyFilesOrNoCertificatesAreMalformed() {
        for (String pem : List.of("", "text", DEVICE.certificates().repeat(11))) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> verified(attestation, pem, roots()));
        }
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(
                        () ->
                                LiquidSecurityEvidence.parse(
                                        Collections.nCopies(65, Bytes.of(attestation)),
                                        Optional.empty(),
                                        Bytes.utf8(DEVICE.certificates())));
    }

    @Test
    void theWorstThatIsAttestedOfAKeyCounts() {
        var loose =
                DEVICE.attests(LiquidSecurityBlob.of(key).with(LiquidSecurityBlob.LOCAL, 0).body());
        AttestedKeys both =
                verified(attestation, DEVICE.certificates(), roots())
                        .and(verified(loose, DEVICE.certificates(), roots()));

        assertThat(both.of(Bytes.of(key.getEncoded()))).get().matches(each -> !each.isBound());
        assertThat(both.hsms()).hasSize(1);
    }
}
