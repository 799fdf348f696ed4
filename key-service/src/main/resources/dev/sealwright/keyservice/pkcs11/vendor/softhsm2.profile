sealwright-pkcs11-profile 1
name softhsm2
title SoftHSM 2
standing software
manufacturer SoftHSM
description Implementation of PKCS11
login pin
nonce caller
point wrapped
session-keys yes
# It takes 40 to 70 locks a call, each for well under a microsecond.
locks adaptive
# 2.6 says GENERAL_ERROR of a ciphertext that was changed, 2.7 ENCRYPTED_DATA_INVALID.
code GENERAL_ERROR not-authentic C_Decrypt
code ENCRYPTED_DATA_INVALID not-authentic C_Decrypt
note It takes two keys of one label, GCM nonces and tags of any length and ECDSA digests of any length: all are checked here first.
note Keys are files, encrypted under the PIN.
note It has no ML-DSA: its log keys sign by Ed25519 alone.
