/* Walks every table of kinds: each entry is complete, its name is its own, and it
   works on data that were made from what it says of itself. */
#include "unit.h"
#include "words/words.h"

#include "base/embedded.h"
#include "base/file.h"
#include "compose/info.h"
#include "compose/wording.h"
#include "document/block.h"
#include "document/format.h"
#include "draw/chart.h"
#include "ingest/exports.h"
#include "ingest/ingest.h"
#include "ingest/layouts.h"
#include "render/render.h"
#include "rules/rule.h"
#include "sample_document.h"
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    case CHART_PLACE:
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
        chart_draw(chart, sample_theme(), 450, chart_height(chart, 450), &canvas);
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

/* The names of two areas, indicators and periods, and of their columns. */
static const struct {
    const char *column, *names[2];
} keys[] = {
    [ROLE_AREA] = {"地区", {"北京市", "安徽省"}},
    [ROLE_INDICATOR] = {"指标", {"地区生产总值", "年末常住人口"}},
    [ROLE_PERIOD] = {"时间", {"2022年", "2023年"}},
};

/* A file of the layout with four values, by what its entry says. */
static void write_sample(const struct layout_kind *layout, struct buf *out) {
    enum role heads = layout->heads, rows = layout->rows;
    if (layout->named) {
        buf_puts(out, "地区,指标,时间,数值\n");
        for (int i = 0; i < 4; i++)
            buf_printf(out, "%s,%s,2023年,%d\n", keys[ROLE_AREA].names[i / 2],
                       keys[ROLE_INDICATOR].names[i % 2], i + 1);
        return;
    }
    buf_printf(out, "%s,%s,%s\n", keys[rows].column, keys[heads].names[0],
               keys[heads].names[1]);
    for (int i = 0; i < 2; i++)
        buf_printf(out, "%s,%d,%d\n", keys[rows].names[i], i + 1, i + 3);
}

static struct dataset *open_dictionary(struct arena *arena, struct diag *diag) {
    struct dataset *ds = dataset_open(arena);
    const struct area areas[] = {
        {.code = STR("340000"), .name = STR("安徽省"), .level = STR("province")},
        {.code = STR("110000"), .name = STR("北京市"), .level = STR("province")},
        {.code = STR("000000"), .name = STR("全国"), .level = STR("nation")}};
    const struct indicator indicators[] = {
        {.code = STR("GDP"), .name = STR("地区生产总值")},
        {.code = STR("POP"), .name = STR("年末常住人口")}};
    for (size_t i = 0; i < 3; i++)
        dataset_add_area(ds, &areas[i], diag);
    for (size_t i = 0; i < 2; i++)
        dataset_add_indicator(ds, &indicators[i], diag);
    return ds;
}

/* Reads the sample by a profile that declares what the layout leaves open, then lets
   sniff find the layout. */
static void check_layout(const struct layout_kind *layout, int dir) {
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct dataset *ds = open_dictionary(arena, diag);
    struct buf text = buf_open(4096), told = buf_open(1 << 16), want = buf_open(200);
    write_sample(layout, &text);
    assert_true(file_write(dir, "t.csv", buf_str(&text), diag));
    struct source_profile profile = {
        .name = STR("t"), .file = STR("t.csv"), .layout = layout};
    bool by[ROLE_VALUE + 1] = {false};
    by[layout->rows] = by[layout->heads] = true;
    if (!layout->named && !by[ROLE_AREA])
        profile.area = STR("000000");
    if (!layout->named && !by[ROLE_INDICATOR])
        profile.indicator = STR("GDP");
    if (!layout->named && !by[ROLE_PERIOD])
        profile.period = STR("2023");
    assert_true(ingest_sniff(dir, "t.csv", ds, &told, diag));
    buf_printf(&want, "layout = \"%s\"", layout->kind.name);
    if (str_find(buf_str(&told), buf_str(&want), 0) == STR_NOT_FOUND)
        fail_msg("%s is sniffed as %s", layout->kind.name, buf_z(&told));
    assert_true(ingest_sources(dir, &profile, 1, ds, arena, diag));
    size_t values;
    dataset_observations(ds, &values);
    assert_int_equal(values, 4);
    buf_close(&text);
    buf_close(&told);
    buf_close(&want);
    diag_close(diag);
    arena_close(arena);
}

static void every_layout_is_read_and_sniffed(void **state) {
    (void)state;
    char folder[] = "/tmp/nqi-kinds-XXXXXX";
    assert_non_null(mkdtemp(folder));
    int dir = open(folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    check_words(layout_kinds);
    size_t observations = 0;
    for (size_t i = 0; layout_kinds[i] != NULL; i++) {
        const struct layout_kind *layout = (const void *)layout_kinds[i];
        bool wide = layout->rows != ROLE_SKIP;
        assert_int_equal(wide, layout->heads != ROLE_SKIP);
        assert_int_equal(wide, layout->read_head != NULL);
        assert_true(layout->read != NULL || layout->sniff == NULL);
        if (!wide && !layout->named)
            continue;
        check_layout(layout, dir);
        observations++;
    }
    assert_true(observations >= 5);
    unlinkat(dir, "t.csv", 0);
    close(dir);
    rmdir(folder);
}

/* Every format writes the sample document; no two stand at one place of the front page
   or share an extension. */
static void every_format_is_written(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct document *doc = sample_document(arena);
    struct fonts *fonts = fonts_open(sample_theme(), diag);
    const struct html_page page = {
        .template_text = STR(
            "{{lang}}{{title}}{{style}}{{class}}{{root}}{{banner}}{{cover}}{{contents}}"
            "{{body}}{{notes}}")};
    const struct rendering rendering = {
        .page = &page, .fonts = fonts, .scratch = arena};
    check_words(format_kinds);
    assert_int_equal(kind_count(format_kinds), FORMAT_COUNT);
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        const struct format_kind *format = format_at(i);
        assert_non_null(format->extension);
        assert_int_equal(format->place > 0,
                         format->label != NULL && format->short_label != NULL);
        assert_int_equal(format->count != NULL, format->suffix != NULL);
        /* What goes with a format is made after it. */
        if (format->with != NULL)
            assert_true(kind_index(format_kinds, &format->with->kind) < i);
        assert_int_equal(format_in(format_all(), format), format->with == NULL);
        assert_int_equal(format_in(format_usual(), format),
                         format->with == NULL && !format->optional);
        for (size_t k = 0; k < i; k++) {
            assert_true(format->place == 0 || format->place != format_at(k)->place);
            assert_string_not_equal(format->extension, format_at(k)->extension);
        }
        size_t count = format->count != NULL ? format->count(doc) : 1;
        assert_true(count > 0);
        for (size_t f = 0; f < count; f++) {
            struct buf out = buf_open(1 << 24);
            if (!format->render(doc, f, &rendering, &out, diag) || out.n == 0)
                fail_msg("%s: file %zu is not written", format->kind.name, f);
            if (format->suffix != NULL)
                assert_true(format->suffix(doc, f, arena).n > 0);
            buf_close(&out);
        }
    }
    assert_int_equal(diag_count(diag, DIAG_ERROR), 0);
    document_close(doc);
    fonts_close(fonts);
    diag_close(diag);
    arena_close(arena);
}

static void marks_are_complete_and_one_tells_the_state(void **state) {
    (void)state;
    check_words(page_mark_kinds);
    assert_int_equal(kind_count(page_mark_kinds), PAGE_MARK_COUNT);
    for (size_t i = 0; i < PAGE_MARK_COUNT; i++) {
        const struct page_mark_kind *kind = (const void *)page_mark_kinds[i];
        assert_true(*kind->words != '\0' && *kind->label_class != '\0' &&
                    *kind->banner != '\0');
        for (size_t k = 0; k < i; k++) {
            const struct page_mark_kind *other = (const void *)page_mark_kinds[k];
            assert_true(kind->state == 0 || kind->state != other->state);
        }
        struct page_marks marks = {0};
        page_marks_add(&marks, kind, (struct str){0});
        struct str words = words_text((struct catalogue){0}, kind->words);
        assert_true(str_equal(page_marks_next(&marks, false, NULL)->words, words));
        assert_int_equal(page_marks_next(&marks, true, NULL) != NULL, kind->everywhere);
    }
    /* Of two states the greater is shown, whatever their order. */
    const struct page_mark_kind weak = {.state = 1}, strong = {.state = 2};
    struct page_marks marks = {.items = {{&strong, STR("更正")}, {&weak, STR("初步")}}};
    struct buf words = buf_open(100);
    page_marks_words(&marks, false, STR("　"), &words);
    assert_str(buf_str(&words), "更正");
    marks =
        (struct page_marks){.items = {{&weak, STR("初步")}, {&strong, STR("更正")}}};
    buf_clear(&words);
    page_marks_words(&marks, false, STR("　"), &words);
    assert_str(buf_str(&words), "更正");
    buf_close(&words);
}

/* What recognises a file and what makes a table of it; those without a sign of their
   own are asked last. tests/ingest_cases/formats.txt has files of each. */
static void every_format_of_files_is_complete(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    struct arena *arena = arena_open();
    struct str cases;
    bool weak = false;
    check_words(export_kinds);
    assert_true(file_read(AT_FDCWD, "tests/ingest_cases/formats.txt", 1 << 20, arena,
                          &cases, NULL, diag));
    for (size_t i = 0; export_kinds[i] != NULL; i++) {
        const struct export_kind *kind = (const void *)export_kinds[i];
        struct str line = arena_printf(arena, "profile format=%s", kind->kind.name);
        size_t at = str_find(cases, line, 0);
        assert_true(kind->knows != NULL && kind->shape != NULL);
        assert_true(kind->weak || !weak);
        weak = kind->weak;
        if (at == STR_NOT_FOUND)
            fail_msg("%s: no case of tests/ingest_cases/formats.txt", kind->kind.name);
        assert_non_null(memchr(" \n", cases.p[at + line.n], 2));
    }
    arena_close(arena);
    diag_close(diag);
}

static void every_rule_is_complete(void **state) {
    (void)state;
    check_words(rule_kinds);
    for (size_t i = 0; rule_kinds[i] != NULL; i++) {
        const struct rule_kind *kind = (const void *)rule_kinds[i];
        assert_int_not_equal(kind->check_series != NULL, kind->check != NULL);
        assert_true(kind->severity == DIAG_ERROR || kind->severity == DIAG_WARNING);
        assert_true(strlen(kind->hint) > 20);
    }
}

/* A file that its table does not name would never be used: it was forgotten. */
static void check_folder(const char *folder, const char *table) {
    struct str text = {0};
    size_t files = 0;
    for (const struct embedded_file *f = embedded_files; f->name != NULL; f++)
        if (strcmp(f->name, table) == 0)
            text = (struct str){f->text, f->size};
    for (const struct embedded_file *f = embedded_files; f->name != NULL; f++) {
        if (!str_starts(str_from(f->name), str_from(folder)))
            continue;
        struct str name = str_slice(str_from(f->name), strlen(folder), strlen(f->name));
        struct buf quoted = buf_open(200);
        buf_printf(&quoted, "\"%.*s\"", (int)(name.n - strlen(".lua")), name.p);
        if (str_find(text, buf_str(&quoted), 0) == STR_NOT_FOUND)
            fail_msg("%s is not in the table of %s", f->name, table);
        buf_close(&quoted);
        files++;
    }
    assert_true(files >= 2);
}

/* That each finds its example: tests/unit/wording_test.c. */
static void every_rule_of_wording_is_complete(void **state) {
    (void)state;
    check_words(wording_rules);
    for (size_t i = 0; wording_rules[i] != NULL; i++) {
        const struct wording_rule *rule = (const void *)wording_rules[i];
        assert_true(rule->patterns[0] != NULL && rule->wrong != NULL &&
                    rule->right != NULL);
        assert_true(!rule->forms || rule->patterns[1] != NULL);
    }
}

static void no_file_of_a_table_in_lua_is_forgotten(void **state) {
    (void)state;
    check_folder("nqi/rules/", "nqi/rules.lua");
    check_folder("nqi/presets/", "nqi/presets.lua");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_chart_kind_draws),
        cmocka_unit_test(every_block_reads_its_example),
        cmocka_unit_test(every_layout_is_read_and_sniffed),
        cmocka_unit_test(every_format_is_written),
        cmocka_unit_test(marks_are_complete_and_one_tells_the_state),
        cmocka_unit_test(every_format_of_files_is_complete),
        cmocka_unit_test(every_rule_is_complete),
        cmocka_unit_test(every_rule_of_wording_is_complete),
        cmocka_unit_test(no_file_of_a_table_in_lua_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
