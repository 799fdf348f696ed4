package dev.sealwright.attestation.pki;

import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A hypervisor that signs documents as Nitro's does. */
public final class Nitro {
    private final Authority root = Authority.root("CN=nitro.test", Authority.p384("nitro root"));
    private final Authority zone =
            root.under("CN=regional", Authority.p384("nitro region"))
                    .under("CN=zonal", Authority.p384("nitro zone"))
                    .under("CN=instance", Authority.p384("nitro instance"));
    private final KeyPair key = Authority.p384("nitro leaf");
    private final X509Certificate leaf = zone.leaf("CN=enclave", key.getPublic(), Map.of());

    public Authority root() {
        return root;
    }

    public Bytes document() {
        return document(Map.of());
    }

    /** {@code changes} replace or add fields of the payload before it is signed. */
    public Bytes document(Map<String, CborValue> changes) {
        Map<String, CborValue> fields = new LinkedHashMap<>(fields());
        fields.putAll(changes);
        return signed(CborWriter.encode(CborValue.map(fields)));
    }

    public Bytes signed(Bytes payload) {
        Bytes header = Bytes.fromHex("a1013822");
        Bytes toSign = Signer.coseStructure(header, payload);
        return CborWriter.encode(
                CborValue.array(
                        CborValue.of(header),
                        CborValue.map(Map.of()),
                        CborValue.of(payload),
                        CborValue.of(Signer.p384(key.getPrivate(), toSign))));
    }

    public Map<String, CborValue> fields() {
        List<CborValue> bundle = new ArrayList<>();
        zone.chain().reversed().forEach(c -> bundle.add(CborValue.of(Certificates.encoded(c))));
        Map<CborValue, CborValue> pcrs = new LinkedHashMap<>();
        for (int i = 0; i < 16; i++) {
            byte[] value = new byte[48];
            value[0] = (byte) (i < 5 ? i + 1 : 0);
            pcrs.put(CborValue.of(i), CborValue.of(Bytes.of(value)));
        }
        Map<String, CborValue> fields = new LinkedHashMap<>();
        fields.put("module_id", CborValue.of("i-0123456789abcdef0-enc0123456789abcdef"));
        fields.put("digest", CborValue.of("SHA384"));
        fields.put("timestamp", CborValue.of(1_780_272_000_000L));
        fields.put("pcrs", new CborValue.Dictionary(new LinkedHashMap<>(pcrs)));
        fields.put("certificate", CborValue.of(Certificates.encoded(leaf)));
        fields.put("cabundle", new CborValue.Array(bundle));
        fields.put("public_key", new CborValue.Null());
        fields.put("user_data", CborValue.of(Bytes.utf8("user data")));
        fields.put("nonce", CborValue.of(Bytes.utf8("nonce")));
        return fields;
    }
}
