/*
 * What the raw limits share: a PKCS#11 module, a token that is logged into once, and rounds of work on some threads.
 *
 * A program includes this and defines once(session, key): one operation. For each line "SECONDS\n" on standard input,
 * serve_rounds prints "OPERATIONS ELAPSED_SECONDS\n"; for each "SECONDS RATE\n", with so many operations falling due a
 * second, "MIDDLE P99\n": how many microseconds after it was due one was done. Ends at end of input. Exit code 2 with a
 * text on standard error when something fails.
 */
#define _GNU_SOURCE
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

static CK_C_INITIALIZE_ARGS locks = {.flags = 2};
static CALL *functions;
static CK_ULONG slot;
static CK_ULONG object_class;
static const char *key_label;
static atomic_int running, quit;
static pthread_barrier_t begin, finish;
static double pace, first_due, *took;
static unsigned long calls;
static atomic_ulong due;

/* Defined by the program. */
static void once(CK_ULONG session, CK_ULONG key);

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
    CK_ULONG key = 0, found = 0;
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

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct timespec timespec_of(double seconds) {
    return (struct timespec){(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
}

/* Operations that fall due one after the other, whether or not those before are done; whoever is free takes the next. */
static void keep_pace(CK_ULONG session, CK_ULONG key) {
    for (;;) {
        unsigned long mine = atomic_fetch_add(&due, 1);
        if (mine >= calls) return;
        double at = first_due + (double)mine / pace;
        struct timespec until = timespec_of(at);
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        once(session, key);
        took[mine] = seconds_now() - at;
    }
}

static void saturate(CK_ULONG session, CK_ULONG key, unsigned long *done) {
    *done = 0;
    while (atomic_load_explicit(&running, memory_order_relaxed)) {
        once(session, key);
        (*done)++;
    }
}

static void *work(void *counter) {
    CK_ULONG session = open_session(), key = find_key(session);
    for (;;) {
        pthread_barrier_wait(&begin);
        if (atomic_load(&quit)) return NULL;
        unsigned long done = 0;
        if (pace > 0) keep_pace(session, key);
        else saturate(session, key, &done);
        *(unsigned long *)counter = done;
        pthread_barrier_wait(&finish);
    }
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

static CK_RV create_mutex(void **place) {
    pthread_mutexattr_t kind;
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ADAPTIVE_NP);
    *place = malloc(sizeof(pthread_mutex_t));
    return *place ? (CK_RV)pthread_mutex_init(*place, &kind) : 2UL;
}

static CK_RV destroy_mutex(void *mutex) {
    free(mutex);
    return 0;
}

static CK_RV lock_mutex(void *mutex) {
    return (CK_RV)pthread_mutex_lock(mutex);
}

static CK_RV unlock_mutex(void *mutex) {
    return (CK_RV)pthread_mutex_unlock(mutex);
}

/* Mutexes that spin for a moment before they sleep. */
static CK_C_INITIALIZE_ARGS adaptive_locks(void) {
    return (CK_C_INITIALIZE_ARGS){create_mutex, destroy_mutex, lock_mutex, unlock_mutex, 2, NULL};
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
    check(functions[INITIALIZE](&locks), "C_Initialize");
}

/* The module's token of that label, logged into. */
static void open_token(const char *module, const char *label, const char *pin_file) {
    load(module);
    find_slot(label);
    login(pin_file);
}

static void saturated_round(double wanted, int threads, const unsigned long *counters) {
    atomic_store(&running, 1);
    pthread_barrier_wait(&begin);
    double start = seconds_now();
    struct timespec pause = timespec_of(wanted);
    nanosleep(&pause, NULL);
    atomic_store(&running, 0);
    pthread_barrier_wait(&finish);
    double elapsed = seconds_now() - start;
    unsigned long total = 0;
    for (int i = 0; i < threads; i++) total += counters[i * 8];
    printf("%lu %.6f\n", total, elapsed);
}

static int longer(const void *one, const void *other) {
    double difference = *(const double *)one - *(const double *)other;
    return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}

static void paced_round(double wanted) {
    calls = (unsigned long)(wanted * pace);
    took = calloc(calls + 1, sizeof *took);
    atomic_store(&due, 0);
    first_due = seconds_now() + 0.01;
    pthread_barrier_wait(&begin);
    pthread_barrier_wait(&finish);
    qsort(took, calls, sizeof *took, longer);
    printf("%.1f %.1f\n", took[calls / 2] * 1e6, took[calls * 99 / 100] * 1e6);
    free(took);
}

static int serve_rounds(int threads) {
    pthread_barrier_init(&begin, NULL, (unsigned)threads + 1);
    pthread_barrier_init(&finish, NULL, (unsigned)threads + 1);
    unsigned long *counters = calloc((size_t)threads, 64);
    for (int i = 0; i < threads; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, work, counters + i * 8);
    }
    char line[128];
    while (fgets(line, sizeof line, stdin)) {
        double wanted;
        int given = sscanf(line, "%lf %lf", &wanted, &pace);
        if (given < 1) return 2;
        if (given == 2) {
            paced_round(wanted);
        } else {
            pace = 0;
            saturated_round(wanted, threads, counters);
        }
        fflush(stdout);
    }
    atomic_store(&quit, 1);
    pthread_barrier_wait(&begin);
    return 0;
}
