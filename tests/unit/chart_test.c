/* Charts are drawn on a canvas that remembers: no text may leave the picture or
   touch another, whatever the data. */
#include "unit.h"

#include "chart_record.h"
#include "draw/shapes.h"
#include "sample_document.h"
#include "words/words.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

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
        record_check(&chart, &record);
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
    record_check(&chart, &record);
    const struct box *head = record_find(&record, "位次"),
                     *rank = record_find(&record, "1");
    assert_true(fabsf(head->right - rank->right) < 0.1f && head->bottom < rank->top);
    head = record_find(&record, "变化");
    const struct box *change = record_find(&record, "▲2");
    assert_true(fabsf(head->right - change->right) < 0.1f);
    assert_true(head->bottom < change->top);
    size_t texts = record.count;
    items[0].rank = items[0].change = STR("");
    record_check(&chart, &record);
    assert_true(record.count <= texts - 4);
}

/* Ranks 1, 2, 2, 4, 7, 9: the fourth follows on two second places; 5 and 6 are no
   one's, nor is 8. Only a ranking says so, and not where its rows are in another order.
 */
static void bars_of_a_ranking_tell_where_ranks_jump(void **state) {
    (void)state;
    static const char *const ranks[] = {"1", "2", "2", "4", "7", "9"};
    struct chart_item items[6];
    for (size_t i = 0; i < 6; i++)
        items[i] = (struct chart_item){
            .label = STR("甲"), .value = 9 - (double)i, .rank = str_from(ranks[i])};
    struct doc_chart chart = {
        .kind = &chart_bars, .items = items, .item_count = 6, .ranked = true};
    assert_true(words_vocabulary(STR("zh-CN"), &chart.words));
    struct shape_row rows[SHAPE_ROWS];
    assert_int_equal(shape_item_rows(&chart, rows), 8);
    assert_true(rows[4].omits && rows[4].ranks && rows[4].first == 4 &&
                rows[4].end == 6);
    assert_true(rows[6].omits && rows[6].first == 7 && rows[6].end == 8);
    static struct record record;
    record_check(&chart, &record);
    record_find(&record, "略去第5—6位");
    record_find(&record, "略去第8位");
    chart.ranked = false;
    assert_int_equal(shape_item_rows(&chart, rows), 6);
    chart.ranked = true;
    items[0].rank = STR("3");
    assert_int_equal(shape_item_rows(&chart, rows), 6);
}

static void highlighted_bar_is_in_alert(void **state) {
    (void)state;
    static struct record record;
    struct arena *arena = arena_open();
    struct document *doc = sample_document(arena);
    record_check(doc->charts[0], &record);
    assert_int_equal(record_find(&record, "安徽")->colour, sample_theme()->alert);
    assert_int_equal(record_find(&record, "安徽")->role, FONT_SANS_BOLD);
    assert_int_equal(record_find(&record, "北京")->colour, sample_theme()->ink);
    record_find(&record, "▼2");
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
    record_check(&chart, &record);
    const struct box *zero = record_find(&record, "0");
    assert_true(record_find(&record, "-6.0")->right < zero->left);
    assert_true(record_find(&record, "3.0")->left > zero->right);
    assert_true(record_find(&record, "降")->right < record_find(&record, "-6.0")->left);
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
        record_check(&chart, &record);
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
    record_check(&chart, &record);
    assert_int_equal(record.curves, 4); /* the dot at the end */
    size_t points = record.points;
    series.values = broken;
    record_check(&chart, &record);
    assert_int_equal(record.curves, 8); /* the dot of the lone fourth, and the end */
    assert_true(record.points < points + 8 + 10); /* ten are of the ticks */
}

/* A period that no line has a value of has its place, its label and tick are paler. */
static void absent_periods_are_paler(void **state) {
    (void)state;
    static struct record record;
    const struct theme *theme = sample_theme();
    double some[] = {1, 2, (double)NAN, (double)NAN, 3};
    double other[] = {1, (double)NAN, (double)NAN, 2, 3};
    struct str labels[] = {STR("2019"), STR("2020"), STR("2021"), STR("2022"),
                           STR("2023")};
    struct chart_series series[] = {{.name = STR("甲"), .values = some},
                                    {.name = STR("乙"), .values = other}};
    struct doc_chart chart = {.kind = &chart_lines,
                              .labels = labels,
                              .label_count = 5,
                              .series = series,
                              .series_count = 2};
    record_check(&chart, &record);
    static const char *const texts[] = {"2019", "2020", "2021", "2022", "2023"};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(record_find(&record, texts[i])->colour,
                         i == 2 ? theme->chart_tick.colour : theme->chart_label.colour);
    float x = 0;
    assert_int_equal(record_uprights(&record, theme->grey, &x), 4);
    const struct box *last = record_find(&record, "2023");
    assert_float_equal(x, (last->left + last->right) / 2, 0.1f);
    float before = record_find(&record, "2020")->left,
          after = record_find(&record, "2021")->left;
    assert_float_equal(last->left - before, 3 * (after - before), 0.2f);
    /* Nothing absent, all labels stand: no ticks. */
    some[2] = 5;
    record_check(&chart, &record);
    assert_int_equal(record_uprights(&record, theme->grey, &x), 0);
    assert_int_equal(record_find(&record, "2020")->colour, theme->chart_tick.colour);
}

/* Up to six lines have a colour each; of more the highlighted alone, and all are
   named. The same where a theme has fewer colours. */
static void no_two_lines_share_a_colour(void **state) {
    (void)state;
    static struct record record;
    static double values[12][3];
    static char names[12][16];
    struct str labels[] = {STR("甲"), STR("乙"), STR("丙")};
    struct chart_series series[12];
    for (size_t s = 0; s < 12; s++) {
        snprintf(names[s], sizeof names[s], "线%zu", s + 1);
        for (size_t i = 0; i < 3; i++)
            values[s][i] = (double)(s * (i + 1));
        series[s] = (struct chart_series){
            .name = str_from(names[s]), .values = values[s], .highlight = s == 4};
    }
    for (size_t count = 1; count <= 12; count++)
        for (int own = 0; own < 2; own++) {
            series[4].highlight = own == 1;
            struct doc_chart chart = {.kind = &chart_lines,
                                      .labels = labels,
                                      .label_count = 3,
                                      .series = series,
                                      .series_count = count};
            record_check(&chart, &record);
            size_t grey = 0;
            bool few = count <= 6 && count - (own == 1 && count > 4) <= 4; /* colours */
            for (size_t s = 0; s < count; s++) {
                uint32_t colour = record_find(&record, names[s])->colour;
                bool mine = series[s].highlight;
                assert_int_equal(colour == sample_theme()->alert, mine);
                grey += colour == sample_theme()->chart_tick.colour;
                for (size_t k = 0; k < s && few; k++)
                    assert_true(record_find(&record, names[k])->colour != colour);
            }
            if (!few)
                assert_int_equal(grey, count - (own == 1 && count > 4));
        }
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
    record_check(&chart, &record);
    record_find(&record, "0—1"); /* ten values, two in each step */
    record_find(&record, "8—9");
    record_find(&record, "无可比数据");
    /* Dark tiles have white text. */
    assert_int_equal(record_find(&record, "9")->colour, 0xFFFFFF);
    assert_int_equal(record_find(&record, "1")->colour, sample_theme()->ink);
    size_t hatched = record.paths;
    items[10].value = items[11].value = 3;
    record_check(&chart, &record);
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
    record_check(&chart, &record);
    size_t seen = 0;
    for (size_t i = 0; i < record.count; i++)
        seen += strcmp(record.boxes[i].text, "7.0") == 0 ? 1 : 0;
    assert_int_equal(seen, 6); /* five tiles and one entry of the legend */
}

#define MANY 10000
#define PAGE_PART 314.0f /* 45 % of a page's text */

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_fit),
        cmocka_unit_test(columns_beside_bars_have_heads),
        cmocka_unit_test(bars_of_a_ranking_tell_where_ranks_jump),
        cmocka_unit_test(highlighted_bar_is_in_alert),
        cmocka_unit_test(negative_bars_point_left),
        cmocka_unit_test(lines_fit),
        cmocka_unit_test(gaps_break_lines),
        cmocka_unit_test(absent_periods_are_paler),
        cmocka_unit_test(no_two_lines_share_a_colour),
        cmocka_unit_test(tiles_step_by_fifths),
        cmocka_unit_test(equal_tiles_share_a_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
