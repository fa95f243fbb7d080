/* Charts of very many items, lines and tiles, and of very long names: they fit, and
   what is not drawn is said. */
#include "unit.h"

#include "chart_record.h"
#include "draw/names.h"
#include "sample_document.h"
#include "words/words.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MANY 10000
#define PAGE_PART 314.0f /* 45 % of a page's text */

/* Up to 60 items all stand there, in two columns of one scale if they are many. */
static void sixty_bars_take_less_than_half_a_page(void **state) {
    (void)state;
    static struct record record;
    struct arena *arena = arena_open();
    for (size_t count = 28; count <= 60; count++) {
        struct doc_chart chart = record_items(arena, count, 7);
        record_check(&chart, &record);
        assert_true(chart_height(&chart, WIDTH) <= PAGE_PART);
        for (size_t i = 0; i < count; i++)
            record_find(&record, arena_printf(arena, "项%zu", i + 1).p);
        assert_int_equal(chart.kind->leaves_out(&chart, arena).n, 0);
        const struct box *first = record_find(&record, "项1");
        const struct box *last =
            record_find(&record, arena_printf(arena, "项%zu", count).p);
        assert_int_equal(last->left > WIDTH / 2, count > 34);
        assert_true(first->right < WIDTH / 2);
    }
    struct doc_chart chart = record_items(arena, 40, 0);
    chart.items[0].value = chart.items[39].value = 7; /* the same length */
    record_draw(&chart, &record);
    float left = record_find(&record, "项1")->right,
          at = record_find(&record, "40.0")->left - left;
    left = record_find(&record, "项40")->right;
    assert_true(fabsf(record_find(&record, "1.0")->left - left - at) < 0.1f);
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
        struct doc_chart chart = record_items(arena, cases[i].count, cases[i].own);
        record_check(&chart, &record);
        assert_true(chart_height(&chart, WIDTH) <= PAGE_PART);
        struct str note = chart.kind->leaves_out(&chart, arena);
        if (str_find(note, str_from(cases[i].note), 0) != 0)
            fail_msg("%.*s", STR_ARG(note));
        record_find(&record, "项1");
        record_find(&record, "项10");
        record_find(&record, arena_printf(arena, "项%zu", cases[i].count - 4).p);
        record_find(&record, arena_printf(arena, "项%zu", cases[i].count).p);
        assert_false(record_has(&record, "项11") && cases[i].own == 0);
        arena_close(arena);
    }
    struct arena *arena = arena_open();
    struct doc_chart chart = record_items(arena, 500, 147);
    record_check(&chart, &record);
    assert_int_equal(record_find(&record, "项147")->colour, sample_theme()->alert);
    record_find(&record, "项145");
    record_find(&record, "项149");
    assert_false(record_has(&record, "项144") || record_has(&record, "项150"));
    record_find(&record, "略去第11—144项");
    /* One item takes no more room than to say that it is left out. */
    chart.items[13].highlight = true;
    record_check(&chart, &record);
    record_find(&record, "项11");
    arena_close(arena);
}

static bool begins(const struct record *record, const char *words) {
    for (size_t i = 0; i < record->count; i++)
        if (strncmp(record->boxes[i].text, words, strlen(words)) == 0)
            return true;
    return false;
}

/* Above a shortened list every item with a value is a mark on the bars' scale. */
static void a_strip_shows_all_items(void **state) {
    (void)state;
    static struct record record;
    struct arena *arena = arena_open();
    const struct theme *theme = sample_theme();
    struct doc_chart chart = record_items(arena, 500, 147);
    float x = 0;
    for (size_t i = 0; i < 500; i++) {
        chart.items[i].value = (double)(500 - i);
        chart.items[i].text = arena_printf(arena, "%zu.0", 500 - i);
        chart.items[i].highlight = i == 146;
        chart.items[i].rank = arena_printf(arena, "%zu", i + 1);
    }
    chart.items[20].value = (double)NAN;
    record_check(&chart, &record);
    assert_int_equal(record_uprights(&record, theme->alert, &x), 1);
    const struct box *bar =
        record_find(&record, "354.0"); /* of the one that is highlighted */
    assert_true(fabsf(bar->left - 4 - x) < 0.1f);
    size_t drawn_marks = record_uprights(&record, theme->accent, &x);
    assert_int_equal(drawn_marks, 10 + 5 + 4);
    bar = record_find(&record,
                      "1.0"); /* the last item drawn is the last mark of its colour */
    assert_true(fabsf(bar->left - 4 - x) < 0.1f);
    size_t other = 0;
    for (size_t i = 0; i < RECORD_COLOURS; i++)
        if (record.uprights[i].colour != theme->alert &&
            record.uprights[i].colour != theme->accent &&
            record.uprights[i].colour != theme->grey &&
            record.uprights[i].colour != theme->hairline)
            other += record.uprights[i].count;
    assert_int_equal(other, 499 - 1 - 19);
    record_find(&record, "全部500项");
    record_find(&record, "最低 1.0");
    record_find(&record, "最高 500.0");
    assert_int_equal(record_find(&record, "项147 354.0")->colour, theme->alert);
    struct str said = chart.kind->also_shows(&chart, arena);
    assert_string_equal(
        said.p, "上方细线表示全部各项，居中的一半在125.0至375.0之间，项147居第147位。");
    struct str note = chart.kind->leaves_out(&chart, arena);
    assert_true(str_find(note, STR("上方细线为全部500项，浅色带为居中的一半。"), 0) !=
                STR_NOT_FOUND);

    /* Own at an end: its words stand for the end's. Alike: one word for both. */
    chart.items[146].highlight = false;
    chart.items[0].highlight = true;
    record_check(&chart, &record);
    record_find(&record, "项1 500.0");
    assert_false(record_has(&record, "最高 500.0"));
    record_find(&record, "最低 1.0");
    for (size_t i = 0; i < 500; i++)
        chart.items[i].value = 7;
    chart.items[0].highlight = false;
    record_check(&chart, &record);
    assert_false(begins(&record, "最高"));

    /* The same at the other end, which is not at the picture's edge. */
    for (size_t i = 0; i < 500; i++) {
        chart.items[i].value = (double)(1500 - i);
        chart.items[i].highlight = i == 499;
    }
    record_check(&chart, &record);
    record_find(&record, "项500 1.0");
    assert_false(begins(&record, "最低"));
    record_find(&record, "最高 500.0");
    chart.items[499].highlight = false;
    chart.items[498].highlight = true; /* and near it: none touches the other */
    record_check(&chart, &record);
    record_find(&record, "项499 2.0");
    record_find(&record, "最低 1.0");
    chart.items[498].highlight = false;
    chart.items[0].highlight = true;
    chart.items[0].change = STR("a change that needs much room at the right");
    record_check(&chart, &record);
    record_find(&record, "项1 500.0");
    assert_false(begins(&record, "最高"));

    /* A list that is drawn whole has none. */
    chart = record_items(arena, 60, 7);
    record_draw(&chart, &record);
    assert_false(record_has(&record, "全部60项"));
    assert_int_equal(chart.kind->also_shows(&chart, arena).n, 0);
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
        record_check(&chart, &record);
        assert_true(chart_height(&chart, WIDTH) <= cases[k].height);
        struct str note = chart.kind->leaves_out(&chart, arena);
        assert_int_equal(note.n > 0, n > 14 || k >= 4);
        if (n == 500)
            assert_true(str_equal(
                note, STR("共500条线，只写出突出显示的、期末值最高、居中和最低的名称，"
                          "其余496条画成灰色细线。")));
        if (n > 2 && k != 4)
            assert_int_equal(
                record_find(&record, arena_printf(arena, "%s2 1.0", cases[k].name).p)
                    ->colour,
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
        record_check(&chart, &record);
        assert_true(chart_height(&chart, WIDTH) <= 600);
        struct arena *arena = arena_open();
        struct str note = chart.kind->leaves_out(&chart, arena);
        assert_int_equal(str_equal(note, STR("方格过小，图中不写名称和数值。")),
                         k == 2);
        assert_true(note.n > 0);
        arena_close(arena);
    }
}

static void names_stand_in_lines(void **state) {
    (void)state;
    static const struct {
        const char *name, *first, *second;
        float ems;
        bool two, cut;
    } cases[] = {
        {"安徽", "安徽", "", 10, true, false},
        {"一二三四五六七八九十", "一二三四五六七八九十", "", 10, true, false},
        {"一二三四五六七八九十", "一二三四五六七八…", "", 9, false, true},
        {"一二三四五六七八九十", "一二三四五", "六七八九十", 9, true, false},
        {"一二三四五六七八九十", "一二三四", "五六七…", 4, true, true},
        {"一二三四五六七、八九十一", "一二三四五六七、", "八九十一", 9, true, false},
        {"一二三四））五六七八", "一二三四））", "五六七八", 9, true, false},
        {"一二三四（（五六七八", "一二三四", "（（五六七八", 9, true, false},
        {"一二三四五六（七八九）", "一二三四五六", "（七八九）", 9, true, false},
        {"Inspection and testing bodies", "Inspection and", "testing bodies", 10, true,
         false},
        {"Abcdefghijklmnopqrst", "Abcdefghij", "klmnopqrst", 6, true, false},
        {"Valid certificates", "Valid…", "", 4, false, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf first = buf_open(200), second = buf_open(200);
        bool cut = name_lines(str_from(cases[i].name), cases[i].ems, cases[i].two,
                              &first, &second);
        assert_str(buf_str(&first), cases[i].first);
        assert_str(buf_str(&second), cases[i].second);
        assert_int_equal(cut, cases[i].cut);
        buf_close(&first);
        buf_close(&second);
    }
}

static void a_cut_name_is_told_once(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct names names = {.count = 0};
    struct catalogue words;
    assert_true(words_vocabulary(STR("zh-CN"), &words));
    for (size_t i = 0; i < 6; i++)
        names_add(&names, i % 2 ? STR("一二三四五六") : STR("甲乙丙丁戊己"), 4, false);
    assert_str(names_note(&names, STR("前。"), words, arena),
               "前。图中名称过长的以“…”略写，全称为：甲乙丙丁戊己；一二三四五六。");
    names = (struct names){.count = 0};
    assert_str(names_note(&names, STR("前。"), words, arena), "前。");
    arena_close(arena);
}

/* A name of so many characters, each time another one. */
static struct str long_name(struct arena *arena, size_t i, size_t length) {
    static const char *const han[] = {"检", "验", "测", "认", "证", "量", "标", "准"};
    struct str out = arena_printf(arena, "第%zu", i);
    for (size_t k = 0; k < length; k++)
        out = arena_printf(arena, "%.*s%s", STR_ARG(out), han[(k * k + i) % 8]);
    return out;
}

/* A cut name is in the note, and nothing else is: in every kind of chart. */
static void check_cuts(const struct doc_chart *chart, const struct str *names,
                       size_t count, struct record *record) {
    struct arena *arena = arena_open();
    record_check(chart, record);
    struct str note = chart->kind->leaves_out(chart, arena);
    size_t cut = 0, said = 0;
    for (size_t i = 0; i < record->count; i++) {
        struct str text = str_from(record->boxes[i].text);
        cut += str_find(text, STR("…"), 0) != STR_NOT_FOUND;
        if (str_find(text, STR("第"), 0) == 0)
            assert_true(record->boxes[i].size >= NAME_LEAST - 0.1f);
    }
    for (size_t i = 0; i < count; i++)
        said += str_find(note, names[i], 0) != STR_NOT_FOUND;
    if (cut > 20) /* not all are listed, but all are counted */
        assert_true(said == 20 && str_find(note, arena_printf(arena, "%zu个", cut),
                                           0) != STR_NOT_FOUND);
    else
        assert_int_equal(said, cut);
    arena_close(arena);
}

static void no_name_is_cut_in_silence(void **state) {
    (void)state;
    static struct record record;
    static const size_t counts[] = {2, 16, 17, 30, 40, 300};
    static const size_t lengths[] = {6, 9, 14, 22, 26, 40, 60};
    size_t two_lines = 0;
    for (size_t i = 0; i < 6 * 7; i++) {
        size_t count = counts[i % 6], length = lengths[i / 6];
        struct arena *arena = arena_open();
        struct doc_chart chart = record_items(arena, count, 0);
        struct str *names = arena_array(arena, count, sizeof *names);
        for (size_t k = 0; k < count; k++)
            names[k] = chart.items[k].label = long_name(arena, k, length + k % 3);
        check_cuts(&chart, names, count, &record);
        assert_true(chart_height(&chart, WIDTH) <= PAGE_PART);
        if (count <= 16)
            two_lines += length == 40 && record.count > 3 * count &&
                         chart.kind->leaves_out(&chart, arena).n == 0;
        for (size_t k = 0; k < count; k++) {
            chart.items[k].tile_row = (int)(k / 9);
            chart.items[k].tile_column = (int)(k % 9);
        }
        chart.kind = &chart_tiles;
        if (count <= 40)
            check_cuts(&chart, names, count, &record);
        for (size_t k = 0; k < count; k++) { /* narrow tiles */
            chart.items[k].tile_row = (int)(k / 22);
            chart.items[k].tile_column = (int)(k % 22);
        }
        if (count == 40)
            check_cuts(&chart, names, count, &record);
        struct chart_series *series = arena_array(arena, count, sizeof *series);
        static double values[] = {1, 2};
        struct str labels[] = {STR("2022"), STR("2023")};
        for (size_t k = 0; k < count; k++)
            series[k] = (struct chart_series){
                .name = names[k], .values = values, .last_text = STR("1,234.5")};
        struct doc_chart lines = {.kind = &chart_lines,
                                  .words = chart.words,
                                  .series = series,
                                  .series_count = count < 14 ? count : 14,
                                  .labels = labels,
                                  .label_count = 2};
        check_cuts(&lines, names, count, &record);
        for (size_t k = 0; k < record.count; k++) /* the value is never cut off */
            if (str_find(str_from(record.boxes[k].text), STR("第"), 0) == 0)
                assert_true(str_find(str_from(record.boxes[k].text), STR("1,234.5"),
                                     0) != STR_NOT_FOUND);
        arena_close(arena);
    }
    assert_int_equal(two_lines, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixty_bars_take_less_than_half_a_page),
        cmocka_unit_test(long_lists_are_shortened),
        cmocka_unit_test(a_strip_shows_all_items),
        cmocka_unit_test(many_lines_fit),
        cmocka_unit_test(many_tiles_fit),
        cmocka_unit_test(names_stand_in_lines),
        cmocka_unit_test(a_cut_name_is_told_once),
        cmocka_unit_test(no_name_is_cut_in_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
