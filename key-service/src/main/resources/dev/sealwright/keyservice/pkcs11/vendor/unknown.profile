sealwright-pkcs11-profile 1
# A module that none of the others recognises. Nothing is known of it, so it counts as software.
name unknown
title a module that no profile knows
standing software
login pin
nonce caller
point either
session-keys yes
