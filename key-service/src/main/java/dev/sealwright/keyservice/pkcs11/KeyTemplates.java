package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import java.util.List;

/**
 * What a new key is asked for with, less what the vendor's token takes in no template.
 *
 * @param kept on the token, rather than as long as the session
 */
record KeyTemplates(KeySpec spec, VendorProfile vendor, boolean kept) {

    /** The ways to ask for the public half, the usual first. */
    List<Template> publicHalves() {
        if (spec.algorithm() == KeyAlgorithm.RSA_3072) {
            return List.of(Rsa.parameters(publicHalf()));
        }
        if (spec.algorithm() == KeyAlgorithm.ML_DSA_65) {
            return List.of(MlDsa.parameters(publicHalf()));
        }
        return Curve.of(spec.algorithm()).orElseThrow().parameters().stream()
                .map(parameters -> publicHalf().with(AttributeType.EC_PARAMS, parameters))
                .toList();
    }

    private Template publicHalf() {
        return named().with(AttributeType.PRIVATE, false)
                .with(AttributeType.VERIFY, true)
                .with(AttributeType.ENCRYPT, false)
                .with(AttributeType.WRAP, false)
                .without(vendor.omitted(ObjectClass.PUBLIC_KEY));
    }

    Template privateHalf() {
        return bound().with(AttributeType.SIGN, true)
                .with(AttributeType.DECRYPT, false)
                .without(vendor.omitted(ObjectClass.PRIVATE_KEY));
    }

    Template secret() {
        boolean ciphers = spec.algorithm() == KeyAlgorithm.AES_256;
        return bound().with(AttributeType.VALUE_LEN, (long) Profile.SECRET_BYTES)
                .with(AttributeType.ENCRYPT, ciphers)
                .with(AttributeType.DECRYPT, ciphers)
                .with(AttributeType.SIGN, !ciphers)
                .with(AttributeType.VERIFY, false)
                .with(AttributeType.WRAP, false)
                .without(vendor.omitted(ObjectClass.SECRET_KEY));
    }

    /**
     * What every key has that is worth keeping: its uses are those added, and can not be added to
     * later.
     */
    private Template bound() {
        return named().with(AttributeType.PRIVATE, true)
                .with(AttributeType.SENSITIVE, true)
                .with(AttributeType.EXTRACTABLE, false)
                .with(AttributeType.MODIFIABLE, false)
                .with(AttributeType.UNWRAP, false)
                .with(AttributeType.DERIVE, false);
    }

    private Template named() {
        return new Template()
                .with(AttributeType.TOKEN, kept)
                .with(AttributeType.LABEL, spec.label().text())
                .with(AttributeType.ID, spec.id().toArray());
    }
}
