sealwright-pkcs11-profile 1
name yubihsm2
title YubiHSM 2
standing hsm
manufacturer Yubico
description YubiHSM PKCS#11 Library
login key-password
nonce caller
point wrapped
# Every key is an object of the device.
session-keys no
most-sessions 16
most-objects 256
note The PIN is the authentication key's number in four hexadecimal digits and its password: 0001password.
note It has no AES-GCM and no AES-GCM replacement on its PKCS#11 module: it can hold a root, not secrets.
note The device ends a session that was idle for half a minute; it is opened again.
note Tokens are not initialised by PKCS#11: run the ceremony with --pin-file.
