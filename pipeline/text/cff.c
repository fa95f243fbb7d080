#include "text/cff.h"
#include "base/arena.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DICTS 256
#define MAX_OPERANDS 48
#define MAX_DEPTH 10 /* of subroutine calls, by 5177 appendix B */
#define ESCAPE 0x0C00

enum dict_operator {
    OP_FONT_BBOX = 5,
    OP_CHARSET = 15,
    OP_CHARSTRINGS = 17,
    OP_PRIVATE = 18,
    OP_SUBRS = 19,
    OP_CHARSTRING_TYPE = ESCAPE | 6,
    OP_FONT_MATRIX = ESCAPE | 7,
    OP_ROS = ESCAPE | 30,
    OP_CID_COUNT = ESCAPE | 34,
    OP_FD_ARRAY = ESCAPE | 36,
    OP_FD_SELECT = ESCAPE | 37
};

struct bytes {
    const uint8_t *p;
    size_t n;
};

/* An INDEX: count objects, their offsets from 1. */
struct index {
    size_t count, size;
    const uint8_t *offsets, *data;
    struct bytes rest; /* what follows it */
};

struct font_dict {
    struct bytes dict, private;
    struct index subrs;
    bool has_subrs;
    int used; /* its number in the output, or −1 */
};

struct cff {
    struct bytes all, top;
    struct index globals, charstrings;
    bool keyed; /* by CID */
    struct bytes select;
    struct font_dict dicts[MAX_DICTS];
    size_t dict_count;
};

static uint32_t read_number(const uint8_t *p, size_t size) {
    uint32_t value = 0;
    while (size-- > 0)
        value = value << 8 | *p++;
    return value;
}

static bool slice(struct bytes from, int64_t at, int64_t n, struct bytes *out) {
    if (at < 0 || n < 0 || (uint64_t)at > from.n || (uint64_t)n > from.n - (uint64_t)at)
        return false;
    *out = (struct bytes){from.p + at, (size_t)n};
    return true;
}

static bool read_index(struct bytes from, struct index *out) {
    *out = (struct index){0};
    if (from.n < 2)
        return false;
    out->count = read_number(from.p, 2);
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
    size_t n = read_number(out->offsets + out->count * out->size, out->size);
    return n >= 1 && slice(from, (int64_t)(head - 1 + n),
                           (int64_t)(from.n - head + 1 - n), &out->rest);
}

static bool index_item(const struct index *index, size_t i, struct bytes *out) {
    if (i >= index->count)
        return false;
    size_t from = read_number(index->offsets + i * index->size, index->size);
    size_t to = read_number(index->offsets + (i + 1) * index->size, index->size);
    size_t end = (size_t)(index->rest.p - index->data);
    if (from < 1 || to < from || to > end)
        return false;
    *out = (struct bytes){index->data + from, to - from};
    return true;
}

/* Skips one operand of a DICT; its value if it is an integer. */
static size_t read_operand(struct bytes dict, size_t at, int32_t *value) {
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
        *value = (int16_t)read_number(dict.p + at + 1, 2);
        return 3;
    }
    if (b == 29 && left >= 5) {
        *value = (int32_t)read_number(dict.p + at + 1, 4);
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

/* The operands of an operator; −1 if it is absent. `raw` gets all its bytes. */
static int dict_find(struct bytes dict, unsigned wanted, int32_t *values, int room,
                     struct bytes *raw) {
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
            op = ESCAPE | dict.p[at++];
        if (op == wanted) {
            if (raw)
                *raw = (struct bytes){dict.p + start, at - start};
            return count;
        }
        start = at;
        count = 0;
    }
    return -1;
}

static bool dict_offset(struct bytes dict, unsigned op, int32_t *out) {
    return dict_find(dict, op, out, 1, NULL) == 1;
}

static bool read_private(const struct cff *cff, struct font_dict *font) {
    int32_t place[2], subrs;
    font->used = -1;
    if (dict_find(font->dict, OP_PRIVATE, place, 2, NULL) != 2)
        return true;
    if (!slice(cff->all, place[1], place[0], &font->private))
        return false;
    if (!dict_offset(font->private, OP_SUBRS, &subrs))
        return true;
    struct bytes at;
    font->has_subrs = true;
    int64_t from = (int64_t)place[1] + subrs;
    return from >= 0 && slice(cff->all, from, (int64_t)cff->all.n - from, &at) &&
           read_index(at, &font->subrs);
}

static bool read_dicts(struct cff *cff) {
    int32_t at;
    struct index array;
    struct bytes bytes;
    if (!cff->keyed) {
        cff->dict_count = 1;
        cff->dicts[0].dict = cff->top;
        return read_private(cff, &cff->dicts[0]);
    }
    if (!dict_offset(cff->top, OP_FD_ARRAY, &at) ||
        !slice(cff->all, at, (int64_t)cff->all.n - at, &bytes) ||
        !read_index(bytes, &array) || array.count == 0 || array.count > MAX_DICTS)
        return false;
    cff->dict_count = array.count;
    for (size_t i = 0; i < array.count; i++)
        if (!index_item(&array, i, &cff->dicts[i].dict) ||
            !read_private(cff, &cff->dicts[i]))
            return false;
    return dict_offset(cff->top, OP_FD_SELECT, &at) &&
           slice(cff->all, at, (int64_t)cff->all.n - at, &cff->select) &&
           cff->select.n >= 5;
}

static bool cff_open(struct str table, struct cff *cff) {
    struct index names, tops, strings;
    struct bytes bytes;
    int32_t values[3];
    cff->all = (struct bytes){(const uint8_t *)table.p, table.n};
    if (table.n < 4 ||
        !slice(cff->all, cff->all.p[2], (int64_t)table.n - cff->all.p[2], &bytes) ||
        !read_index(bytes, &names) || !read_index(names.rest, &tops) ||
        !read_index(tops.rest, &strings) || !read_index(strings.rest, &cff->globals) ||
        !index_item(&tops, 0, &cff->top))
        return false;
    cff->keyed = dict_find(cff->top, OP_ROS, values, 3, NULL) == 3;
    if (dict_offset(cff->top, OP_CHARSTRING_TYPE, values) && values[0] != 2)
        return false;
    return dict_offset(cff->top, OP_CHARSTRINGS, values) &&
           slice(cff->all, values[0], (int64_t)table.n - values[0], &bytes) &&
           read_index(bytes, &cff->charstrings) && read_dicts(cff);
}

/* The font dictionary of a glyph: formats 0 and 3 of FDSelect. */
static size_t dict_of(const struct cff *cff, size_t glyph) {
    if (!cff->keyed)
        return 0;
    const uint8_t *p = cff->select.p;
    if (p[0] == 0)
        return 1 + glyph < cff->select.n ? p[1 + glyph] : MAX_DICTS;
    size_t ranges = read_number(p + 1, 2), low = 0, high = ranges;
    if (p[0] != 3 || ranges == 0 || 3 + 3 * ranges + 2 > cff->select.n)
        return MAX_DICTS;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (read_number(p + 3 + 3 * middle, 2) <= glyph)
            low = middle;
        else
            high = middle;
    }
    return p[3 + 3 * low + 2];
}

/* Growing output for charstrings, without a call for each byte. */
struct output {
    uint8_t *p;
    size_t n, capacity;
};

static void reserve(struct output *out, size_t more) {
    if (out->n + more > out->capacity) {
        out->capacity = (out->n + more) * 2 + 4096;
        out->p = memory_realloc(out->p, out->capacity);
    }
    assert(out->p);
}

/* One glyph's program being copied. */
struct copying {
    const struct index *globals, *locals;
    struct output *out;
    size_t arguments; /* on the stack */
    size_t start;     /* of them in the output */
    size_t last;      /* of the last one */
    int32_t value;    /* of the last one, if `literal` */
    bool literal;
    size_t stems;
    bool width_known;
    size_t width; /* bytes of a width that waits for the first drawing operator */
    bool done;
};

static int32_t bias_of(size_t count) {
    return count < 1240 ? 107 : count < 33900 ? 1131 : 32768;
}

static size_t number_size(uint8_t b) {
    return b == 28 ? 3 : b < 247 ? 1 : b < 255 ? 2 : 5;
}

/* The numbers up to the next operator. */
static bool copy_numbers(struct copying *c, struct bytes code, size_t *at) {
    const uint8_t *start = code.p + *at, *end = code.p + code.n, *p = start, *last = p;
    size_t count = 0;
    for (; p < end && (*p >= 32 || *p == 28); count++) {
        last = p;
        p += number_size(*p);
    }
    if (p > end)
        return false;
    if (c->arguments == 0)
        c->start = c->out->n;
    c->arguments += count;
    c->last = c->out->n + (size_t)(last - start);
    uint8_t b = *last;
    c->literal = b != 255;
    c->value = b == 28   ? (int16_t)read_number(last + 1, 2)
               : b < 247 ? b - 139
               : b < 251 ? (b - 247) * 256 + last[1] + 108
                         : -(b - 251) * 256 - last[1] - 108;
    memcpy(c->out->p + c->out->n, start, (size_t)(p - start));
    c->out->n += (size_t)(p - start);
    *at += (size_t)(p - start);
    return true;
}

/* A hint operator takes its arguments with it; a width before them stays. */
static void drop_hint(struct copying *c) {
    c->stems += c->arguments / 2;
    if (c->arguments > 0) {
        if (!c->width_known && c->arguments % 2 == 1)
            c->width = number_size(c->out->p[c->start]);
        c->out->n = c->start + c->width;
        c->arguments = c->width > 0;
    }
    c->width_known = true;
    c->literal = false;
}

static bool copy_code(struct copying *c, struct bytes code, int depth) {
    if (depth > MAX_DEPTH)
        return false;
    reserve(c->out, code.n + 8);
    for (size_t at = 0; at < code.n && !c->done;) {
        uint8_t b = code.p[at];
        if (b >= 32 || b == 28) {
            if (!copy_numbers(c, code, &at))
                return false;
            continue;
        }
        at++;
        switch (b) {
        case 10: /* callsubr */
        case 29: /* callgsubr */ {
            const struct index *index = b == 10 ? c->locals : c->globals;
            struct bytes called;
            int64_t number = (int64_t)c->value + (index ? bias_of(index->count) : 0);
            if (!c->literal || c->arguments == 0 || !index || number < 0 ||
                !index_item(index, (size_t)number, &called))
                return false;
            c->out->n = c->last;
            c->arguments--;
            c->literal = false;
            if (!copy_code(c, called, depth + 1))
                return false;
            reserve(c->out, code.n - at + 8);
            break;
        }
        case 11: /* return */
            return true;
        case 14: /* endchar; with four arguments it is an accent by seac */
            if (c->arguments >= 4)
                return false;
            c->out->p[c->out->n++] = 14;
            c->done = true;
            break;
        case 1:  /* hstem */
        case 3:  /* vstem */
        case 18: /* hstemhm */
        case 23: /* vstemhm */
            drop_hint(c);
            break;
        case 19: /* hintmask */
        case 20: /* cntrmask */
            drop_hint(c);
            at += (c->stems + 7) / 8;
            break;
        default: /* drawing; of the escaped ones only the flexes */
            if (b == 12 && (at >= code.n || code.p[at] < 34 || code.p[at] > 37))
                return false;
            c->out->p[c->out->n++] = b;
            if (b == 12)
                c->out->p[c->out->n++] = code.p[at++];
            c->arguments = 0;
            c->width = 0;
            c->width_known = true;
            c->literal = false;
        }
    }
    return true;
}

static void put_number(struct buf *out, uint32_t value, size_t size) {
    while (size-- > 0)
        buf_char(out, (char)(value >> (8 * size) & 0xFF));
}

/* An integer of five bytes, so that sizes are known before values. */
static void put_long(struct buf *out, uint32_t value) {
    buf_char(out, 29);
    put_number(out, value, 4);
}

static void put_operator(struct buf *out, unsigned op) {
    if (op >= ESCAPE)
        buf_char(out, 12);
    buf_char(out, (char)(op & 0xFF));
}

static void put_index(struct buf *out, struct str data, const size_t *ends,
                      size_t count) {
    put_number(out, (uint32_t)count, 2);
    if (count == 0)
        return;
    size_t size = data.n + 1 < 0x100 ? 1 : data.n + 1 < 0x10000 ? 2 : 3;
    if (data.n + 1 >= 0x1000000)
        size = 4;
    buf_char(out, (char)size);
    put_number(out, 1, size);
    for (size_t i = 0; i < count; i++)
        put_number(out, (uint32_t)ends[i] + 1, size);
    buf_put(out, data);
}

static size_t index_size(size_t data, size_t count) {
    size_t size = data + 1 < 0x100       ? 1
                  : data + 1 < 0x10000   ? 2
                  : data + 1 < 0x1000000 ? 3
                                         : 4;
    return count == 0 ? 2 : 3 + (count + 1) * size + data;
}

static void put_raw(struct buf *out, struct bytes dict, unsigned op) {
    struct bytes raw;
    int32_t none;
    if (dict_find(dict, op, &none, 0, &raw) > 0)
        buf_bytes(out, raw.p, raw.n);
}

/* Offsets of the parts, all from the start of the table. */
struct plan {
    size_t charset, select, charstrings, dicts;
};

static void put_top(const struct cff *cff, size_t glyphs, const struct plan *plan,
                    struct buf *out) {
    static const uint8_t ros[] = {28,       391 >> 8,   391 & 0xFF, 28,
                                  392 >> 8, 392 & 0xFF, 139};
    buf_bytes(out, ros, sizeof ros); /* Adobe-Identity-0: the first two own strings */
    put_operator(out, OP_ROS);
    put_raw(out, cff->top, OP_FONT_MATRIX);
    put_raw(out, cff->top, OP_FONT_BBOX);
    put_long(out, (uint32_t)glyphs);
    put_operator(out, OP_CID_COUNT);
    put_long(out, (uint32_t)plan->charset);
    put_operator(out, OP_CHARSET);
    put_long(out, (uint32_t)plan->select);
    put_operator(out, OP_FD_SELECT);
    put_long(out, (uint32_t)plan->charstrings);
    put_operator(out, OP_CHARSTRINGS);
    put_long(out, (uint32_t)plan->dicts);
    put_operator(out, OP_FD_ARRAY);
}

static void put_select(const uint8_t *dict_numbers, size_t glyphs, struct buf *out) {
    size_t ranges = 0;
    for (size_t i = 0; i < glyphs; i++)
        ranges += i == 0 || dict_numbers[i] != dict_numbers[i - 1];
    if (5 + 3 * ranges > 1 + glyphs) {
        buf_char(out, 0);
        buf_bytes(out, dict_numbers, glyphs);
        return;
    }
    buf_char(out, 3);
    put_number(out, (uint32_t)ranges, 2);
    for (size_t i = 0; i < glyphs; i++)
        if (i == 0 || dict_numbers[i] != dict_numbers[i - 1]) {
            put_number(out, (uint32_t)i, 2);
            buf_char(out, (char)dict_numbers[i]);
        }
    put_number(out, (uint32_t)glyphs, 2);
}

/* The Private dictionary without its subroutines, which are written out. */
static void put_private(struct bytes private, struct buf *out) {
    struct bytes raw;
    int32_t none;
    if (dict_find(private, OP_SUBRS, &none, 0, &raw) < 0) {
        buf_bytes(out, private.p, private.n);
        return;
    }
    buf_bytes(out, private.p, (size_t)(raw.p - private.p));
    buf_bytes(out, raw.p + raw.n, private.n - (size_t)(raw.p - private.p) - raw.n);
}

static void put_dicts(const struct cff *cff, const size_t *order, size_t count,
                      struct buf *out) {
    struct buf fonts = buf_open(SIZE_MAX / 2), privates = buf_open(SIZE_MAX / 2);
    size_t ends[MAX_DICTS], starts[MAX_DICTS + 1] = {0};
    for (size_t i = 0; i < count; i++) {
        put_private(cff->dicts[order[i]].private, &privates);
        starts[i + 1] = privates.n;
    }
    /* Each dictionary has a fixed length, so the place of the privates is known. */
    size_t place = 0;
    for (int pass = 0; pass < 2; pass++) {
        buf_clear(&fonts);
        for (size_t i = 0; i < count; i++) {
            if (cff->keyed)
                put_raw(&fonts, cff->dicts[order[i]].dict, OP_FONT_MATRIX);
            put_long(&fonts, (uint32_t)(starts[i + 1] - starts[i]));
            put_long(&fonts, (uint32_t)(place + starts[i]));
            put_operator(&fonts, OP_PRIVATE);
            ends[i] = fonts.n;
        }
        place = out->n + index_size(fonts.n, count);
    }
    put_index(out, buf_str(&fonts), ends, count);
    buf_put(out, buf_str(&privates));
    buf_close(&fonts);
    buf_close(&privates);
}

static void put_table(const struct cff *cff, const char *name, struct str code,
                      const size_t *ends, const uint8_t *dict_numbers, size_t glyphs,
                      const size_t *order, size_t dict_count, struct buf *out) {
    static const uint8_t header[] = {1, 0, 4, 4};
    struct str names = str_from(name);
    struct buf top = buf_open(4096), select = buf_open(1 << 20);
    struct plan plan = {0};
    put_top(cff, glyphs, &plan, &top);
    put_select(dict_numbers, glyphs, &select);
    buf_bytes(out, header, sizeof header);
    put_index(out, names, &names.n, 1);
    size_t strings[] = {5, 13};
    plan.charset = out->n + index_size(top.n, 1) + index_size(13, 2) + 2;
    plan.select = plan.charset + 5;
    plan.charstrings = plan.select + select.n;
    plan.dicts = plan.charstrings + index_size(code.n, glyphs);
    buf_clear(&top);
    put_top(cff, glyphs, &plan, &top);
    put_index(out, buf_str(&top), &top.n, 1);
    put_index(out, STR("AdobeIdentity"), strings, 2);
    put_number(out, 0, 2); /* no global subroutines */
    buf_char(out, 2);      /* charset, format 2: CID n is glyph n */
    put_number(out, 1, 2);
    put_number(out, glyphs > 1 ? (uint32_t)glyphs - 2 : 0, 2);
    buf_put(out, buf_str(&select));
    put_index(out, code, ends, glyphs);
    put_dicts(cff, order, dict_count, out);
    buf_close(&top);
    buf_close(&select);
}

bool cff_subset(struct str table, const char *name, const uint16_t *glyphs,
                size_t count, struct buf *out) {
    struct cff *cff = memory_alloc(sizeof *cff);
    memset(cff, 0, sizeof *cff);
    size_t total = count + 1, order[MAX_DICTS], used = 0;
    size_t *ends = memory_alloc(total * sizeof *ends);
    uint8_t *numbers = memory_alloc(total);
    struct output code = {0};
    bool good = cff_open(table, cff) && total <= UINT16_MAX;
    for (size_t i = 0; i < total && good; i++) {
        size_t glyph = i == 0 ? 0 : glyphs[i - 1], dict = dict_of(cff, glyph);
        struct bytes program;
        good = dict < cff->dict_count && index_item(&cff->charstrings, glyph, &program);
        if (!good)
            break;
        struct font_dict *font = &cff->dicts[dict];
        if (font->used < 0) {
            font->used = (int)used;
            order[used++] = dict;
        }
        numbers[i] = (uint8_t)font->used;
        struct copying copying = {.globals = &cff->globals,
                                  .locals = font->has_subrs ? &font->subrs : NULL,
                                  .out = &code};
        good = copy_code(&copying, program, 0) && copying.done;
        ends[i] = code.n;
    }
    if (good)
        put_table(cff, name, (struct str){(const char *)code.p, code.n}, ends, numbers,
                  total, order, used, out);
    free(code.p);
    free(numbers);
    free(ends);
    free(cff);
    return good && buf_ok(out);
}

/* Charset formats 0, 1 and 2 (5176, 13). */
unsigned cff_cid(struct str table, unsigned glyph) {
    struct cff *cff = memory_alloc(sizeof *cff);
    memset(cff, 0, sizeof *cff);
    int32_t at = 0;
    unsigned cid = glyph;
    struct bytes set;
    if (cff_open(table, cff) && cff->keyed && glyph > 0 &&
        dict_offset(cff->top, OP_CHARSET, &at) && at > 2 &&
        slice(cff->all, at, (int64_t)cff->all.n - at, &set) && set.n > 0) {
        size_t step = set.p[0] == 0 ? 2 : set.p[0] == 1 ? 3 : 4;
        unsigned first = 1;
        for (size_t i = 1; i + step <= set.n; i += step) {
            unsigned left = step == 2 ? 0 : read_number(set.p + i + 2, step - 2);
            if (glyph <= first + left) {
                cid = read_number(set.p + i, 2) + glyph - first;
                break;
            }
            first += left + 1;
        }
    }
    free(cff);
    return cid;
}
