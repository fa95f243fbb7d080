/* SHA-256, and MD5 where a format asks for it (libcrypto). A failure of the library
   ends the program: there is no receipt without it. */
#ifndef NQI_BASE_HASH_H
#define NQI_BASE_HASH_H

#include "base/str.h"

struct hash;

#define HASH_HEX_SIZE 64

struct hash *hash_open(void);
void hash_add(struct hash *hash, const void *p, size_t n);
/* Writes 64 lower-case hexadecimal digits and a NUL, and closes the hash. */
void hash_close(struct hash *hash, char hex[HASH_HEX_SIZE + 1]);
void hash_of(struct str bytes, char hex[HASH_HEX_SIZE + 1]);

#define HASH_MD5_SIZE 16
void hash_md5(struct str bytes, unsigned char out[HASH_MD5_SIZE]);

#endif
