sealwright-pkcs11-profile 1
name tpm2-pkcs11
title tpm2-pkcs11
standing hsm
manufacturer tpm2-software.github.io
login pin
nonce caller
point wrapped
session-keys no
note Of what is needed here it has ECDSA only: no Ed25519 and no AES-GCM.
