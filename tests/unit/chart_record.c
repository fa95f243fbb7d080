#include "chart_record.h"
#include "sample_document.h"
#include "unit.h"
#include "words/words.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static void count_upright(struct record *record, uint32_t colour, float x) {
    size_t i = 0;
    while (record->uprights[i].count > 0 && record->uprights[i].colour != colour)
        i++;
    assert_true(i < RECORD_COLOURS);
    record->uprights[i].colour = colour;
    record->uprights[i].count++;
    record->uprights[i].x = x;
}

size_t record_uprights(const struct record *record, uint32_t colour, float *x) {
    for (size_t i = 0; i < RECORD_COLOURS; i++)
        if (record->uprights[i].count > 0 && record->uprights[i].colour == colour) {
            *x = record->uprights[i].x;
            return record->uprights[i].count;
        }
    return 0;
}

static float width(void *self, enum font_role role, float size, struct str text) {
    (void)self;
    (void)role;
    float em = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t cp;
        at += utf8_decode(text, at, &cp);
        em += cp >= 0x2E80 ? 1.0f : 0.55f;
    }
    return em * size;
}

static void text(void *self, float x, float y, enum text_anchor anchor,
                 enum font_role role, float size, uint32_t colour, struct str s) {
    struct record *record = self;
    assert_true(record->count < RECORD_TEXTS);
    float wide = width(self, role, size, s);
    float left = anchor == ANCHOR_START ? x
                 : anchor == ANCHOR_END ? x - wide
                                        : x - wide / 2;
    struct box *box = &record->boxes[record->count++];
    *box = (struct box){.left = left,
                        .right = left + wide,
                        .top = y - size * 0.74f,
                        .bottom = y + size * 0.06f,
                        .size = size,
                        .role = role,
                        .colour = colour};
    snprintf(box->text, sizeof box->text, "%.*s", STR_ARG(s));
}

static void path(void *self, const struct path_point *points, size_t count,
                 const struct paint *paint) {
    struct record *record = self;
    assert_true(paint->fill != PAINT_NONE || paint->stroke != PAINT_NONE);
    record->paths++;
    for (size_t i = 0; i < count; i++) {
        if (points[i].verb == PATH_CLOSE)
            continue;
        record->points++;
        if (points[i].verb == PATH_LINE && points[i - 1].verb == PATH_MOVE &&
            fabsf(points[i].x - points[i - 1].x) < 0.001f && paint->fill == PAINT_NONE)
            count_upright(record, paint->stroke, points[i].x);
        record->curves += points[i].verb == PATH_CURVE ? 1 : 0;
        record->finite =
            record->finite && isfinite(points[i].x) && isfinite(points[i].y);
        record->left = fminf(record->left, points[i].x);
        record->right = fmaxf(record->right, points[i].x);
        record->top = fminf(record->top, points[i].y);
        record->bottom = fmaxf(record->bottom, points[i].y);
    }
}

static void group(void *self, struct str title) {
    (void)title;
    ((struct record *)self)->depth++;
}

static void end(void *self) { ((struct record *)self)->depth--; }

static void draw_at(const struct doc_chart *chart, float height,
                    struct record *record) {
    memset(record, 0, sizeof *record);
    record->finite = true;
    struct canvas canvas = {record, path, text, width, group, end};
    chart_draw(chart, sample_theme(), WIDTH, height, &canvas);
}

void record_draw(const struct doc_chart *chart, struct record *record) {
    draw_at(chart, chart_height(chart, WIDTH), record);
}

/* The rules that hold for every picture. */
static void check_at(const struct doc_chart *chart, float height,
                     struct record *record) {
    draw_at(chart, height, record);
    assert_true(record->finite);
    assert_int_equal(record->depth, 0);
    assert_true(record->left >= -0.1f && record->right <= WIDTH + 0.1f);
    assert_true(record->top >= -0.1f && record->bottom <= height + 0.1f);
    for (size_t i = 0; i < record->count; i++) {
        const struct box *a = &record->boxes[i];
        if (a->left < -0.1f || a->right > WIDTH + 0.1f || a->top < -0.1f ||
            a->bottom > height + 0.1f)
            fail_msg("\"%s\" leaves the picture: %.1f–%.1f, %.1f–%.1f", a->text,
                     (double)a->left, (double)a->right, (double)a->top,
                     (double)a->bottom);
        for (size_t k = 0; k < i; k++) {
            const struct box *b = &record->boxes[k];
            if (a->left < b->right && b->left < a->right && a->top < b->bottom &&
                b->top < a->bottom)
                fail_msg("\"%s\" touches \"%s\"", a->text, b->text);
        }
    }
}

void record_check(const struct doc_chart *chart, struct record *record) {
    float height = chart_height(chart, WIDTH);
    check_at(chart, height - chart_give(chart, WIDTH), record);
    check_at(chart, height, record);
}

const struct box *record_find(const struct record *record, const char *wanted) {
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->boxes[i].text, wanted) == 0)
            return &record->boxes[i];
    fail_msg("\"%s\" is not in the picture", wanted);
    return NULL;
}

struct doc_chart record_items(struct arena *arena, size_t count, size_t own) {
    struct chart_item *items = arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct chart_item){.label = arena_printf(arena, "项%zu", i + 1),
                                       .value = (double)(count - i),
                                       .text = arena_printf(arena, "%zu.0", count - i),
                                       .rank = arena_printf(arena, "%zu", i + 1),
                                       .highlight = own > 0 && i % own == own - 1};
    struct doc_chart chart = {.kind = &chart_bars, .items = items, .item_count = count};
    assert_true(words_vocabulary(STR("zh-CN"), &chart.words));
    return chart;
}

bool record_has(const struct record *record, const char *wanted) {
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->boxes[i].text, wanted) == 0)
            return true;
    return false;
}
