sealwright-pkcs11-profile 1
name aws-cloudhsm
title AWS CloudHSM
standing hsm
manufacturer Amazon
manufacturer AWS
manufacturer Cavium
manufacturer Marvell
login user-password
nonce token
point wrapped
session-keys yes
# These take their default only, and none of ours is it.
omit public PRIVATE
omit private MODIFIABLE
omit secret MODIFIABLE
note Log in as a crypto user: the PIN file holds its name, a colon and its password.
note Tokens are not initialised by PKCS#11: run the ceremony with --pin-file.
note Ed25519 is offered by hsm2m.medium clusters that are not in FIPS mode, and by no others.
note A cluster of one HSM makes keys only when the key availability check is switched off.
