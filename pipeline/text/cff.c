#include "text/cff.h"
#include "base/arena.h"
#include "text/cff_read.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 10 /* of subroutine calls, by 5177 appendix B */
/* Bytes of charstrings read for one subset, with their subroutines: more than any font
   has. Each may call ten others, and so on to the depth: 10^10 calls in a few bytes. */
#define MAX_READ ((size_t)1 << 26)

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
    const struct cff_index *globals, *locals;
    struct output *out;
    size_t *left;     /* of MAX_READ */
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
static bool copy_numbers(struct copying *c, struct cff_bytes code, size_t *at) {
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
    c->value = b == 28   ? (int16_t)cff_number(last + 1, 2)
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

static bool copy_code(struct copying *c, struct cff_bytes code, int depth) {
    if (depth > MAX_DEPTH || code.n >= *c->left)
        return false;
    *c->left -= code.n + 1;
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
            const struct cff_index *index = b == 10 ? c->locals : c->globals;
            struct cff_bytes called;
            int64_t number = (int64_t)c->value + (index ? bias_of(index->count) : 0);
            if (!c->literal || c->arguments == 0 || !index || number < 0 ||
                !cff_index_item(index, (size_t)number, &called))
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
    if (op >= CFF_ESCAPE)
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

static void put_raw(struct buf *out, struct cff_bytes dict, unsigned op) {
    struct cff_bytes raw;
    int32_t none;
    if (cff_dict_find(dict, op, &none, 0, &raw) > 0)
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
    put_operator(out, CFF_OP_ROS);
    put_raw(out, cff->top, CFF_OP_FONT_MATRIX);
    put_raw(out, cff->top, CFF_OP_FONT_BBOX);
    put_long(out, (uint32_t)glyphs);
    put_operator(out, CFF_OP_CID_COUNT);
    put_long(out, (uint32_t)plan->charset);
    put_operator(out, CFF_OP_CHARSET);
    put_long(out, (uint32_t)plan->select);
    put_operator(out, CFF_OP_FD_SELECT);
    put_long(out, (uint32_t)plan->charstrings);
    put_operator(out, CFF_OP_CHARSTRINGS);
    put_long(out, (uint32_t)plan->dicts);
    put_operator(out, CFF_OP_FD_ARRAY);
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
static void put_private(struct cff_bytes private, struct buf *out) {
    struct cff_bytes raw;
    int32_t none;
    if (cff_dict_find(private, CFF_OP_SUBRS, &none, 0, &raw) < 0) {
        buf_bytes(out, private.p, private.n);
        return;
    }
    buf_bytes(out, private.p, (size_t)(raw.p - private.p));
    buf_bytes(out, raw.p + raw.n, private.n - (size_t)(raw.p - private.p) - raw.n);
}

static void put_dicts(const struct cff *cff, const size_t *order, size_t count,
                      struct buf *out) {
    struct buf fonts = buf_open(SIZE_MAX / 2), privates = buf_open(SIZE_MAX / 2);
    size_t ends[CFF_DICTS_MAX], starts[CFF_DICTS_MAX + 1] = {0};
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
                put_raw(&fonts, cff->dicts[order[i]].dict, CFF_OP_FONT_MATRIX);
            put_long(&fonts, (uint32_t)(starts[i + 1] - starts[i]));
            put_long(&fonts, (uint32_t)(place + starts[i]));
            put_operator(&fonts, CFF_OP_PRIVATE);
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

/* One glyph's program as it stands in every subset. */
struct program {
    const uint8_t *p;
    size_t n, read; /* of MAX_READ */
    size_t dict;
};

struct cff_programs {
    uint16_t number[UINT16_MAX + 1]; /* by glyph: of its program, 0 for none */
    struct program *programs;        /* from 1 */
};

static const struct program *find_program(const struct cff_programs *known,
                                          size_t glyph) {
    bool has = known != NULL && glyph <= UINT16_MAX && known->number[glyph] > 0;
    return has ? &known->programs[known->number[glyph]] : NULL;
}

/* Its program to the end of `code`, from the font; false if it is declined. */
static bool read_program(const struct cff *cff, size_t glyph, struct output *code,
                         size_t *left, size_t *dict) {
    struct cff_bytes program;
    *dict = cff_dict_of(cff, glyph);
    if (*dict >= cff->dict_count || !cff_index_item(&cff->charstrings, glyph, &program))
        return false;
    const struct cff_font_dict *font = &cff->dicts[*dict];
    struct copying copying = {.globals = &cff->globals,
                              .locals = font->has_subrs ? &font->subrs : NULL,
                              .out = code,
                              .left = left};
    return copy_code(&copying, program, 0) && copying.done;
}

static bool put_program(const struct program *known, struct output *code, size_t *left,
                        size_t *dict) {
    if (known->read > *left)
        return false;
    *left -= known->read;
    *dict = known->dict;
    reserve(code, known->n);
    memcpy(code->p + code->n, known->p, known->n);
    code->n += known->n;
    return true;
}

struct cff_programs *cff_programs_open(struct str table, const uint16_t *glyphs,
                                       size_t count, struct arena *arena) {
    struct cff *cff = memory_alloc(sizeof *cff);
    struct cff_programs *made = NULL;
    struct output code = {0};
    if (cff_open(table, cff) && count < UINT16_MAX) {
        made = arena_alloc(arena, sizeof *made);
        made->programs = arena_array(arena, count + 1, sizeof *made->programs);
    }
    for (size_t i = 0; made != NULL && i < count; i++) {
        size_t left = MAX_READ, dict;
        code.n = 0;
        if (!read_program(cff, glyphs[i], &code, &left, &dict))
            continue;
        struct str kept = arena_copy(arena, (struct str){(const char *)code.p, code.n});
        made->programs[i + 1] = (struct program){.p = (const uint8_t *)kept.p,
                                                 .n = kept.n,
                                                 .read = MAX_READ - left,
                                                 .dict = dict};
        made->number[glyphs[i]] = (uint16_t)(i + 1);
    }
    free(code.p);
    free(cff);
    return made;
}

bool cff_subset(struct str table, const char *name, const uint16_t *glyphs,
                size_t count, const struct cff_programs *known, struct buf *out) {
    struct cff *cff = memory_alloc(sizeof *cff);
    size_t total = count + 1, order[CFF_DICTS_MAX], used = 0, left = MAX_READ;
    size_t *ends = memory_alloc(total * sizeof *ends);
    uint8_t *numbers = memory_alloc(total);
    struct output code = {0};
    bool good = cff_open(table, cff) && total <= UINT16_MAX;
    for (size_t i = 0; i < total && good; i++) {
        size_t glyph = i == 0 ? 0 : glyphs[i - 1], dict = 0;
        const struct program *program = find_program(known, glyph);
        good = program != NULL ? put_program(program, &code, &left, &dict)
                               : read_program(cff, glyph, &code, &left, &dict);
        if (!good)
            break;
        struct cff_font_dict *font = &cff->dicts[dict];
        if (font->used < 0) {
            font->used = (int)used;
            order[used++] = dict;
        }
        numbers[i] = (uint8_t)font->used;
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
