sealwright-pkcs11-profile 1
name tpm2-pkcs11
title tpm2-pkcs11
standing hsm
manufacturer tpm2-software.github.io
login pin
nonce caller
point wrapped
session-keys no
# Of a key that signs only, 1.9 derives these the wrong way round, and then finds a template that has them at odds.
omit public VERIFY ENCRYPT
note A resource manager holds a TPM object for each key in use: give tpm2-abrmd room for them by --max-transients.
note Of what is needed here it has ECDSA only: no Ed25519 and no AES-GCM.
