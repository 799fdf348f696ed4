sealwright-pkcs11-profile 1
name thales-luna
title Thales Luna
standing hsm
manufacturer SafeNet
manufacturer Gemalto
manufacturer Thales
description Chrystoki
description Cryptoki
login pin
nonce caller
point wrapped
session-keys yes
note Log in as the partition's crypto officer, who may make keys; a crypto user may only use them.
note The connection to the appliance is the library's: after its loss only a fresh C_Initialize helps.
note Ed25519 needs a firmware that offers CKM_EDDSA, and a partition outside FIPS mode where that firmware says so.
note In FIPS mode it makes GCM nonces itself: then choose a copy of this profile that says nonce token.
