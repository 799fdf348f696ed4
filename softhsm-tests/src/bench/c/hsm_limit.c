/*
 * The raw limit: the same PKCS#11 calls as the service makes, in C, from as many threads.
 *
 *   hsm_limit MODULE TOKEN_LABEL PIN_FILE KEY_LABEL MECHANISM THREADS LOCKS
 *
 * MECHANISM: ed25519 (48-byte messages), p256 (SHA-256 digests), gcm-decrypt (48-byte plaintexts, 40 bytes of AAD).
 * LOCKS: own-locks (the module's), adaptive-locks (mutexes that spin for a moment, as the service gives SoftHSM).
 * Logs in once, finds the key once per thread, then serves rounds as token.h says.
 */
#include "token.h"

static CK_ULONG mechanism_type;
static CK_BYTE iv[12], aad[40], plain[48], sealed[64];

static CK_GCM_PARAMS gcm(void) {
    CK_GCM_PARAMS parameters = {iv, sizeof iv, 96, aad, sizeof aad, 128};
    return parameters;
}

static void once(CK_ULONG session, CK_ULONG key) {
    CK_BYTE out[256];
    CK_ULONG length = sizeof out;
    CK_GCM_PARAMS parameters = gcm();
    CK_MECHANISM mechanism = {mechanism_type, NULL, 0};
    if (mechanism_type == 0x1087UL) {
        mechanism.parameter = &parameters;
        mechanism.length = sizeof parameters;
        check(functions[DECRYPT_INIT](session, &mechanism, key), "C_DecryptInit");
        check(functions[DECRYPT](session, sealed, (CK_ULONG)sizeof sealed, out, &length), "C_Decrypt");
        return;
    }
    check(functions[SIGN_INIT](session, &mechanism, key), "C_SignInit");
    check(functions[SIGN](session, plain, mechanism_type == 0x1041UL ? 32UL : 48UL, out, &length), "C_Sign");
}

static void seal_once(void) {
    CK_ULONG session = open_session(), length = sizeof sealed;
    CK_GCM_PARAMS parameters = gcm();
    CK_MECHANISM mechanism = {mechanism_type, &parameters, sizeof parameters};
    check(functions[ENCRYPT_INIT](session, &mechanism, find_key(session)), "C_EncryptInit");
    check(functions[ENCRYPT](session, plain, (CK_ULONG)sizeof plain, sealed, &length), "C_Encrypt");
}

int main(int argc, char **argv) {
    if (argc != 8) {
        fprintf(stderr, "usage: hsm_limit MODULE TOKEN_LABEL PIN_FILE KEY_LABEL ed25519|p256|gcm-decrypt THREADS"
                        " own-locks|adaptive-locks\n");
        return 2;
    }
    mechanism_type = !strcmp(argv[5], "ed25519") ? 0x1057UL : !strcmp(argv[5], "p256") ? 0x1041UL : 0x1087UL;
    key_label = argv[4];
    int threads = atoi(argv[6]);
    if (threads < 1 || threads > 64) return 2;
    object_class = mechanism_type == 0x1087UL ? 4UL : 3UL;
    if (!strcmp(argv[7], "adaptive-locks")) locks = adaptive_locks();
    open_token(argv[1], argv[2], argv[3]);
    if (mechanism_type == 0x1087UL) seal_once();
    return serve_rounds(threads);
}
