#include "text/cff_read.h"
#include "base/arena.h"
#include "text/cff.h"
#include <stdlib.h>

uint32_t cff_number(const uint8_t *p, size_t size) {
    uint32_t value = 0;
    while (size-- > 0)
        value = value << 8 | *p++;
    return value;
}

static bool slice(struct cff_bytes from, int64_t at, int64_t n, struct cff_bytes *out) {
    if (at < 0 || n < 0 || (uint64_t)at > from.n || (uint64_t)n > from.n - (uint64_t)at)
        return false;
    *out = (struct cff_bytes){from.p + at, (size_t)n};
    return true;
}

static bool read_index(struct cff_bytes from, struct cff_index *out) {
    *out = (struct cff_index){0};
    if (from.n < 2)
        return false;
    out->count = cff_number(from.p, 2);
    if (out->count == 0)
        return slice(from, 2, (int64_t)from.n - 2, &out->rest);
    if (from.n < 3 || from.p[2] < 1 || from.p[2] > 4)
        return false;
    out->size = from.p[2];
    size_t head = 3 + (out->count + 1) * out->size;
    if (head > from.n)
        return false;
    out->offsets = from.p + 3;
    out->data = from.p + head - 1;
    size_t n = cff_number(out->offsets + out->count * out->size, out->size);
    return n >= 1 && slice(from, (int64_t)(head - 1 + n),
                           (int64_t)(from.n - head + 1 - n), &out->rest);
}

bool cff_index_item(const struct cff_index *index, size_t i, struct cff_bytes *out) {
    if (i >= index->count)
        return false;
    size_t from = cff_number(index->offsets + i * index->size, index->size);
    size_t to = cff_number(index->offsets + (i + 1) * index->size, index->size);
    size_t end = (size_t)(index->rest.p - index->data);
    if (from < 1 || to < from || to > end)
        return false;
    *out = (struct cff_bytes){index->data + from, to - from};
    return true;
}

/* Skips one operand of a DICT; its value if it is an integer. */
static size_t read_operand(struct cff_bytes dict, size_t at, int32_t *value) {
    uint8_t b = dict.p[at];
    size_t left = dict.n - at;
    *value = 0;
    if (b >= 32 && b <= 246) {
        *value = b - 139;
        return 1;
    }
    if (b >= 247 && b <= 254 && left >= 2) {
        *value = b <= 250 ? (b - 247) * 256 + dict.p[at + 1] + 108
                          : -(b - 251) * 256 - dict.p[at + 1] - 108;
        return 2;
    }
    if (b == 28 && left >= 3) {
        *value = (int16_t)cff_number(dict.p + at + 1, 2);
        return 3;
    }
    if (b == 29 && left >= 5) {
        *value = (int32_t)cff_number(dict.p + at + 1, 4);
        return 5;
    }
    if (b == 30) { /* a real: nibbles up to 15 */
        size_t n = 1;
        while (n < left && (dict.p[at + n] & 15) != 15 && dict.p[at + n] >> 4 != 15)
            n++;
        return n + 1 <= left ? n + 1 : left;
    }
    return left; /* reserved or cut off: ends the dictionary */
}

int cff_dict_find(struct cff_bytes dict, unsigned wanted, int32_t *values, int room,
                  struct cff_bytes *raw) {
    size_t start = 0;
    int count = 0;
    for (size_t at = 0; at < dict.n;) {
        if (dict.p[at] > 21) {
            int32_t value;
            at += read_operand(dict, at, &value);
            if (count < room)
                values[count] = value;
            count++;
            continue;
        }
        unsigned op = dict.p[at++];
        if (op == 12 && at < dict.n)
            op = CFF_ESCAPE | dict.p[at++];
        if (op == wanted) {
            if (raw)
                *raw = (struct cff_bytes){dict.p + start, at - start};
            return count;
        }
        start = at;
        count = 0;
    }
    return -1;
}

bool cff_dict_offset(struct cff_bytes dict, unsigned op, int32_t *out) {
    return cff_dict_find(dict, op, out, 1, NULL) == 1;
}

static bool read_private(const struct cff *cff, struct cff_font_dict *font) {
    int32_t place[2], subrs;
    font->used = -1;
    if (cff_dict_find(font->dict, CFF_OP_PRIVATE, place, 2, NULL) != 2)
        return true;
    if (!slice(cff->all, place[1], place[0], &font->private))
        return false;
    if (!cff_dict_offset(font->private, CFF_OP_SUBRS, &subrs))
        return true;
    struct cff_bytes at;
    font->has_subrs = true;
    int64_t from = (int64_t)place[1] + subrs;
    return from >= 0 && slice(cff->all, from, (int64_t)cff->all.n - from, &at) &&
           read_index(at, &font->subrs);
}

static bool read_dicts(struct cff *cff) {
    int32_t at;
    struct cff_index array;
    struct cff_bytes bytes;
    if (!cff->keyed) {
        cff->dict_count = 1;
        cff->dicts[0].dict = cff->top;
        return read_private(cff, &cff->dicts[0]);
    }
    if (!cff_dict_offset(cff->top, CFF_OP_FD_ARRAY, &at) ||
        !slice(cff->all, at, (int64_t)cff->all.n - at, &bytes) ||
        !read_index(bytes, &array) || array.count == 0 || array.count > CFF_DICTS_MAX)
        return false;
    cff->dict_count = array.count;
    for (size_t i = 0; i < array.count; i++)
        if (!cff_index_item(&array, i, &cff->dicts[i].dict) ||
            !read_private(cff, &cff->dicts[i]))
            return false;
    return cff_dict_offset(cff->top, CFF_OP_FD_SELECT, &at) &&
           slice(cff->all, at, (int64_t)cff->all.n - at, &cff->select) &&
           cff->select.n >= 5;
}

bool cff_open(struct str table, struct cff *cff) {
    *cff = (struct cff){0};
    struct cff_index names, tops, strings;
    struct cff_bytes bytes;
    int32_t values[3];
    cff->all = (struct cff_bytes){(const uint8_t *)table.p, table.n};
    if (table.n < 4 ||
        !slice(cff->all, cff->all.p[2], (int64_t)table.n - cff->all.p[2], &bytes) ||
        !read_index(bytes, &names) || !read_index(names.rest, &tops) ||
        !read_index(tops.rest, &strings) || !read_index(strings.rest, &cff->globals) ||
        !cff_index_item(&tops, 0, &cff->top))
        return false;
    cff->keyed = cff_dict_find(cff->top, CFF_OP_ROS, values, 3, NULL) == 3;
    if (cff_dict_offset(cff->top, CFF_OP_CHARSTRING_TYPE, values) && values[0] != 2)
        return false;
    return cff_dict_offset(cff->top, CFF_OP_CHARSTRINGS, values) &&
           slice(cff->all, values[0], (int64_t)table.n - values[0], &bytes) &&
           read_index(bytes, &cff->charstrings) && read_dicts(cff);
}

/* Formats 0 and 3 of FDSelect. */
size_t cff_dict_of(const struct cff *cff, size_t glyph) {
    if (!cff->keyed)
        return 0;
    const uint8_t *p = cff->select.p;
    if (p[0] == 0)
        return 1 + glyph < cff->select.n ? p[1 + glyph] : CFF_DICTS_MAX;
    size_t ranges = cff_number(p + 1, 2), low = 0, high = ranges;
    if (p[0] != 3 || ranges == 0 || 3 + 3 * ranges + 2 > cff->select.n)
        return CFF_DICTS_MAX;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (cff_number(p + 3 + 3 * middle, 2) <= glyph)
            low = middle;
        else
            high = middle;
    }
    return p[3 + 3 * low + 2];
}

/* Charset formats 0, 1 and 2 (5176, 13). */
unsigned cff_cid(struct str table, unsigned glyph) {
    struct cff *cff = memory_alloc(sizeof *cff);
    int32_t at = 0;
    unsigned cid = glyph;
    struct cff_bytes set;
    if (cff_open(table, cff) && cff->keyed && glyph > 0 &&
        cff_dict_offset(cff->top, CFF_OP_CHARSET, &at) && at > 2 &&
        slice(cff->all, at, (int64_t)cff->all.n - at, &set) && set.n > 0) {
        size_t step = set.p[0] == 0 ? 2 : set.p[0] == 1 ? 3 : 4;
        unsigned first = 1;
        for (size_t i = 1; i + step <= set.n; i += step) {
            unsigned left = step == 2 ? 0 : cff_number(set.p + i + 2, step - 2);
            if (glyph <= first + left) {
                cid = cff_number(set.p + i, 2) + glyph - first;
                break;
            }
            first += left + 1;
        }
    }
    free(cff);
    return cid;
}
