/* The unit that the ticks of an axis are in: by the largest value, said at the axis,
   never a row of zeros nor a power of ten. */
#include "unit.h"

#include "chart_record.h"
#include "draw/scale.h"
#include "sample_document.h"
#include "words/words.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static void units_are_by_the_largest_value(void **state) {
    (void)state;
    static const struct {
        double least, most;
        const char *unit, *chinese, *english;
        const char *top, *english_top; /* the last tick, of about four from 0 */
    } cases[] = {
        {1, 99999, "张", "", "", "100,000", "100,000"},
        {1, 100000, "张", "万张", "张, in thousands", "10", "100"},
        {1, 1222892, "张", "万张", "张, in millions", "150", "1.5"},
        {1, 8e8, "张", "万张", "张, in millions", "80,000", "800"},
        {1, 1e9, "张", "亿张", "张, in billions", "10", "1.0"},
        {1, 1e12, "元", "亿元", "元, in trillions", "10,000", "1.0"},
        {1e10, 1e12, "元", "万亿元", "元, in trillions", "1.0", "1.0"},
        {1, 1e13, "元", "万亿元", "元, in trillions", "10", "10"},
        {1, 2e5, "亿元", "万亿元", "亿元, in thousands", "20", "200"},
        {1, 58650, "亿元", "", "", "60,000", "60,000"},
        {1, 2e5, "万张", "亿张", "万张, in thousands", "20", "200"},
        {1, 2e5, "万亿元", "", "万亿元, in thousands", "200,000", "200"},
        {1e-5, 4e-4, "亿元", "元", "亿元, in thousandths", "40,000", "0.4"},
        {1e-9, 4e-7, "亿元", "元", "亿元, in millionths", "40", "0.4"},
        {1, 2e6, "", "万", "in millions", "200", "2.0"},
        {1, 2e6, "%", "%×1万", "%, in millions", "200", "2.0"},
        {1, 2e6, "千瓦时", "万千瓦时", "千瓦时, in millions", "200", "2.0"},
        {1, 2e6, "千人", "千人×1万", "千人, in millions", "200", "2.0"},
        {1, 2e6, "张、家", "×1万", "in millions", "200", "2.0"},
        {1, 2e6, "人/万人", "万人/万人", "人/万人, in millions", "200", "2.0"},
        {1e-4, 1e-3, "%", "", "", "0.0010", "0.0010"},
        {1e-4, 4e-4, "%", "%的千分之一", "%, in thousandths", "0.4", "0.4"},
        {1e-6, 3e-6, "", "百万分之一", "in millionths", "3", "3"},
        {1e-9, 3e-9, "", "十亿分之一", "in billionths", "3", "3"},
        {1, 4e21, "元", "元×10²¹", "元×10²¹", "4", "4"},
        {1e-20, 4e-18, "元", "元×10⁻¹⁸", "元×10⁻¹⁸", "4", "4"},
        {HUGE_VAL, 0, "张", "", "", "1.0", "1.0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int turn = 0; turn < 4; turn++) {
            struct catalogue words;
            assert_true(words_vocabulary(turn % 2 ? STR("en") : STR("zh-CN"), &words));
            struct scale scale = scale_open();
            double sign = turn < 2 ? 1 : -1;
            scale_take(&scale, 0);
            scale_take(&scale, (double)NAN);
            scale_take(&scale, sign * cases[i].least);
            scale_take(&scale, sign * cases[i].most);
            struct str unit = str_from(cases[i].unit);
            struct axis axis = scale_axis(&scale, words, unit, 4, true);
            assert_true(axis.low <= scale.low && axis.high >= scale.high);
            struct buf said = buf_open(200), top = buf_open(200);
            scale_print(words, unit, axis.power, false, &said);
            assert_str(buf_str(&said), turn % 2 ? cases[i].english : cases[i].chinese);
            axis_print(&axis, turn < 2 ? axis.last : -axis.first, &top);
            if (turn < 2 && cases[i].top != NULL)
                assert_str(buf_str(&top),
                           turn % 2 ? cases[i].english_top : cases[i].top);
            buf_close(&said);
            buf_close(&top);
        }
}

/* No chart fails for its size, its unit or its language, and none has ticks that
   cannot be read. */
static void all_sizes_fit(void **state) {
    (void)state;
    static struct record record;
    static const char *const units[] = {
        "",
        "张",
        "亿元",
        "%",
        "certificates of the whole country and abroad",
        "每百万人口中有效的、在有效期内的质量管理体系认证证书数量（张/百万人）"};
    struct str labels[] = {STR("2019"), STR("2020"), STR("2021"), STR("2022")};
    for (int power = -24; power <= 30; power++)
        for (size_t turn = 0; turn < 24; turn++) {
            static char texts[40][32], ranks[40][8];
            struct chart_item items[40];
            size_t count = turn % 2 ? 40 : 9;
            double values[4], scale = pow(10, power);
            for (size_t i = 0; i < count; i++) {
                double value = ((double)(count - i) - (turn % 4 < 2 ? 0 : 5.5)) * scale;
                snprintf(texts[i], sizeof texts[i], "%.3g", value);
                snprintf(ranks[i], sizeof ranks[i], "%zu", i + 1);
                items[i] =
                    (struct chart_item){.label = i % 3 ? STR("皖") : STR("内蒙古"),
                                        .value = value,
                                        .text = str_from(texts[i]),
                                        .rank = str_from(turn % 3 ? ranks[i] : ""),
                                        .change = str_from(turn % 6 < 3 ? "▲2" : "")};
                values[i % 4] = value;
            }
            struct doc_chart chart = {.kind = &chart_bars,
                                      .items = items,
                                      .item_count = count,
                                      .unit = str_from(units[turn % 6])};
            assert_true(
                words_vocabulary(turn < 12 ? STR("zh-CN") : STR("en"), &chart.words));
            record_check(&chart, &record);
            struct chart_series series = {
                .name = STR("甲"), .values = values, .last_text = STR("1")};
            struct doc_chart lines = {.kind = &chart_lines,
                                      .words = chart.words,
                                      .unit = chart.unit,
                                      .labels = labels,
                                      .label_count = 4,
                                      .series = &series,
                                      .series_count = 1,
                                      .from_zero = turn % 4 == 0};
            record_check(&lines, &record);
            for (size_t i = 0; i < record.count; i++)
                if (strstr(record.boxes[i].text, "e+") != NULL ||
                    strstr(record.boxes[i].text, "0.00000") != NULL)
                    fail_msg("%d: %s", power, record.boxes[i].text);
        }
}

/* Both kinds say the unit of their ticks, above them and before them. */
static void the_axis_says_its_unit(void **state) {
    (void)state;
    static struct record record;
    struct chart_item items[] = {
        {.label = STR("甲"), .value = 1222892, .text = STR("1,222,892")},
        {.label = STR("乙"), .value = 400000, .text = STR("400,000")}};
    struct doc_chart chart = {
        .kind = &chart_bars, .items = items, .item_count = 2, .unit = STR("张")};
    record_check(&chart, &record);
    const struct box *unit = record_find(&record, "万张");
    assert_true(unit->right < record_find(&record, "0")->left);
    assert_float_equal(unit->bottom, record_find(&record, "20")->bottom, 0.1f);
    assert_true(unit->size >= 6.5f);
    double values[] = {1e12, 3e12};
    struct str labels[] = {STR("2022"), STR("2023")};
    struct chart_series series = {.name = STR("甲"), .values = values};
    struct doc_chart lines = {.kind = &chart_lines,
                              .unit = STR("元"),
                              .labels = labels,
                              .label_count = 2,
                              .series = &series,
                              .series_count = 1,
                              .from_zero = true};
    record_check(&lines, &record);
    assert_true(record_find(&record, "万亿元")->bottom <
                record_find(&record, "3")->top + 0.5f);
    values[0] = 10, values[1] = 30;
    record_check(&lines, &record);
    assert_false(record_has(&record, "万亿元") || record_has(&record, ""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_by_the_largest_value),
        cmocka_unit_test(all_sizes_fit),
        cmocka_unit_test(the_axis_says_its_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
