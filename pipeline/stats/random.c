#include "stats/random.h"

static uint32_t multiply(uint32_t a, uint32_t b, uint32_t *high) {
    uint64_t product = (uint64_t)a * b;
    *high = (uint32_t)(product >> 32);
    return (uint32_t)product;
}

static double to_unit(uint32_t high, uint32_t low) {
    uint64_t bits = (uint64_t)high << 32 | low;
    return (double)(bits >> 11) * 0x1p-53;
}

void random_block(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        uint32_t high0, high1;
        uint32_t low0 = multiply(0xD2511F53U, c0, &high0);
        uint32_t low1 = multiply(0xCD9E8D57U, c2, &high1);
        c0 = high1 ^ c1 ^ k0;
        c1 = low1;
        c2 = high0 ^ c3 ^ k1;
        c3 = low0;
        k0 += 0x9E3779B9U; /* the golden ratio and √3 − 1, as in the paper */
        k1 += 0xBB67AE85U;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

void random_fill(uint64_t seed, uint64_t stream, double *out, size_t count) {
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    uint32_t block[4] = {0};
    for (size_t i = 0; i < count; i++) {
        if (i % 2 == 0) {
            uint64_t number = i / 2;
            const uint32_t counter[4] = {(uint32_t)number, (uint32_t)(number >> 32),
                                         (uint32_t)stream, (uint32_t)(stream >> 32)};
            random_block(counter, key, block);
        }
        out[i] = i % 2 == 0 ? to_unit(block[0], block[1]) : to_unit(block[2], block[3]);
    }
}
