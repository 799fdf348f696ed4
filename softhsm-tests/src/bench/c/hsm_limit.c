/*
 * The raw limit: the same PKCS#11 calls as the service makes, in C, from as many threads.
 *
 *   hsm_limit MODULE TOKEN_LABEL PIN_FILE KEY_LABEL MECHANISM THREADS
 *
 * MECHANISM: ed25519 (48-byte messages), p256 (SHA-256 digests), gcm-decrypt (48-byte plaintexts, 40 bytes of AAD).
 * Logs in once, finds the key once per thread, then serves rounds: for each line "SECONDS\n" on standard input it
 * prints "OPERATIONS ELAPSED_SECONDS\n". Ends at end of input. Exit code 2 with a text on standard error otherwise.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef unsigned char CK_BYTE;
typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_RV;
typedef struct {
    CK_ULONG type;
    void *value;
    CK_ULONG length;
} CK_ATTRIBUTE;
typedef struct {
    CK_ULONG mechanism;
    void *parameter;
    CK_ULONG length;
} CK_MECHANISM;
typedef struct {
    CK_BYTE *iv;
    CK_ULONG iv_length, iv_bits;
    CK_BYTE *aad;
    CK_ULONG aad_length, tag_bits;
} CK_GCM_PARAMS;
typedef struct {
    void *create, *destroy, *lock, *unlock;
    CK_ULONG flags;
    void *reserved;
} CK_C_INITIALIZE_ARGS;
typedef CK_RV (*CALL)();

/* Places in the PKCS#11 2.40 function list, counted after the version word. */
enum {
    INITIALIZE = 0, GET_SLOT_LIST = 4, GET_TOKEN_INFO = 6, OPEN_SESSION = 12, LOGIN = 18,
    FIND_INIT = 26, FIND = 27, FIND_FINAL = 28, ENCRYPT_INIT = 29, ENCRYPT = 30, DECRYPT_INIT = 33, DECRYPT = 34,
    SIGN_INIT = 42, SIGN = 43
};

static CALL *functions;
static CK_ULONG slot;
static CK_ULONG mechanism_type;
static const char *key_label;
static CK_BYTE iv[12], aad[40], plain[48], sealed[64];
static atomic_int running, quit;
static pthread_barrier_t begin, finish;

static void check(CK_RV rv, const char *what) {
    if (rv != 0) {
        fprintf(stderr, "%s: CKR 0x%lx\n", what, rv);
        exit(2);
    }
}

static CK_ULONG open_session(void) {
    CK_ULONG session;
    check(functions[OPEN_SESSION](slot, 6UL, NULL, NULL, &session), "C_OpenSession");
    return session;
}

static CK_ULONG find_key(CK_ULONG session) {
    CK_ULONG object_class = mechanism_type == 0x1087UL ? 4UL : 3UL, key = 0, found = 0;
    CK_ATTRIBUTE wanted[] = {{0x0UL, &object_class, sizeof object_class},
                             {0x3UL, (void *)key_label, strlen(key_label)}};
    check(functions[FIND_INIT](session, wanted, 2UL), "C_FindObjectsInit");
    check(functions[FIND](session, &key, 1UL, &found), "C_FindObjects");
    check(functions[FIND_FINAL](session), "C_FindObjectsFinal");
    if (found != 1) {
        fprintf(stderr, "no key labelled %s\n", key_label);
        exit(2);
    }
    return key;
}

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

static void *work(void *counter) {
    CK_ULONG session = open_session(), key = find_key(session);
    for (;;) {
        pthread_barrier_wait(&begin);
        if (atomic_load(&quit)) return NULL;
        unsigned long done = 0;
        while (atomic_load_explicit(&running, memory_order_relaxed)) {
            once(session, key);
            done++;
        }
        *(unsigned long *)counter = done;
        pthread_barrier_wait(&finish);
    }
}

static void seal_once(void) {
    CK_ULONG session = open_session(), length = sizeof sealed;
    CK_GCM_PARAMS parameters = gcm();
    CK_MECHANISM mechanism = {mechanism_type, &parameters, sizeof parameters};
    check(functions[ENCRYPT_INIT](session, &mechanism, find_key(session)), "C_EncryptInit");
    check(functions[ENCRYPT](session, plain, (CK_ULONG)sizeof plain, sealed, &length), "C_Encrypt");
}

static void find_slot(const char *label) {
    CK_ULONG slots[64], count = 64;
    check(functions[GET_SLOT_LIST]((CK_BYTE)1, slots, &count), "C_GetSlotList");
    for (CK_ULONG i = 0; i < count; i++) {
        CK_BYTE info[512];
        check(functions[GET_TOKEN_INFO](slots[i], info), "C_GetTokenInfo");
        size_t length = strlen(label);
        if (memcmp(info, label, length) == 0 && (length == 32 || info[length] == ' ')) {
            slot = slots[i];
            return;
        }
    }
    fprintf(stderr, "no token labelled %s\n", label);
    exit(2);
}

static void login(const char *pin_file) {
    CK_BYTE pin[128];
    FILE *file = fopen(pin_file, "r");
    if (!file) {
        perror("PIN file");
        exit(2);
    }
    CK_ULONG length = fread(pin, 1, sizeof pin, file);
    fclose(file);
    while (length > 0 && pin[length - 1] == '\n') length--;
    CK_ULONG keeper = open_session();
    check(functions[LOGIN](keeper, 1UL, pin, length), "C_Login");
    memset(pin, 0, sizeof pin);
}

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void load(const char *module) {
    void *library = dlopen(module, RTLD_NOW);
    CK_RV (*get)(void **) = library ? (CK_RV(*)(void **))dlsym(library, "C_GetFunctionList") : NULL;
    if (!get) {
        fprintf(stderr, "%s: no PKCS#11 module\n", module);
        exit(2);
    }
    char *list;
    check(get((void **)&list), "C_GetFunctionList");
    functions = (CALL *)(list + sizeof(void *));
    CK_C_INITIALIZE_ARGS arguments = {.flags = 2};
    check(functions[INITIALIZE](&arguments), "C_Initialize");
}

int main(int argc, char **argv) {
    if (argc != 7) {
        fprintf(stderr, "usage: hsm_limit MODULE TOKEN_LABEL PIN_FILE KEY_LABEL ed25519|p256|gcm-decrypt THREADS\n");
        return 2;
    }
    mechanism_type = !strcmp(argv[5], "ed25519") ? 0x1057UL : !strcmp(argv[5], "p256") ? 0x1041UL : 0x1087UL;
    key_label = argv[4];
    int threads = atoi(argv[6]);
    if (threads < 1 || threads > 64) return 2;
    load(argv[1]);
    find_slot(argv[2]);
    login(argv[3]);
    if (mechanism_type == 0x1087UL) seal_once();
    pthread_barrier_init(&begin, NULL, (unsigned)threads + 1);
    pthread_barrier_init(&finish, NULL, (unsigned)threads + 1);
    unsigned long *counters = calloc((size_t)threads, 64);
    for (int i = 0; i < threads; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, work, counters + i * 8);
    }
    double wanted;
    while (scanf("%lf", &wanted) == 1) {
        atomic_store(&running, 1);
        pthread_barrier_wait(&begin);
        double start = seconds_now();
        struct timespec pause = {(time_t)wanted, (long)((wanted - (double)(time_t)wanted) * 1e9)};
        nanosleep(&pause, NULL);
        atomic_store(&running, 0);
        pthread_barrier_wait(&finish);
        double elapsed = seconds_now() - start;
        unsigned long total = 0;
        for (int i = 0; i < threads; i++) total += counters[i * 8];
        printf("%lu %.6f\n", total, elapsed);
        fflush(stdout);
    }
    atomic_store(&quit, 1);
    pthread_barrier_wait(&begin);
    return 0;
}
