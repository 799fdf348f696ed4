sealwright-pkcs11-profile 1
name google-kms-pkcs11
title Google Cloud KMS
standing hsm
manufacturer Google
description Cryptoki Library for Cloud KMS
login none
nonce token
point wrapped
session-keys no
# CKM_CLOUDKMS_AES_GCM
mechanism AES_GCM 0x8001e101
note The library offers no Ed25519, under which the log is signed.
note Keys are made with CKA_LABEL and CKA_KMS_ALGORITHM and no other attribute, which is not how keys are made here.
note Keys are objects of the key ring; there are none that last as long as a session.
