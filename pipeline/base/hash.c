#include "base/hash.h"
#include "base/arena.h"
#include "base/program.h"
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

struct hash {
    EVP_MD_CTX *context;
};

static _Noreturn void hash_failed(void) {
    program_fail("libcrypto cannot compute a hash");
}

struct hash *hash_open(void) {
    struct hash *hash = memory_alloc(sizeof *hash);
    hash->context = EVP_MD_CTX_new();
    if (!hash->context || EVP_DigestInit_ex(hash->context, EVP_sha256(), NULL) != 1)
        hash_failed();
    return hash;
}

void hash_add(struct hash *hash, const void *p, size_t n) {
    if (n && EVP_DigestUpdate(hash->context, p, n) != 1)
        hash_failed();
}

void hash_close(struct hash *hash, char hex[HASH_HEX_SIZE + 1]) {
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_DigestFinal_ex(hash->context, digest, &size) != 1 ||
        size != HASH_HEX_SIZE / 2)
        hash_failed();
    for (unsigned i = 0; i < size; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[HASH_HEX_SIZE] = '\0';
    EVP_MD_CTX_free(hash->context);
    free(hash);
}

void hash_of(struct str bytes, char hex[HASH_HEX_SIZE + 1]) {
    struct hash *hash = hash_open();
    hash_add(hash, bytes.p, bytes.n);
    hash_close(hash, hex);
}

void hash_md5(struct str bytes, unsigned char out[HASH_MD5_SIZE]) {
    unsigned size = 0;
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (EVP_Digest(bytes.p, bytes.n, digest, &size, EVP_md5(), NULL) != 1 ||
        size != HASH_MD5_SIZE)
        hash_failed();
    memcpy(out, digest, HASH_MD5_SIZE);
}
