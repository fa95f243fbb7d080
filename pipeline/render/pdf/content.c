#include "render/pdf/content.h"
#include "render/pdf/utf16.h"
#include <math.h>
#include <stdlib.h>

#define UNSET (-0x7FFFFFFFL)

static long hundredths(struct content *c, float value) {
    if (!isfinite(value) || fabsf(value) > 30000) {
        c->bad = true;
        return 0;
    }
    return lroundf(value * 100);
}

/* A number with `decimals` digits after the point, trailing zeros cut. */
static void put_fixed(struct buf *out, long value, int decimals) {
    char text[24];
    int n = (int)sizeof text;
    unsigned long v = (unsigned long)(value < 0 ? -value : value);
    bool some = false;
    for (int i = 0; i < decimals; i++, v /= 10) {
        unsigned digit = (unsigned)(v % 10);
        if (digit || some)
            text[--n] = (char)('0' + digit);
        some = some || digit;
    }
    if (some)
        text[--n] = '.';
    if (v > 0 || !some)
        do {
            text[--n] = (char)('0' + v % 10);
            v /= 10;
        } while (v > 0);
    if (value < 0 && (some || text[n] != '0'))
        text[--n] = '-';
    buf_bytes(out, text + n, sizeof text - (size_t)n);
}

static void put(struct content *c, float value) {
    put_fixed(c->out, hundredths(c, value), 2);
    buf_char(c->out, ' ');
}

static void put_colour(struct content *c, uint32_t colour, const char *op) {
    for (int shift = 16; shift >= 0; shift -= 8) {
        put_fixed(c->out, lround((double)(colour >> shift & 0xFF) * 1000 / 255), 3);
        buf_char(c->out, ' ');
    }
    buf_puts(c->out, op);
}

static void set_fill(struct content *c, uint32_t colour) {
    if (c->fill == colour)
        return;
    c->fill = colour;
    put_colour(c, colour, "rg\n");
}

void content_open(struct content *c, struct buf *out, struct haru *haru, HPDF_Page page,
                  const struct font_book *book, float height) {
    *c = (struct content){.out = out,
                          .haru = haru,
                          .page = page,
                          .book = book,
                          .height = height,
                          .face = -1,
                          .variant = -1,
                          .size = UNSET,
                          .fill = PAINT_NONE,
                          .stroke = PAINT_NONE,
                          .width = UNSET};
}

void content_begin_text(struct content *c) {
    if (c->in_text)
        return;
    buf_puts(c->out, "BT\n");
    c->in_text = true;
    c->x = c->y = 0;
}

void content_end_text(struct content *c) {
    if (c->in_text)
        buf_puts(c->out, "ET\n");
    c->in_text = false;
}

static void set_font(struct content *c, unsigned face, unsigned variant, float size) {
    long hundred = hundredths(c, size);
    if (c->face == (int)face && c->variant == (int)variant && c->size == hundred)
        return;
    c->face = (int)face;
    c->variant = (int)variant;
    c->size = hundred;
    buf_char(c->out, '/');
    buf_puts(c->out,
             haru_font_name(c->haru, c->page, font_book_dict(c->book, face, variant)));
    buf_char(c->out, ' ');
    put_fixed(c->out, hundred, 2);
    buf_puts(c->out, " Tf\n");
}

static void move_to(struct content *c, float x, float y) {
    long nx = hundredths(c, x), ny = hundredths(c, c->height - y);
    put_fixed(c->out, nx - c->x, 2);
    buf_char(c->out, ' ');
    put_fixed(c->out, ny - c->y, 2);
    buf_puts(c->out, " Td\n");
    c->x = nx;
    c->y = ny;
}

static float natural(const struct content *c, const struct text_run *run, size_t i) {
    return (float)font_book_width(c->book, run->face, run->glyphs[i].id) * run->size /
           1000;
}

/* The extra advance that most glyphs of the run have, in thousandths of a point: it
   is said once, as character spacing. */
static long usual_extra(const struct content *c, const struct text_run *run) {
    long values[6] = {0};
    size_t counts[6] = {0}, kinds = 1;
    for (size_t i = 0; i + 1 < run->count; i++) {
        long extra = lroundf((run->glyphs[i].advance - natural(c, run, i)) * 1000);
        size_t k = 0;
        while (k < kinds && labs(values[k] - extra) > 2)
            k++;
        if (k == kinds && kinds < 6)
            values[kinds++] = extra;
        if (k < kinds)
            counts[k]++;
    }
    size_t best = 0;
    for (size_t k = 1; k < kinds; k++)
        if (counts[k] > counts[best] + 1)
            best = k;
    return values[best];
}

/* The text of the cluster that a glyph belongs to. */
static struct str cluster_text(const struct text_run *run, size_t glyph, size_t at) {
    while (glyph > 0 && run->glyphs[glyph].bytes == 0) {
        glyph--;
        at -= run->glyphs[glyph].bytes;
    }
    return str_slice(run->text, at, at + run->glyphs[glyph].bytes);
}

struct pen {
    float wanted, drawn; /* from the run's start */
    bool open, moved;    /* a string is open; the array has a number in it */
};

static void close_string(struct content *c, struct pen *pen) {
    if (pen->open)
        buf_puts(c->out, ">]TJ\n");
    pen->open = false;
}

void content_say(struct content *c, struct str text) {
    buf_puts(c->out, "/ActualText<FEFF");
    utf16_put_hex(c->out, text);
    buf_char(c->out, '>');
}

void content_run(struct content *c, const struct text_run *run, float x, float y) {
    if (run->count == 0)
        return;
    content_begin_text(c);
    set_fill(c, run->colour);
    long extra = usual_extra(c, run);
    if (extra != c->tracking) {
        c->tracking = extra;
        put_fixed(c->out, extra, 3);
        buf_puts(c->out, " Tc\n");
    }
    struct pen pen = {0};
    size_t at = 0;
    bool spoken = false; /* inside the ActualText of a cluster */
    move_to(c, x, y);
    for (size_t i = 0; i < run->count; i++) {
        const struct run_glyph *g = &run->glyphs[i];
        struct str text = cluster_text(run, i, at);
        struct font_code code = font_book_code(c->book, run->face, g->id, text);
        /* Several glyphs for one text: the text is said once, around them. */
        bool compound = !run->spaced && g->bytes > 0 && i + 1 < run->count &&
                        run->glyphs[i + 1].bytes == 0;
        bool changes = c->face != run->face || c->variant != (int)code.variant ||
                       c->size != hundredths(c, run->size);
        if (changes || (spoken && g->bytes > 0) || compound) {
            close_string(c, &pen);
            if (spoken && g->bytes > 0) {
                buf_puts(c->out, "EMC\n");
                spoken = false;
            }
            set_font(c, run->face, code.variant, run->size);
            if (compound) {
                buf_puts(c->out, "/Span<<");
                content_say(c, text);
                buf_puts(c->out, ">>BDC\n");
                spoken = true;
            }
        }
        long move = lroundf((pen.drawn - pen.wanted) * 1000 / run->size);
        if (!pen.open)
            buf_char(c->out, '[');
        if (move != 0) {
            if (pen.open)
                buf_char(c->out, '>');
            buf_integer(c->out, move);
            pen.drawn -= (float)move * run->size / 1000;
            buf_char(c->out, '<');
        } else if (!pen.open) {
            buf_char(c->out, '<');
        }
        pen.open = true;
        utf16_put_unit(c->out, code.cid);
        pen.drawn += (float)code.width * run->size / 1000 + (float)extra / 1000;
        pen.wanted += g->advance;
        at += g->bytes;
    }
    close_string(c, &pen);
    if (spoken)
        buf_puts(c->out, "EMC\n");
}

void content_turn(struct content *c, float width, float height) {
    c->height = 0;
    buf_puts(c->out, "q .707 .707 -.707 .707 ");
    put(c, width / 2);
    put(c, height / 2);
    buf_puts(c->out, "cm\n");
}

void content_picture(struct content *c, const struct item *item, const char *name) {
    content_end_text(c);
    buf_puts(c->out, "q ");
    put(c, item->picture.width);
    buf_puts(c->out, "0 0 ");
    put(c, item->picture.height);
    put(c, item->x);
    put(c, c->height - item->y - item->picture.height);
    buf_puts(c->out, "cm /");
    buf_puts(c->out, name);
    buf_puts(c->out, " Do Q\n");
}

void content_rect(struct content *c, const struct item *item) {
    content_end_text(c);
    set_fill(c, item->rect.colour);
    put(c, item->x);
    put(c, c->height - item->y - item->rect.height);
    put(c, item->rect.width);
    put(c, item->rect.height);
    buf_puts(c->out, "re f\n");
}

static void set_stroke(struct content *c, const struct paint *paint, float dash) {
    if (c->stroke != paint->stroke) {
        c->stroke = paint->stroke;
        put_colour(c, paint->stroke, "RG\n");
    }
    long width = hundredths(c, paint->width);
    if (c->width != width) {
        c->width = width;
        put_fixed(c->out, width, 2);
        buf_puts(c->out, " w\n");
    }
    if (c->round != paint->round) {
        c->round = paint->round;
        buf_puts(c->out, paint->round ? "1 j 1 J\n" : "0 j 0 J\n");
    }
    if (fabsf(c->dash - dash) > 0.001f) {
        c->dash = dash;
        buf_char(c->out, '[');
        if (dash > 0) { /* round caps on nothing: dots */
            buf_puts(c->out, "0 ");
            put_fixed(c->out, hundredths(c, dash), 2);
        }
        buf_puts(c->out, "]0 d\n");
    }
}

static void put_point(struct content *c, const struct item *item, float x, float y) {
    put(c, item->x + x);
    put(c, c->height - item->y - y);
}

void content_path(struct content *c, const struct item *item) {
    const struct paint *paint = item->path.paint;
    bool fill = paint->fill != PAINT_NONE, stroke = paint->stroke != PAINT_NONE;
    content_end_text(c);
    if (!fill && !stroke)
        return;
    if (fill)
        set_fill(c, paint->fill);
    if (stroke)
        set_stroke(c, paint, item->path.dash);
    for (size_t i = 0; i < item->path.count; i++) {
        const struct path_point *p = &item->path.points[i];
        switch (p->verb) {
        case PATH_MOVE:
            put_point(c, item, p->x, p->y);
            buf_puts(c->out, "m\n");
            break;
        case PATH_LINE:
            put_point(c, item, p->x, p->y);
            buf_puts(c->out, "l\n");
            break;
        case PATH_CURVE:
            put_point(c, item, p->x1, p->y1);
            put_point(c, item, p->x2, p->y2);
            put_point(c, item, p->x, p->y);
            buf_puts(c->out, "c\n");
            break;
        case PATH_CLOSE:
            buf_puts(c->out, "h\n");
            break;
        }
    }
    buf_puts(c->out, fill && stroke ? "B\n" : fill ? "f\n" : "S\n");
}
