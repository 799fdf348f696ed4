sealwright-pkcs11-profile 1
name kryoptic
title Kryoptic
standing software
manufacturer Kryoptic
description Kryoptic PKCS11 Module
login pin
nonce caller
point wrapped
session-keys yes
note Its PIN has 8 characters at least.
note It has ML-DSA-65, for a second signature of checkpoints (--post-quantum).
