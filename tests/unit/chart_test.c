/* Charts are drawn on a canvas that remembers: no text may leave the picture or
   touch another, whatever the data. */
#include "unit.h"

#include "draw/chart.h"
#include "sample_document.h"
#include "words/words.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define TEXTS 600
#define WIDTH 453.6f

struct box {
    float left, right, top, bottom;
    enum font_role role;
    uint32_t colour;
    char text[64];
};

struct record {
    struct box boxes[TEXTS];
    size_t count, paths, points, curves;
    int depth;
    bool finite;
    float left, right, top, bottom; /* of all paths */
};

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
    assert_true(record->count < TEXTS);
    float wide = width(self, role, size, s);
    float left = anchor == ANCHOR_START ? x
                 : anchor == ANCHOR_END ? x - wide
                                        : x - wide / 2;
    struct box *box = &record->boxes[record->count++];
    *box = (struct box){.left = left,
                        .right = left + wide,
                        .top = y - size * 0.74f,
                        .bottom = y + size * 0.06f,
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

static void draw(const struct doc_chart *chart, struct record *record) {
    memset(record, 0, sizeof *record);
    record->finite = true;
    struct canvas canvas = {record, path, text, width, group, end};
    chart_draw(chart, sample_theme(), WIDTH, chart_height(chart, WIDTH), &canvas);
}

/* The rules that hold for every picture. */
static void check(const struct doc_chart *chart, struct record *record) {
    draw(chart, record);
    float height = chart_height(chart, WIDTH);
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

static const struct box *find(const struct record *record, const char *wanted) {
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->boxes[i].text, wanted) == 0)
            return &record->boxes[i];
    fail_msg("\"%s\" is not in the picture", wanted);
    return NULL;
}

static uint32_t next(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void bars_fit(void **state) {
    (void)state;
    static const char *const labels[] = {
        "京", "内蒙古", "新疆维吾尔自治区生产建设兵团直属单位及其下属检验检测机构合计",
        "A", "香港特别行政区"};
    static struct record record;
    static const size_t counts[] = {1, 2, 9, 16, 31, 60};
    uint32_t seed = 1;
    for (size_t turn = 0; turn < 60; turn++) {
        struct chart_item items[60];
        char texts[60][24], ranks[60][24];
        size_t count = counts[turn % 6];
        double scale = pow(10, (double)(next(&seed) % 9) - 2);
        double shift = turn % 3 == 0 ? 0 : turn % 3 == 1 ? 0.5 : 1;
        for (size_t i = 0; i < count; i++) {
            double value = ((double)(next(&seed) % 1000) / 1000 - shift) * scale;
            if (next(&seed) % 11 == 0)
                value = (double)NAN;
            snprintf(texts[i], sizeof texts[i], "%.2f", isfinite(value) ? value : 0.0);
            snprintf(ranks[i], sizeof ranks[i], "%zu", i + 1);
            items[i] = (struct chart_item){
                .label = str_from(labels[next(&seed) % (turn % 2 == 0 ? 2 : 5)]),
                .value = value,
                .text = str_from(isfinite(value) ? texts[i] : "—"),
                .rank = str_from(turn % 4 < 2 ? ranks[i] : ""),
                .change = str_from(turn % 4 == 0 ? "▲12" : ""),
                .highlight = i == 3};
        }
        struct doc_chart chart = {
            .kind = &chart_bars, .items = items, .item_count = count};
        assert_true(
            words_vocabulary(turn % 5 == 0 ? STR("en") : STR("zh-CN"), &chart.words));
        check(&chart, &record);
    }
}

/* What stands beside the bars says what it is; nothing else has a head. */
static void columns_beside_bars_have_heads(void **state) {
    (void)state;
    static struct record record;
    struct chart_item items[] = {{.label = STR("北京"),
                                  .value = 3,
                                  .text = STR("3.0"),
                                  .rank = STR("1"),
                                  .change = STR("▲2")}};
    struct doc_chart chart = {.kind = &chart_bars, .items = items, .item_count = 1};
    assert_true(words_vocabulary(STR("zh-CN"), &chart.words));
    check(&chart, &record);
    const struct box *head = find(&record, "位次"), *rank = find(&record, "1");
    assert_true(fabsf(head->right - rank->right) < 0.1f && head->bottom < rank->top);
    head = find(&record, "变化");
    const struct box *change = find(&record, "▲2");
    assert_true(fabsf(head->right - change->right) < 0.1f);
    assert_true(head->bottom < change->top);
    size_t texts = record.count;
    items[0].rank = items[0].change = STR("");
    check(&chart, &record);
    assert_true(record.count <= texts - 4);
}

static void highlighted_bar_is_in_alert(void **state) {
    (void)state;
    static struct record record;
    struct arena *arena = arena_open();
    struct document *doc = sample_document(arena);
    check(doc->charts[0], &record);
    assert_int_equal(find(&record, "安徽")->colour, sample_theme()->alert);
    assert_int_equal(find(&record, "安徽")->role, FONT_SANS_BOLD);
    assert_int_equal(find(&record, "北京")->colour, sample_theme()->ink);
    find(&record, "▼2");
    document_close(doc);
    arena_close(arena);
}

/* Bars of negative values run left of the axis, their text beyond them. */
static void negative_bars_point_left(void **state) {
    (void)state;
    static struct record record;
    struct chart_item items[] = {
        {.label = STR("升"), .value = 3, .text = STR("3.0")},
        {.label = STR("降"), .value = -6, .text = STR("-6.0")}};
    struct doc_chart chart = {.kind = &chart_bars, .items = items, .item_count = 2};
    check(&chart, &record);
    const struct box *zero = find(&record, "0");
    assert_true(find(&record, "-6.0")->right < zero->left);
    assert_true(find(&record, "3.0")->left > zero->right);
    assert_true(find(&record, "降")->right < find(&record, "-6.0")->left);
}

static void lines_fit(void **state) {
    (void)state;
    static const char *const names[] = {"江苏", "安徽", "检验检测机构数量",
                                        "其他经认可的实验室和检验机构获证数量合计"};
    static struct record record;
    static double values[14][40];
    static char labels[40][24];
    uint32_t seed = 5;
    for (size_t turn = 0; turn < 60; turn++) {
        struct chart_series series[14];
        struct str texts[40];
        size_t count = 1 + next(&seed) % 14, points = 1 + next(&seed) % 40;
        double scale = pow(10, (double)(next(&seed) % 9) - 2);
        for (size_t i = 0; i < points; i++) {
            snprintf(labels[i], sizeof labels[i], turn % 2 == 0 ? "%zu" : "%zu年1月",
                     1990 + i);
            texts[i] = str_from(labels[i]);
        }
        for (size_t s = 0; s < count; s++) {
            for (size_t i = 0; i < points; i++) {
                values[s][i] =
                    ((double)(next(&seed) % 1000) / 1000 - (turn % 3 == 0 ? 0.5 : 0)) *
                    scale;
                if (next(&seed) % 5 == 0)
                    values[s][i] = (double)NAN;
            }
            series[s] = (struct chart_series){
                .name = str_from(names[next(&seed) % (turn % 2 == 0 ? 2 : 4)]),
                .values = values[s],
                .last_text = STR("1,234.5"),
                .highlight = s == 1};
        }
        struct doc_chart chart = {.kind = &chart_lines,
                                  .labels = texts,
                                  .label_count = points,
                                  .series = series,
                                  .series_count = count,
                                  .from_zero = turn % 4 == 0};
        check(&chart, &record);
    }
}

/* A gap is not bridged, and a point alone is a dot. */
static void gaps_break_lines(void **state) {
    (void)state;
    static struct record record;
    double whole[] = {1, 2, 3, 4, 5}, broken[] = {1, 2, (double)NAN, 4, (double)NAN};
    struct str labels[] = {STR("1"), STR("2"), STR("3"), STR("4"), STR("5")};
    struct chart_series series = {
        .name = STR("甲"), .values = whole, .last_text = STR("5")};
    struct doc_chart chart = {.kind = &chart_lines,
                              .labels = labels,
                              .label_count = 5,
                              .series = &series,
                              .series_count = 1,
                              .from_zero = true};
    check(&chart, &record);
    assert_int_equal(record.curves, 4); /* the dot at the end */
    size_t points = record.points;
    series.values = broken;
    check(&chart, &record);
    assert_int_equal(record.curves, 8); /* the dot of the lone fourth, and the end */
    assert_true(record.points < points + 8);
}

static void tiles_step_by_fifths(void **state) {
    (void)state;
    static struct record record;
    struct chart_item items[12];
    char texts[12][8];
    for (size_t i = 0; i < 12; i++) {
        snprintf(texts[i], sizeof texts[i], "%zu", i);
        items[i] = (struct chart_item){.label = STR("皖"),
                                       .value = (double)i,
                                       .text = str_from(texts[i]),
                                       .tile_row = (int)(i / 4),
                                       .tile_column = (int)(i % 4)};
    }
    items[10].value = items[11].value = (double)NAN;
    struct doc_chart chart = {.kind = &chart_tiles, .items = items, .item_count = 12};
    check(&chart, &record);
    find(&record, "0—1"); /* ten values, two in each step */
    find(&record, "8—9");
    find(&record, "无可比数据");
    /* Dark tiles have white text. */
    assert_int_equal(find(&record, "9")->colour, 0xFFFFFF);
    assert_int_equal(find(&record, "1")->colour, sample_theme()->ink);
    size_t hatched = record.paths;
    items[10].value = items[11].value = 3;
    check(&chart, &record);
    assert_true(record.paths < hatched);
}

static void equal_tiles_share_a_step(void **state) {
    (void)state;
    static struct record record;
    struct chart_item items[5];
    for (size_t i = 0; i < 5; i++)
        items[i] = (struct chart_item){.label = STR("演示省01"),
                                       .value = 7,
                                       .text = STR("7.0"),
                                       .tile_column = (int)i};
    struct doc_chart chart = {.kind = &chart_tiles, .items = items, .item_count = 5};
    check(&chart, &record);
    size_t seen = 0;
    for (size_t i = 0; i < record.count; i++)
        seen += strcmp(record.boxes[i].text, "7.0") == 0 ? 1 : 0;
    assert_int_equal(seen, 6); /* five tiles and one entry of the legend */
}

#define MANY 10000
#define PAGE_PART 314.0f /* 45 % of a page's text */

/* Items named 项0 …, of falling values; every `own`-th is highlighted, or none. */
static struct doc_chart many_items(struct arena *arena, size_t count, size_t own) {
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

static bool drawn(const struct record *record, const char *wanted) {
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->boxes[i].text, wanted) == 0)
            return true;
    return false;
}

/* Up to 60 items all stand there, in two columns of one scale if they are many. */
static void sixty_bars_take_less_than_half_a_page(void **state) {
    (void)state;
    static struct record record;
    struct arena *arena = arena_open();
    for (size_t count = 28; count <= 60; count++) {
        struct doc_chart chart = many_items(arena, count, 7);
        check(&chart, &record);
        assert_true(chart_height(&chart, WIDTH) <= PAGE_PART);
        for (size_t i = 0; i < count; i++)
            find(&record, arena_printf(arena, "项%zu", i + 1).p);
        assert_int_equal(chart.kind->leaves_out(&chart, arena).n, 0);
        const struct box *first = find(&record, "项1");
        const struct box *last = find(&record, arena_printf(arena, "项%zu", count).p);
        assert_int_equal(last->left > WIDTH / 2, count > 34);
        assert_true(first->right < WIDTH / 2);
    }
    struct doc_chart chart = many_items(arena, 40, 0);
    chart.items[0].value = chart.items[39].value = 7; /* the same length */
    draw(&chart, &record);
    float left = find(&record, "项1")->right, at = find(&record, "40.0")->left - left;
    left = find(&record, "项40")->right;
    assert_true(fabsf(find(&record, "1.0")->left - left - at) < 0.1f);
    arena_close(arena);
}

/* Of more the ends and the highlighted with their neighbours, and it is said. */
static void long_lists_are_shortened(void **state) {
    (void)state;
    static struct record record;
    static const struct {
        size_t count, own;
        const char *note;
    } cases[] = {
        {61, 0, "共61项，图中只列前10项和末5项，略去46项。"},
        {500, 147,
         "共500项，图中只列前10项、末5项以及突出显示的项和前后各2项，略去470项。"},
        {500, 45,
         "共500项，图中只列前10项、末5项以及突出显示的项和前后各1项，略去453项。"},
        {500, 2, "共500项，图中只列前10项、末5项和部分突出显示的项，略去"},
        {MANY, 5000,
         "共10000项，图中只列前10项、末5项以及突出显示的项和前后各2项，略去9980项。"},
        {MANY, 1, "共10000项，图中只列前10项、末5项和部分突出显示的项，略去"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_open();
        struct doc_chart chart = many_items(arena, cases[i].count, cases[i].own);
        check(&chart, &record);
        assert_true(chart_height(&chart, WIDTH) <= PAGE_PART);
        struct str note = chart.kind->leaves_out(&chart, arena);
        if (str_find(note, str_from(cases[i].note), 0) != 0)
            fail_msg("%.*s", STR_ARG(note));
        find(&record, "项1");
        find(&record, "项10");
        find(&record, arena_printf(arena, "项%zu", cases[i].count - 4).p);
        find(&record, arena_printf(arena, "项%zu", cases[i].count).p);
        assert_false(drawn(&record, "项11") && cases[i].own == 0);
        arena_close(arena);
    }
    struct arena *arena = arena_open();
    struct doc_chart chart = many_items(arena, 500, 147);
    check(&chart, &record);
    assert_int_equal(find(&record, "项147")->colour, sample_theme()->alert);
    find(&record, "项145");
    find(&record, "项149");
    assert_false(drawn(&record, "项144") || drawn(&record, "项150"));
    find(&record, "略去第11—144项");
    /* One item takes no more room than to say that it is left out. */
    chart.items[13].highlight = true;
    check(&chart, &record);
    find(&record, "项11");
    arena_close(arena);
}

/* Of many lines some have a name; no number of lines, points or letters fails. */
static void many_lines_fit(void **state) {
    (void)state;
    static struct record record;
    static const struct {
        size_t series, labels;
        const char *name, *label;
        float height;
    } cases[] = {
        {14, 12, "演示", "2023年", 171},
        {15, 12, "演示", "2023年", 171},
        {500, 24, "演示", "2023年12月", 171},
        {3, 5000, "演示", "2023年12月31日", 151},
        {3, 3,
         "一个写在线末的非常非常长的、没有任何版面放得下的地区名称连同它的全部下属单位",
         "2023", 151},
        {2, 4, "演示", "一个写在横轴上的非常非常长的、没有任何版面放得下的时期名称",
         151},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct arena *arena = arena_open();
        size_t n = cases[k].series, m = cases[k].labels;
        struct chart_series *series = arena_array(arena, n, sizeof *series);
        struct str *labels = arena_array(arena, m, sizeof *labels);
        for (size_t i = 0; i < m; i++)
            labels[i] = str_from(cases[k].label);
        for (size_t s = 0; s < n; s++) {
            double *values = arena_array(arena, m, sizeof *values);
            for (size_t i = 0; i < m; i++)
                values[i] = (double)((s * 7 + i) % 501);
            series[s] = (struct chart_series){
                .name = arena_printf(arena, "%s%zu", cases[k].name, s),
                .last_text = STR("1.0"),
                .values = values,
                .highlight = s == 2};
        }
        struct doc_chart chart = {.kind = &chart_lines,
                                  .series = series,
                                  .series_count = n,
                                  .labels = labels,
                                  .label_count = m};
        assert_true(words_vocabulary(STR("zh-CN"), &chart.words));
        check(&chart, &record);
        assert_true(chart_height(&chart, WIDTH) <= cases[k].height);
        struct str note = chart.kind->leaves_out(&chart, arena);
        assert_int_equal(note.n > 0, n > 14);
        if (n == 500)
            assert_true(str_equal(
                note, STR("共500条线，只写出突出显示的、期末值最高、居中和最低的名称，"
                          "其余496条画成灰色细线。")));
        if (n > 2 && k != 4)
            assert_int_equal(
                find(&record, arena_printf(arena, "%s2 1.0", cases[k].name).p)->colour,
                sample_theme()->alert);
        arena_close(arena);
    }
}

/* A map of any number of tiles stays on a page, and its key in the picture. */
static void many_tiles_fit(void **state) {
    (void)state;
    static struct record record;
    static struct chart_item items[2000];
    static const int sides[] = {3, 12, 40};
    for (size_t k = 0; k < 3; k++) {
        int side = sides[k], count = side * side;
        for (int i = 0; i < count; i++)
            items[i] = (struct chart_item){
                .label = STR("一个很长很长的、方格里写不下的地区名称"),
                .value = i % 10,
                .text = k == 0 ? STR("123,456,789,012.3456789") : STR("1.5"),
                .tile_row = i / side * (k == 2 ? 2 : 1),
                .tile_column = i % side};
        struct doc_chart chart = {
            .kind = &chart_tiles, .items = items, .item_count = (size_t)count};
        assert_true(words_vocabulary(STR("zh-CN"), &chart.words));
        check(&chart, &record);
        assert_true(chart_height(&chart, WIDTH) <= 600);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_fit),
        cmocka_unit_test(columns_beside_bars_have_heads),
        cmocka_unit_test(highlighted_bar_is_in_alert),
        cmocka_unit_test(negative_bars_point_left),
        cmocka_unit_test(lines_fit),
        cmocka_unit_test(gaps_break_lines),
        cmocka_unit_test(tiles_step_by_fifths),
        cmocka_unit_test(equal_tiles_share_a_step),
        cmocka_unit_test(sixty_bars_take_less_than_half_a_page),
        cmocka_unit_test(long_lists_are_shortened),
        cmocka_unit_test(many_lines_fit),
        cmocka_unit_test(many_tiles_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
