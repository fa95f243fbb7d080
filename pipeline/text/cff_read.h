/* The parts of a CFF table, which text/cff.c writes again (Adobe Technical Note 5176).
   All that is read borrows from the table's bytes; nothing outside them is touched,
   whatever they say, and what does not fit them is declined by false. */
#ifndef NQI_TEXT_CFF_READ_H
#define NQI_TEXT_CFF_READ_H

#include "base/str.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CFF_DICTS_MAX 256
#define CFF_ESCAPE 0x0C00 /* of operators of two bytes */

enum cff_operator {
    CFF_OP_FONT_BBOX = 5,
    CFF_OP_CHARSET = 15,
    CFF_OP_CHARSTRINGS = 17,
    CFF_OP_PRIVATE = 18,
    CFF_OP_SUBRS = 19,
    CFF_OP_CHARSTRING_TYPE = CFF_ESCAPE | 6,
    CFF_OP_FONT_MATRIX = CFF_ESCAPE | 7,
    CFF_OP_ROS = CFF_ESCAPE | 30,
    CFF_OP_CID_COUNT = CFF_ESCAPE | 34,
    CFF_OP_FD_ARRAY = CFF_ESCAPE | 36,
    CFF_OP_FD_SELECT = CFF_ESCAPE | 37
};

struct cff_bytes {
    const uint8_t *p;
    size_t n;
};

/* An INDEX: count objects, their offsets from 1. */
struct cff_index {
    size_t count, size;
    const uint8_t *offsets, *data;
    struct cff_bytes rest; /* what follows it */
};

struct cff_font_dict {
    struct cff_bytes dict, private;
    struct cff_index subrs;
    bool has_subrs;
    int used; /* its number in the output, or −1 */
};

struct cff {
    struct cff_bytes all, top;
    struct cff_index globals, charstrings;
    bool keyed; /* by CID */
    struct cff_bytes select;
    struct cff_font_dict dicts[CFF_DICTS_MAX];
    size_t dict_count;
};

/* A number of `size` bytes, the first the highest. */
uint32_t cff_number(const uint8_t *p, size_t size);
bool cff_index_item(const struct cff_index *index, size_t i, struct cff_bytes *out);
/* How many operands an operator has, the integers among the first `room` of them in
   `values`; −1 if the dictionary does not have it. `raw`, if not NULL, gets the bytes
   of operands and operator. */
int cff_dict_find(struct cff_bytes dict, unsigned wanted, int32_t *values, int room,
                  struct cff_bytes *raw);
/* True if the operator has one operand, which is its value. */
bool cff_dict_offset(struct cff_bytes dict, unsigned op, int32_t *out);
/* A table with charstrings of type 2; some 30 kB, so allocate it. */
bool cff_open(struct str table, struct cff *cff);
/* The number of a glyph's font dictionary; at least dict_count if it has none. */
size_t cff_dict_of(const struct cff *cff, size_t glyph);

#endif
