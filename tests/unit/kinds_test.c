/* Walks every table of kinds: each entry is complete, its name is its own, and it
   works on data that were made from what it says of itself. */
#include "unit.h"

#include "compose/info.h"
#include "document/block.h"
#include "draw/chart.h"
#include "sample_document.h"
#include "script/embedded.h"
#include <math.h>
#include <string.h>

static void check_words(const struct kind *const *table) {
    for (size_t i = 0; table[i] != NULL; i++) {
        const struct kind *kind = table[i];
        assert_non_null(kind->name);
        assert_true(strlen(kind->name) > 0);
        if (kind->english == NULL || kind->chinese == NULL || *kind->english == '\0' ||
            *kind->chinese == '\0')
            fail_msg("%s has no words", kind->name);
        assert_ptr_equal(kind_find(table, str_from(kind->name)), kind);
        assert_int_equal(kind_index(table, kind), i);
    }
    assert_null(kind_find(table, STR("no such kind")));
}

static bool is_embedded(const char *folder, const char *name) {
    struct buf path = buf_open(200);
    buf_printf(&path, "%s/%s.lua", folder, name);
    bool found = false;
    for (const struct embedded_file *file = embedded_files; file->name != NULL; file++)
        found = found || strcmp(file->name, buf_z(&path)) == 0;
    buf_close(&path);
    return found;
}

/* A canvas that counts. */
struct drawn {
    size_t paths, texts;
    int depth;
    bool finite;
};

static void draw_path(void *self, const struct path_point *points, size_t count,
                      const struct paint *paint) {
    struct drawn *drawn = self;
    (void)paint;
    drawn->paths++;
    for (size_t i = 0; i < count; i++)
        drawn->finite = drawn->finite && isfinite(points[i].x) && isfinite(points[i].y);
}

static void draw_text(void *self, float x, float y, enum text_anchor anchor,
                      enum font_role role, float size, uint32_t colour,
                      struct str text) {
    struct drawn *drawn = self;
    (void)anchor;
    (void)role;
    (void)size;
    (void)colour;
    drawn->texts += text.n > 0;
    drawn->finite = drawn->finite && isfinite(x) && isfinite(y);
}

static float text_width(void *self, enum font_role role, float size, struct str text) {
    (void)self;
    (void)role;
    return size * 0.6f * (float)utf8_length(text);
}

static void draw_group(void *self, struct str title) {
    (void)title;
    ((struct drawn *)self)->depth++;
}

static void draw_end(void *self) { ((struct drawn *)self)->depth--; }

/* Three of everything that the kind describes; item i of a grid is in column i. */
static void fill_field(const struct chart_field *field, char *base, size_t i,
                       struct arena *arena) {
    void *out = base + field->offset;
    switch (field->value) {
    case CHART_TEXT:
    case CHART_WORDS:
        *(struct str *)out = arena_printf(arena, "%zu", i + 1);
        return;
    case CHART_NUMBER:
        *(double *)out = (double)(i + 1);
        return;
    case CHART_GRID:
        *(int *)out = (int)i;
        return;
    case CHART_FLAG:
        *(bool *)out = i == 1;
        return;
    case CHART_TEXTS: {
        struct str *texts = arena_array(arena, 3, sizeof *texts);
        for (size_t k = 0; k < 3; k++)
            texts[k] = arena_printf(arena, "%zu", 2021 + k);
        *(struct str **)out = texts;
        *(size_t *)(void *)(base + field->count) = 3;
        return;
    }
    case CHART_NUMBERS: {
        double *numbers = arena_array(arena, 3, sizeof *numbers);
        for (size_t k = 0; k < 3; k++)
            numbers[k] = (double)(i + k);
        *(double **)out = numbers;
        return;
    }
    }
}

static struct doc_chart *make_chart(const struct chart_kind *kind,
                                    struct arena *arena) {
    struct doc_chart *chart = arena_alloc(arena, kind->size);
    chart->kind = kind;
    for (const struct chart_field *f = kind->fields; f != NULL && f->name != NULL; f++)
        fill_field(f, (char *)chart, 0, arena);
    for (const struct chart_list *list = kind->lists; list->name != NULL; list++) {
        char *items = arena_array(arena, 3, list->size);
        for (size_t i = 0; i < 3; i++)
            for (const struct chart_field *f = list->fields; f->name != NULL; f++)
                fill_field(f, items + i * list->size, i, arena);
        *(char **)(void *)((char *)chart + list->offset) = items;
        *(size_t *)(void *)((char *)chart + list->count) = 3;
    }
    return chart;
}

static void every_chart_kind_draws(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    check_words(chart_kinds);
    for (size_t i = 0; chart_kinds[i] != NULL; i++) {
        const struct chart_kind *kind = (const void *)chart_kinds[i];
        if (!is_embedded("nqi/charts", kind->maker))
            fail_msg("%s: there is no lua/nqi/charts/%s.lua", kind->kind.name,
                     kind->maker);
        assert_true(kind->size >= sizeof(struct doc_chart));
        struct doc_chart *empty = arena_alloc(arena, kind->size);
        empty->kind = kind;
        assert_false(kind->drawable(empty));
        struct doc_chart *chart = make_chart(kind, arena);
        assert_true(kind->drawable(chart));
        assert_true(chart_height(chart, 450) > 0);
        struct drawn drawn = {.finite = true};
        const struct canvas canvas = {&drawn,     draw_path,  draw_text,
                                      text_width, draw_group, draw_end};
        chart_draw(chart, sample_theme(), 450, &canvas);
        if (drawn.paths == 0 || drawn.texts == 0 || !drawn.finite || drawn.depth != 0)
            fail_msg("%s draws %zu paths and %zu texts", kind->kind.name, drawn.paths,
                     drawn.texts);
    }
    arena_close(arena);
}

/* A block's own example is understood, and only a block of Lua has a maker. */
static void every_block_reads_its_example(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    check_words(block_kinds);
    for (size_t i = 0; block_kinds[i] != NULL; i++) {
        const struct block_kind *kind = (const void *)block_kinds[i];
        const char *name = kind->kind.name;
        struct diag *diag = diag_open();
        assert_non_null(kind->read);
        assert_int_equal(kind->maker != NULL, kind->body == BLOCK_LUA);
        if (kind->maker != NULL && !is_embedded("nqi", name))
            fail_msg("%s: there is no lua/nqi/%s.lua", name, name);
        bool required = kind->required == NULL;
        for (size_t k = 0; kind->keys[k] != NULL; k++)
            required = required || strcmp(kind->keys[k], kind->required) == 0;
        assert_true(required);
        assert_ptr_equal(info_kind(str_from(kind->example)), kind);
        struct place place = {.file = STR("x.md"), .line = 1};
        if (info_read(str_from(kind->example), kind, place, arena, diag) == NULL)
            fail_msg("%s: its example is not understood", name);
        diag_close(diag);
    }
    assert_null(info_kind(STR("tables id=tbl-x")));
    assert_null(info_kind(STR("tabl")));
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_chart_kind_draws),
        cmocka_unit_test(every_block_reads_its_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
