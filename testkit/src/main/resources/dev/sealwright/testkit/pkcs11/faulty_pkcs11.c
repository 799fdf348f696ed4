/*
 * A PKCS#11 module that stands before a real one and breaks on command. What it is told not to break goes through.
 *
 * It finds its orders beside itself: for /some/where/faulty.so the file /some/where/faulty.so.control, which it maps
 * shared, and which names the real module. README.md describes the file; FaultyModule.java writes it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

typedef unsigned long ULONG;
typedef ULONG CK_RV;
typedef unsigned char BOOL;
typedef void *PTR;
typedef unsigned char *OUTPUT;
typedef ULONG *LENGTH;

#define CKR_OK 0x00UL
#define CKR_GENERAL_ERROR 0x05UL
#define CKR_FUNCTION_NOT_SUPPORTED 0x54UL
#define CKR_MECHANISM_PARAM_INVALID 0x71UL
#define CKR_SESSION_HANDLE_INVALID 0xB3UL
#define CKM_AES_GCM 0x1087UL

enum scope { MODULE, SLOTS, SLOT, SESSION };

enum function {
#define F(name, scope, subject, parameters, arguments, output, length) I_##name,
#include "pkcs11_functions.h"
#undef F
    FUNCTIONS,
    ANY = 0xFFFF
};

#define FUNCTIONS_OF_V2 (I_C_WaitForSlotEvent + 1)

/* The control file. Every field is written by one side and read by the other with atomic operations. */
enum kind { REFUSE = 1, FAIL_AFTERWARDS, DELAY, HANG, RESIZE, CORRUPT, CRASH, MAKE_NONCES };
enum state { FREE, ARMED };

struct rule {
    _Atomic uint32_t state;
    uint32_t kind;
    uint32_t function;
    uint32_t chance; /* in a million; 0 is always */
    uint64_t serial; /* tells one use of this place from the next */
    uint64_t skip;
    _Atomic uint64_t left;
    _Atomic uint64_t seen;
    _Atomic uint64_t hits;
    uint64_t value; /* return code, or bytes to add to the output's length */
    uint64_t micros;
    uint64_t seed;
    uint64_t reserved[2];
};

struct row {
    _Atomic uint64_t calls;
    _Atomic uint64_t inside;
    _Atomic uint64_t faults;
    uint64_t reserved;
};

#define MAGIC 0x31544c4641575353UL /* "SSWAFLT1" */
#define RULES 64

struct control {
    uint64_t magic;
    _Atomic uint64_t removed;  /* the return code of a token that is away; 0 when it is there */
    _Atomic uint64_t lost;     /* sessions opened up to this one are dead */
    _Atomic uint64_t opened;   /* how many sessions were opened */
    uint64_t reserved[4];
    char module[4096 - 64];
    struct row rows[128];
    struct rule rules[RULES];
};

_Static_assert(sizeof(struct rule) == 96, "the driver knows this layout");
_Static_assert(sizeof(struct row) == 32, "the driver knows this layout");
_Static_assert(FUNCTIONS <= 128, "a row for each function");

static struct control *control;
static void (*real[FUNCTIONS])(void);

/* Which session was opened when, so that all up to one can be dead. */
#define SESSIONS 4096
static pthread_mutex_t sessions_lock = PTHREAD_MUTEX_INITIALIZER;
static struct { ULONG handle; uint64_t number; } sessions[SESSIONS];

static void remember_session(ULONG handle) {
    pthread_mutex_lock(&sessions_lock);
    uint64_t number = atomic_fetch_add(&control->opened, 1) + 1;
    for (unsigned i = 0; i < SESSIONS; i++) {
        unsigned at = (unsigned)((handle + i) % SESSIONS);
        if (sessions[at].number == 0 || sessions[at].handle == handle) {
            sessions[at].handle = handle;
            sessions[at].number = number;
            break;
        }
    }
    pthread_mutex_unlock(&sessions_lock);
}

/* A place stays taken after its session has ended: the next session of that handle takes it over. */
static int is_lost(ULONG handle) {
    if (atomic_load(&control->lost) == 0) return 0;
    uint64_t number = 0;
    pthread_mutex_lock(&sessions_lock);
    for (unsigned i = 0; i < SESSIONS; i++) {
        unsigned at = (unsigned)((handle + i) % SESSIONS);
        if (sessions[at].number == 0) break;
        if (sessions[at].handle == handle) {
            number = sessions[at].number;
            break;
        }
    }
    pthread_mutex_unlock(&sessions_lock);
    return number <= atomic_load(&control->lost);
}

/* splitmix64: each seed gives one sequence, wherever it is asked. */
static uint64_t mixed(uint64_t x) {
    x += 0x9E3779B97F4A7C15UL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
    return x ^ (x >> 31);
}

static int takes(struct rule *rule) {
    uint64_t seen = atomic_fetch_add(&rule->seen, 1);
    if (seen < rule->skip) return 0;
    if (rule->chance != 0 && mixed(rule->seed + seen) % 1000000 >= rule->chance) return 0;
    uint64_t left = atomic_load(&rule->left);
    while (left != 0) {
        if (left == UINT64_MAX || atomic_compare_exchange_weak(&rule->left, &left, left - 1)) {
            atomic_fetch_add(&rule->hits, 1);
            return 1;
        }
    }
    return 0;
}

static void sleep_micros(uint64_t micros) {
    struct timespec pause = {(time_t)(micros / 1000000), (long)(micros % 1000000) * 1000};
    nanosleep(&pause, NULL);
}

/* A call on its way. Its order is copied: the place may be given another meanwhile. */
struct passage {
    enum function function;
    uint32_t kind;
    uint64_t value;
    CK_RV answer;
};

static struct rule *rule_of(enum function function) {
    for (unsigned i = 0; i < RULES; i++) {
        struct rule *rule = &control->rules[i];
        if (atomic_load(&rule->state) == ARMED && (rule->function == function || rule->function == ANY) && takes(rule))
            return rule;
    }
    return NULL;
}

static void hang(struct rule *rule) {
    uint64_t serial = rule->serial;
    while (atomic_load(&rule->state) == ARMED && rule->serial == serial) sleep_micros(500);
}

/* Whether the call goes on to the real module; if not, passage->answer is its answer. */
static int enter(struct passage *passage, enum function function, enum scope scope, ULONG subject) {
    passage->function = function;
    passage->kind = 0;
    passage->answer = CKR_OK;
    atomic_fetch_add(&control->rows[function].calls, 1);
    atomic_fetch_add(&control->rows[function].inside, 1);
    struct rule *rule = rule_of(function);
    if (rule != NULL) {
        atomic_fetch_add(&control->rows[function].faults, 1);
        passage->kind = rule->kind;
        passage->value = rule->value;
        switch (rule->kind) {
            case REFUSE: passage->answer = rule->value; return 0;
            case DELAY: sleep_micros(rule->micros); break;
            case HANG: hang(rule); break;
            case CRASH: abort();
            default: break;
        }
    }
    uint64_t removed = atomic_load(&control->removed);
    if (removed != 0 && (scope == SLOT || scope == SESSION)) {
        passage->answer = removed;
        return 0;
    }
    if (scope == SESSION && is_lost(subject)) {
        passage->answer = CKR_SESSION_HANDLE_INVALID;
        /* The real session goes, too, or the real module would run out of them. */
        return function == I_C_CloseSession;
    }
    return 1;
}

static CK_RV leave(struct passage *passage, CK_RV answer, OUTPUT output, LENGTH length) {
    if (answer == CKR_OK) {
        if (passage->kind == FAIL_AFTERWARDS) answer = passage->value;
        if (passage->kind == RESIZE && length != NULL) *length += (ULONG)passage->value;
        if (passage->kind == CORRUPT && output != NULL && length != NULL && *length > 0) output[*length / 2] ^= 0x10;
    }
    atomic_fetch_sub(&control->rows[passage->function].inside, 1);
    return passage->answer != CKR_OK ? passage->answer : answer;
}

#define F(name, scope, subject, parameters, arguments, output, length)                                     \
    static CK_RV forward_##name parameters {                                                               \
        struct passage passage;                                                                            \
        if (!enter(&passage, I_##name, scope, subject)) return leave(&passage, passage.answer, NULL, NULL); \
        CK_RV rv = real[I_##name] == NULL ? CKR_FUNCTION_NOT_SUPPORTED                                     \
                                          : ((CK_RV(*) parameters)real[I_##name])arguments;                \
        return leave(&passage, rv, output, length);                                                        \
    }
#include "pkcs11_functions.h"
#undef F

static CK_RV open_session(ULONG slot, ULONG flags, PTR app, PTR notify, LENGTH session) {
    CK_RV rv = forward_C_OpenSession(slot, flags, app, notify, session);
    if (rv == CKR_OK) remember_session(*session);
    return rv;
}

struct mechanism { ULONG type; PTR parameter; ULONG length; };
struct gcm { OUTPUT iv; ULONG iv_length; };

static int makes_nonces(void) {
    for (unsigned i = 0; i < RULES; i++) {
        struct rule *rule = &control->rules[i];
        if (atomic_load(&rule->state) == ARMED && rule->kind == MAKE_NONCES) return 1;
    }
    return 0;
}

/* As HSMs do that take no nonce from outside: the place for it comes empty, and is filled. */
static CK_RV encrypt_init(ULONG session, PTR m, ULONG key) {
    struct mechanism *mechanism = m;
    if (makes_nonces() && mechanism->type == CKM_AES_GCM) {
        struct gcm *gcm = mechanism->parameter;
        for (ULONG i = 0; i < gcm->iv_length; i++)
            if (gcm->iv[i] != 0) return CKR_MECHANISM_PARAM_INVALID;
        if (getrandom(gcm->iv, gcm->iv_length, 0) != (ssize_t)gcm->iv_length) return CKR_GENERAL_ERROR;
    }
    return forward_C_EncryptInit(session, m, key);
}

/* A token that is away is in no list of slots with a token. */
static CK_RV get_slot_list(BOOL present, PTR list, LENGTH count) {
    if (present && control != NULL && atomic_load(&control->removed) != 0) {
        atomic_fetch_add(&control->rows[I_C_GetSlotList].calls, 1);
        *count = 0;
        return CKR_OK;
    }
    return forward_C_GetSlotList(present, list, count);
}

struct version { unsigned char major, minor; };
struct list { struct version version; void (*functions[FUNCTIONS])(void); };
struct interface { const char *name; void *list; ULONG flags; };

static struct list list_v2, list_v3;
static struct interface interfaces[2];

CK_RV C_GetFunctionList(void **list);
CK_RV C_GetInterfaceList(struct interface *list, LENGTH count);
CK_RV C_GetInterface(char *name, struct version *version, struct interface **interface, ULONG flags);

static void fill(struct list *list, unsigned char major, unsigned char minor) {
    list->version = (struct version){major, minor};
#define F(name, scope, subject, parameters, arguments, output, length) \
    list->functions[I_##name] = (void (*)(void))forward_##name;
#include "pkcs11_functions.h"
#undef F
    list->functions[I_C_OpenSession] = (void (*)(void))open_session;
    list->functions[I_C_EncryptInit] = (void (*)(void))encrypt_init;
    list->functions[I_C_GetSlotList] = (void (*)(void))get_slot_list;
    list->functions[I_C_GetFunctionList] = (void (*)(void))C_GetFunctionList;
    list->functions[I_C_GetInterfaceList] = (void (*)(void))C_GetInterfaceList;
    list->functions[I_C_GetInterface] = (void (*)(void))C_GetInterface;
}

static struct control *mapped(void) {
    Dl_info self;
    char path[4096];
    if (!dladdr((void *)(uintptr_t)&C_GetFunctionList, &self)) return NULL;
    if (snprintf(path, sizeof path, "%s.control", self.dli_fname) >= (int)sizeof path) return NULL;
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return NULL;
    void *memory = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    return memory == MAP_FAILED || ((struct control *)memory)->magic != MAGIC ? NULL : memory;
}

__attribute__((constructor)) static void load(void) {
    struct control *found = mapped();
    if (found == NULL) return;
    void *module = dlopen(found->module, RTLD_NOW | RTLD_LOCAL);
    if (module == NULL) return;
    CK_RV (*functions)(struct list **) = (CK_RV(*)(struct list **))dlsym(module, "C_GetFunctionList");
    CK_RV (*get)(char *, struct version *, struct interface **, ULONG) =
        (CK_RV(*)(char *, struct version *, struct interface **, ULONG))dlsym(module, "C_GetInterface");
    struct list *its = NULL;
    struct interface *latest = NULL;
    if (functions == NULL || functions(&its) != CKR_OK) return;
    memcpy(real, its->functions, FUNCTIONS_OF_V2 * sizeof real[0]);
    if (get != NULL && get(NULL, NULL, &latest, 0) == CKR_OK && ((struct list *)latest->list)->version.major >= 3) {
        memcpy(real, ((struct list *)latest->list)->functions, sizeof real);
        interfaces[1] = (struct interface){latest->name, &list_v3, latest->flags};
    }
    interfaces[0] = (struct interface){"PKCS 11", &list_v2, 0};
    fill(&list_v2, 2, 40);
    fill(&list_v3, 3, 0);
    control = found;
}

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(void **list) {
    if (control == NULL) return CKR_GENERAL_ERROR;
    atomic_fetch_add(&control->rows[I_C_GetFunctionList].calls, 1);
    *list = &list_v2;
    return CKR_OK;
}

__attribute__((visibility("default"))) CK_RV C_GetInterfaceList(struct interface *list, LENGTH count) {
    if (control == NULL) return CKR_GENERAL_ERROR;
    ULONG number = interfaces[1].list == NULL ? 1 : 2;
    if (list != NULL && *count >= number) memcpy(list, interfaces, number * sizeof interfaces[0]);
    *count = number;
    return CKR_OK;
}

/* The latest, or the one asked for; a v2.40 module has one only. */
__attribute__((visibility("default"))) CK_RV C_GetInterface(
    char *name, struct version *version, struct interface **interface, ULONG flags) {
    (void)flags;
    if (control == NULL || (name != NULL && strcmp(name, "PKCS 11") != 0)) return CKR_GENERAL_ERROR;
    int v3 = interfaces[1].list != NULL && (version == NULL || version->major >= 3);
    *interface = &interfaces[v3];
    return CKR_OK;
}
