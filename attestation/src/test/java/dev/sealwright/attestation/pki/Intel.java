package dev.sealwright.attestation.pki;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.dcap.DcapCollateral;
import dev.sealwright.attestation.dcap.Quote;
import dev.sealwright.attestation.dcap.SignedJson;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/** A maker of SGX and TDX platforms: quotes of each version, and collateral to judge them. */
public final class Intel {
    public static final Bytes REPORT_DATA =
            Bytes.utf8("the report data of a test, sixty-four bytes long, is this here..");

    private static final String SGX = "1.2.840.113741.1.13.1";
    private static final Bytes QE_VENDOR = Bytes.fromHex("939a7233f79c4ca9940a0db3957f0607");
    private static final int TD_10 = 584;
    private static final int TD_15 = 648;

    private final Authority root =
            Authority.root("CN=Intel SGX Root CA", Authority.p256("sgx root"));
    private final Authority platform =
            root.under("CN=Intel SGX PCK Platform CA", Authority.p256("sgx platform"));
    private final KeyPair pck = Authority.p256("pck");
    private final KeyPair attestation = Authority.p256("attestation");
    private final KeyPair signing = Authority.p256("tcb signing");
    private final X509Certificate pckCertificate =
            platform.leaf(
                    "CN=Intel SGX PCK Certificate", pck.getPublic(), Map.of(SGX, extension()));
    private final X509Certificate signer =
            root.leaf("CN=Intel SGX TCB Signing", signing.getPublic(), Map.of());

    public Authority root() {
        return root;
    }

    public Authority platform() {
        return platform;
    }

    /** Of who signs TCB infos and enclave identities. */
    public List<X509Certificate> signerChain() {
        return List.of(signer, root.certificate());
    }

    /** A TDX quote of version 4 (TD 1.0) or 5 (TD 1.5). */
    public Bytes tdxQuote(int version) {
        return tdxQuote(version, REPORT_DATA);
    }

    public Bytes tdxQuote(int version, Bytes reportData) {
        ByteBuffer body =
                ByteBuffer.allocate(version == 4 ? TD_10 : TD_15).order(ByteOrder.LITTLE_ENDIAN);
        body.put(0, Bytes.fromHex("05030700").toArray());
        body.put(136, Bytes.utf8("a measurement of forty-eight bytes, for the test").toArray());
        body.put(520, reportData.toArray());
        Bytes report = Bytes.of(body.array());
        Bytes typed =
                version == 4
                        ? report
                        : Bytes.concat(little(3, 2), little(report.size(), 4), report);
        Bytes signed = Bytes.concat(header(version, 0x81), typed);
        return assembled(version, signed);
    }

    /** By the attestation key over the quote. */
    RawSignature rawQuoteSignature(Quote quote) {
        return RawSignature.p256(
                attestation.getPublic(), quote.signedPart(), quote.signature().signature());
    }

    /** An SGX quote of version 3. */
    public Bytes sgxQuote() {
        ByteBuffer body = ByteBuffer.allocate(384).order(ByteOrder.LITTLE_ENDIAN);
        body.put(64, Bytes.utf8("an enclave of thirty-two bytes!!").toArray());
        body.put(320, REPORT_DATA.toArray());
        return assembled(3, Bytes.concat(header(3, 0), Bytes.of(body.array())));
    }

    private Bytes assembled(int version, Bytes signed) {
        Bytes key = point((ECPublicKey) attestation.getPublic());
        Bytes authentication = Bytes.fromHex("00010203");
        Bytes enclave = quotingEnclave(Digests.sha256(Bytes.concat(key, authentication)));
        Bytes vouched =
                Bytes.concat(
                        enclave,
                        Signer.p256(pck.getPrivate(), enclave),
                        little(authentication.size(), 2),
                        authentication,
                        part(5, pem()));
        Bytes data =
                Bytes.concat(
                        Signer.p256(attestation.getPrivate(), signed),
                        key,
                        version == 3 ? vouched : part(6, vouched));
        return Bytes.concat(signed, little(data.size(), 4), data);
    }

    private static Bytes header(int version, int tee) {
        return Bytes.concat(
                little(version, 2),
                little(2, 2),
                little(tee, 4),
                little(0, 4),
                QE_VENDOR,
                Bytes.zeros(20));
    }

    private static Bytes quotingEnclave(Bytes keyHash) {
        ByteBuffer report = ByteBuffer.allocate(384).order(ByteOrder.LITTLE_ENDIAN);
        report.put(48, (byte) 0x11);
        report.putShort(256, (short) 2).putShort(258, (short) 4);
        report.put(320, keyHash.toArray());
        return Bytes.of(report.array());
    }

    /** Everything current and good; what is given to {@link #collateral} replaces parts of it. */
    public DcapCollateral collateral() {
        return collateral(tcbInfo("UpToDate", Authority.TO), List.of());
    }

    public DcapCollateral collateral(SignedJson tcbInfo, List<X509CRL> lists) {
        List<X509CRL> all = new ArrayList<>(lists);
        if (all.isEmpty()) {
            all.add(root.revoking(Authority.FROM, Authority.TO));
            all.add(platform.revoking(Authority.FROM, Authority.TO));
        }
        List<X509Certificate> certificates = new ArrayList<>(root.chain());
        certificates.add(signer);
        return new DcapCollateral(
                List.of(tcbInfo, sgxTcbInfo()),
                List.of(identity("TD_QE"), identity("QE")),
                certificates,
                new RevocationLists(all));
    }

    public List<X509CRL> listsRevokingThePlatform() {
        return List.of(
                root.revoking(Authority.FROM, Authority.TO),
                platform.revoking(Authority.FROM, Authority.TO, pckCertificate));
    }

    /** For TDX; two levels: the platform's own, and below it one that is out of date. */
    public SignedJson tcbInfo(String status, Instant nextUpdate) {
        String levels = level(3, 9, status) + "," + level(1, 5, "OutOfDate");
        return signed(
                "{\"id\":\"TDX\",\"version\":3,\"issueDate\":\"2026-01-01T00:00:00Z\","
                        + "\"nextUpdate\":\""
                        + nextUpdate
                        + "\",\"fmspc\":\"00906ED50000\",\"pceId\":\"0000\",\"tcbType\":0,"
                        + "\"tcbEvaluationDataNumber\":17,"
                        + "\"tdxModuleIdentities\":[{\"id\":\"TDX_03\",\"mrsigner\":\""
                        + "00".repeat(48)
                        + "\",\"attributes\":\"0000000000000000\",\"attributesMask\":\"FFFFFFFFFFFFFFFF\","
                        + "\"tcbLevels\":[{\"tcb\":{\"isvsvn\":5},\"tcbDate\":\"2025-01-01T00:00:00Z\","
                        + "\"tcbStatus\":\"UpToDate\"}]}],\"tcbLevels\":["
                        + levels
                        + "]}");
    }

    private SignedJson sgxTcbInfo() {
        return signed(
                "{\"id\":\"SGX\",\"version\":3,\"issueDate\":\"2026-01-01T00:00:00Z\","
                        + "\"nextUpdate\":\""
                        + Authority.TO
                        + "\",\"fmspc\":\"00906ED50000\",\"pceId\":\"0000\",\"tcbType\":0,"
                        + "\"tcbEvaluationDataNumber\":17,\"tcbLevels\":["
                        + level(3, 9, "UpToDate")
                        + "]}");
    }

    private static String level(int component, int pceSvn, String status) {
        String components =
                IntStream.range(0, 16)
                        .mapToObj(i -> "{\"svn\":" + component + "}")
                        .collect(Collectors.joining(","));
        String tdx =
                IntStream.range(0, 16)
                        .mapToObj(i -> "{\"svn\":" + (i == 2 ? 7 : 0) + "}")
                        .collect(Collectors.joining(","));
        return "{\"tcb\":{\"sgxtcbcomponents\":["
                + components
                + "],\"pcesvn\":"
                + pceSvn
                + ",\"tdxtcbcomponents\":["
                + tdx
                + "]},\"tcbDate\":\"2025-02-01T00:00:00Z\",\"tcbStatus\":\""
                + status
                + "\",\"advisoryIDs\":[\"INTEL-SA-00001\"]}";
    }

    private SignedJson identity(String id) {
        return signed(
                "{\"id\":\""
                        + id
                        + "\",\"version\":2,\"issueDate\":\"2026-01-01T00:00:00Z\","
                        + "\"nextUpdate\":\"2049-01-01T00:00:00Z\",\"tcbEvaluationDataNumber\":17,"
                        + "\"miscselect\":\"00000000\",\"miscselectMask\":\"FFFFFFFF\","
                        + "\"attributes\":\"11000000000000000000000000000000\","
                        + "\"attributesMask\":\"FBFFFFFFFFFFFFFF0000000000000000\",\"mrsigner\":\""
                        + "00".repeat(32)
                        + "\",\"isvprodid\":2,\"tcbLevels\":[{\"tcb\":{\"isvsvn\":4},"
                        + "\"tcbDate\":\"2025-02-01T00:00:00Z\",\"tcbStatus\":\"UpToDate\"}]}");
    }

    /** As the vendor's service answers it. */
    public Bytes tcbInfoAnswer() {
        return answer("tcbInfo", tcbInfo("UpToDate", Authority.TO));
    }

    public Bytes identityAnswer(String id) {
        return answer("enclaveIdentity", identity(id));
    }

    private static Bytes answer(String name, SignedJson document) {
        return Bytes.concat(
                Bytes.utf8("{\"" + name + "\":"),
                document.text(),
                Bytes.utf8(",\"signature\":\"" + document.signature().hex() + "\"}"));
    }

    private SignedJson signed(String text) {
        Bytes bytes = Bytes.utf8(text);
        return new SignedJson(bytes, Signer.p256(signing.getPrivate(), bytes));
    }

    private Bytes pem() {
        List<X509Certificate> chain = new ArrayList<>(List.of(pckCertificate));
        chain.addAll(platform.chain());
        return Bytes.utf8(Authority.pem(chain));
    }

    private static byte[] extension() {
        ASN1EncodableVector tcb = new ASN1EncodableVector();
        for (int i = 1; i <= 16; i++) {
            tcb.add(pair(SGX + ".2." + i, new ASN1Integer(3)));
        }
        tcb.add(pair(SGX + ".2.17", new ASN1Integer(10)));
        tcb.add(pair(SGX + ".2.18", new DEROctetString(new byte[16])));
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(pair(SGX + ".1", new DEROctetString(new byte[16])));
        all.add(pair(SGX + ".2", new DERSequence(tcb)));
        all.add(pair(SGX + ".3", new DEROctetString(new byte[2])));
        all.add(pair(SGX + ".4", new DEROctetString(Bytes.fromHex("00906ed50000").toArray())));
        try {
            return new DERSequence(all).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DERSequence pair(String oid, ASN1Encodable value) {
        return new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(oid), value});
    }

    private static Bytes part(int type, Bytes data) {
        return Bytes.concat(little(type, 2), little(data.size(), 4), data);
    }

    private static Bytes little(int value, int size) {
        ByteBuffer out = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value);
        return Bytes.of(out.array()).slice(0, size);
    }

    private static Bytes point(ECPublicKey key) {
        return Bytes.concat(
                number(key.getW().getAffineX().toByteArray()),
                number(key.getW().getAffineY().toByteArray()));
    }

    private static Bytes number(byte[] value) {
        byte[] out = new byte[32];
        int size = Math.min(32, value.length);
        System.arraycopy(value, value.length - size, out, 32 - size, size);
        return Bytes.of(out);
    }
}
