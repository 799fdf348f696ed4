/*
 * The raw limit of issuing a host's certificate, in C: OpenSSL parses a PKCS#10 request, checks its signature, encodes
 * the certificate and verifies what came back; PKCS#11 signs. From as many threads as the service has sessions.
 *
 *   hsm_issue MODULE TOKEN_LABEL PIN_FILE KEY_LABEL REQUEST CA_CERTIFICATE THREADS
 *
 * REQUEST and CA_CERTIFICATE are files in DER. The key of that label is the CA's, on P-256. Serves rounds as token.h says.
 */
#include "token.h"
#include <openssl/ecdsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static CK_BYTE request_der[4096];
static CK_ULONG request_size;
static X509 *ca;
static EVP_PKEY *ca_key;
static atomic_ulong serials;

static void need(int held, const char *what) {
    if (!held) {
        fprintf(stderr, "%s failed\n", what);
        exit(2);
    }
}

static void extension(X509 *certificate, int nid, void *value, int critical) {
    need(X509_add1_ext_i2d(certificate, nid, value, critical, X509V3_ADD_APPEND) == 1, "an extension");
}

static void key_identifiers(X509 *certificate) {
    const ASN1_BIT_STRING *key = X509_get0_pubkey_bitstr(certificate);
    CK_BYTE digest[SHA_DIGEST_LENGTH];
    SHA1(ASN1_STRING_get0_data(key), (size_t)ASN1_STRING_length(key), digest);
    ASN1_OCTET_STRING *own = ASN1_OCTET_STRING_new();
    ASN1_OCTET_STRING_set(own, digest, sizeof digest);
    extension(certificate, NID_subject_key_identifier, own, 0);
    ASN1_OCTET_STRING_free(own);
    AUTHORITY_KEYID *authority = AUTHORITY_KEYID_new();
    authority->keyid = ASN1_OCTET_STRING_dup(X509_get0_subject_key_id(ca));
    extension(certificate, NID_authority_key_identifier, authority, 0);
    AUTHORITY_KEYID_free(authority);
}

static void name(X509 *certificate, unsigned long serial) {
    char text[128];
    snprintf(text, sizeof text, "spiffe://sealwright.local/org/%032lx/sandbox/%032lx", serial, serial);
    GENERAL_NAMES *names = GENERAL_NAMES_new();
    GENERAL_NAME *uri = GENERAL_NAME_new();
    ASN1_IA5STRING *value = ASN1_IA5STRING_new();
    ASN1_STRING_set(value, text, -1);
    GENERAL_NAME_set0_value(uri, GEN_URI, value);
    sk_GENERAL_NAME_push(names, uri);
    extension(certificate, NID_subject_alt_name, names, 1);
    GENERAL_NAMES_free(names);
}

static void extensions(X509 *certificate, unsigned long serial) {
    BASIC_CONSTRAINTS *constraints = BASIC_CONSTRAINTS_new();
    extension(certificate, NID_basic_constraints, constraints, 1);
    BASIC_CONSTRAINTS_free(constraints);
    ASN1_BIT_STRING *usage = ASN1_BIT_STRING_new();
    ASN1_BIT_STRING_set_bit(usage, 0, 1);
    extension(certificate, NID_key_usage, usage, 1);
    ASN1_BIT_STRING_free(usage);
    EXTENDED_KEY_USAGE *purpose = EXTENDED_KEY_USAGE_new();
    sk_ASN1_OBJECT_push(purpose, OBJ_nid2obj(NID_client_auth));
    extension(certificate, NID_ext_key_usage, purpose, 0);
    EXTENDED_KEY_USAGE_free(purpose);
    key_identifiers(certificate);
    name(certificate, serial);
}

static X509 *planned(EVP_PKEY *key) {
    unsigned long serial = atomic_fetch_add(&serials, 1);
    CK_BYTE number[16] = {0x40};
    memcpy(number + 8, &serial, sizeof serial);
    X509 *certificate = X509_new();
    X509_set_version(certificate, 2);
    BIGNUM *big = BN_bin2bn(number, sizeof number, NULL);
    BN_to_ASN1_INTEGER(big, X509_get_serialNumber(certificate));
    BN_free(big);
    X509_set_issuer_name(certificate, X509_get_subject_name(ca));
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    need(X509_set_pubkey(certificate, key) == 1, "the key");
    extensions(certificate, serial);
    X509_ALGOR_set0((X509_ALGOR *)X509_get0_tbs_sigalg(certificate), OBJ_nid2obj(NID_ecdsa_with_SHA256), V_ASN1_UNDEF,
                    NULL);
    return certificate;
}

/* r ‖ s of the token as the DER of RFC 3279 section 2.2.3. */
static int der_signature(const CK_BYTE *raw, CK_BYTE **der) {
    ECDSA_SIG *pair = ECDSA_SIG_new();
    ECDSA_SIG_set0(pair, BN_bin2bn(raw, 32, NULL), BN_bin2bn(raw + 32, 32, NULL));
    int size = i2d_ECDSA_SIG(pair, der);
    ECDSA_SIG_free(pair);
    return size;
}

static void sign(X509 *certificate, CK_ULONG session, CK_ULONG key) {
    CK_BYTE *encoded = NULL, digest[32], raw[64], *der = NULL;
    int size = i2d_re_X509_tbs(certificate, &encoded);
    need(size > 0, "the encoding");
    SHA256(encoded, (size_t)size, digest);
    CK_MECHANISM mechanism = {0x1041UL, NULL, 0};
    CK_ULONG length = sizeof raw;
    check(functions[SIGN_INIT](session, &mechanism, key), "C_SignInit");
    check(functions[SIGN](session, digest, 32UL, raw, &length), "C_Sign");
    int der_size = der_signature(raw, &der);
    const ASN1_BIT_STRING *place;
    const X509_ALGOR *algorithm;
    X509_get0_signature(&place, &algorithm, certificate);
    ASN1_STRING_set((ASN1_BIT_STRING *)place, der, der_size);
    ((ASN1_BIT_STRING *)place)->flags &= ~(ASN1_STRING_FLAG_BITS_LEFT | 0x07);
    ((ASN1_BIT_STRING *)place)->flags |= ASN1_STRING_FLAG_BITS_LEFT;
    X509_ALGOR_set0((X509_ALGOR *)algorithm, OBJ_nid2obj(NID_ecdsa_with_SHA256), V_ASN1_UNDEF, NULL);
    OPENSSL_free(der);
    OPENSSL_free(encoded);
}

static void once(CK_ULONG session, CK_ULONG key) {
    const CK_BYTE *at = request_der;
    X509_REQ *request = d2i_X509_REQ(NULL, &at, (long)request_size);
    need(request != NULL, "reading the request");
    EVP_PKEY *host = X509_REQ_get0_pubkey(request);
    need(host != NULL && X509_REQ_verify(request, host) == 1, "the request's signature");
    X509 *certificate = planned(host);
    sign(certificate, session, key);
    need(X509_verify(certificate, ca_key) == 1, "the certificate's signature");
    CK_BYTE *encoded = NULL;
    need(i2d_X509(certificate, &encoded) > 0, "the certificate");
    OPENSSL_free(encoded);
    X509_free(certificate);
    X509_REQ_free(request);
}

static CK_ULONG read_file(const char *path, CK_BYTE *out, CK_ULONG room) {
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(2);
    }
    CK_ULONG size = fread(out, 1, room, file);
    fclose(file);
    return size;
}

int main(int argc, char **argv) {
    if (argc != 8) {
        fprintf(stderr, "usage: hsm_issue MODULE TOKEN_LABEL PIN_FILE KEY_LABEL REQUEST CA_CERTIFICATE THREADS\n");
        return 2;
    }
    CK_BYTE ca_der[4096];
    const CK_BYTE *at = ca_der;
    request_size = read_file(argv[5], request_der, sizeof request_der);
    ca = d2i_X509(NULL, &at, (long)read_file(argv[6], ca_der, sizeof ca_der));
    need(ca != NULL, "reading the CA's certificate");
    ca_key = X509_get0_pubkey(ca);
    need(X509_get0_subject_key_id(ca) != NULL, "the CA's key identifier");
    int threads = atoi(argv[7]);
    if (threads < 1 || threads > 64) return 2;
    object_class = 3UL;
    key_label = argv[4];
    open_token(argv[1], argv[2], argv[3]);
    return serve_rounds(threads);
}
