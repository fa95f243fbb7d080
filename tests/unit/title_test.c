/* What a title or a file's name says, and what it does not say. */
#include "unit.h"

#include "ingest/ingest.h"
#include "ingest/title.h"
#include <fcntl.h>
#include <unistd.h>

static struct arena *arena;
static struct dataset *ds;
static const struct names *areas;

static int set_up(void **state) {
    static const struct {
        const char *code, *name, *short_name, *english, *level;
    } list[] = {{"000000", "全国", "", "National", "nation"},
                {"340000", "安徽省", "安徽", "Anhui", "province"},
                {"320000", "江苏省", "江苏", "Jiangsu", "province"},
                {"460000", "海南省", "海南", "Hainan", "province"},
                {"340100", "合肥市", "合肥", "", "prefecture"},
                {"CHN", "中国", "", "China", "economy"}};
    (void)state;
    arena = arena_open();
    ds = dataset_open(arena);
    struct diag *diag = diag_open();
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct area area = {.code = str_from(list[i].code),
                            .name = str_from(list[i].name),
                            .short_name = str_from(list[i].short_name),
                            .name_en = str_from(list[i].english),
                            .level = str_from(list[i].level),
                            .parent = i == 4 ? 1 : DATASET_NONE};
        dataset_add_area(ds, &area, diag);
    }
    diag_close(diag);
    areas = names_of_areas(ds, arena);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_close(arena);
    return 0;
}

static struct str periods_of(const char *text) {
    struct title_period list[TITLE_PERIODS];
    size_t count = title_periods(str_from(text), arena, list);
    struct str out = {"", 0};
    for (size_t i = 0; i < count; i++) {
        struct period first = list[i].first, last = list[i].last;
        const char *part = first.year == 0 ? "*" : "";
        first.year = first.year == 0 ? 2000 : first.year;
        out = arena_printf(arena, "%.*s%s%s%.*s", STR_ARG(out), i > 0 ? " " : "", part,
                           STR_ARG(period_code(first, arena)));
        if (!period_equal(list[i].first, last)) {
            out = arena_printf(arena, "%.*s to %.*s", STR_ARG(out),
                               STR_ARG(period_code(last, arena)));
        }
    }
    return out;
}

static void periods(void **state) {
    static const char *const cases[][2] = {
        {"2023年9月全省检验检测机构情况表", "2023-09"},
        {"2023年1—9月各省证书数", "2023-YTD09"},
        {"各省证书数（2023年前三季度）", "2023-YTD09"},
        {"2023年9月和1—9月各省营业收入", "2023-09 2023-YTD09"},
        {"分省地区生产总值（2006—2024年）", "2006-2024"},
        {"2021年7月至2025年1月证书数", "2021-07 to 2025-01"},
        {"三季度各省证书数", "*2000-Q3"},
        {"一月份各省证书数", "*2000-01"},
        {"截至2023年末各省证书数", "2023"},
        {"二〇二三年九月各省证书数", "2023-09"},
        {"“十四五”时期主要指标", "2021-2025"},
        {"各省证书数2023", "2023"},
        {"表2023-1 各省证书数（2022年）", "2022"},
        {"表1-9 各省证书数", ""},
        {"2024年统计年鉴 各省证书数", ""},
        {"2024年中国统计年鉴各省证书数", ""},
        {"《中国统计年鉴—2024》", ""},
        {"2023年国民经济和社会发展统计公报", ""},
        {"2023年统计资料", ""},
        {"各省证书数（2024年1月发布）", ""},
        {"2023年各省证书数（比2022年）", "2023"},
        {"2015年以来各省证书数", ""},
        {"地区生产总值（2020年价格）", ""},
        {"居民消费价格指数（2015年=100）", ""},
        {"国统制〔2023〕12号", ""},
        {"2024年1月15日制表", ""},
        {"2000家规模以上机构名单", ""},
        {"GB/T 19001—2016认证证书数", ""},
        {"ISO 9001:2015认证证书数", ""},
        {"统一月度报表", ""},
        {"第一产业增加值", ""},
        {"2023年第9期", "2023"},
        {"certs-2023-01", "2023-01"},
        {"certs_202301", "2023-01"},
        {"export_20240115", ""},
        {"export-2024-01-15", ""},
        {"panel-2015-2024", "2015-2024"},
        {"small-000001", ""},
        {"gb2312", ""},
        {"一月", "*2000-01"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = periods_of(cases[i][0]);
        if (!str_equal(got, str_from(cases[i][1]))) {
            fail_msg("%s: %.*s, not %s", cases[i][0], STR_ARG(got), cases[i][1]);
        }
    }
}

static void units(void **state) {
    static const char *const cases[][2] = {
        {"各省证书数（万张）", "万张"},
        {"各省证书数(亿元)（2023年）", "亿元"},
        {"各省营业收入（亿元）情况", "亿元"},
        {"各省设备（台(套)）", "台(套)"},
        {"各省证书数增长速度（%）", "%"},
        {"各省证书数（2023年）", ""},
        {"各省证书(张)和组织（家）情况", "张、家"},
        {"进度表（月）", ""},
        {"检验检测机构（一）", ""},
        {"各省证书数（分领域）", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str unit = {"", 0};
        unit = title_unit(str_from(cases[i][0]), arena, &unit) ? unit : STR("");
        if (!str_equal(unit, str_from(cases[i][1]))) {
            fail_msg("%s: %.*s, not %s", cases[i][0], STR_ARG(unit), cases[i][1]);
        }
    }
}

static void areas_of_titles(void **state) {
    static const struct {
        const char *text;
        bool anywhere;
        const char *code;
    } cases[] = {{"安徽省检验检测机构情况", false, "340000"},
                 {"2023年安徽检验检测机构情况", false, "340000"},
                 {"表3 2023年9月安徽省合肥市情况", false, "340100"},
                 {"2023年全国检验检测机构情况", false, "000000"},
                 {"Anhui: certificates", false, "340000"},
                 {"各省与安徽省比较", false, ""},
                 {"安徽省统计局：证书数", false, ""},
                 {"安徽省人民政府办公厅通报", false, ""},
                 {"海南藏族自治州证书数", false, ""},
                 {"中国证书数", false, ""},
                 {"Anhuinese words", false, ""},
                 {"证书-安徽-2023", true, "340000"},
                 {"anhui_2023", true, "340000"},
                 {"national-2013-2024", true, "000000"},
                 {"安徽省合肥市", true, "340100"},
                 {"江苏和安徽", true, ""},
                 {"certificates-by-field", true, ""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t id =
            title_area(areas, ds, str_from(cases[i].text), cases[i].anywhere, arena);
        struct str code = id == DATASET_NONE ? STR("") : dataset_area(ds, id)->code;
        if (!str_equal(code, str_from(cases[i].code))) {
            fail_msg("%s: %.*s, not %s", cases[i].text, STR_ARG(code), cases[i].code);
        }
    }
}

static void topics(void **state) {
    static const struct {
        const char *text, *topic;
        enum title_kind kind;
    } cases[] = {
        {"2023年9月各省获证组织数情况表", "获证组织数", TITLE_PLAIN},
        {"安徽省2023年有效认证证书数（万张）", "有效认证证书数", TITLE_PLAIN},
        {"有效认证证书数增长速度（%）", "有效认证证书数增长速度", TITLE_GROWTH},
        {"各省证书数比上年增长情况", "证书数比上年增长", TITLE_GROWTH},
        {"各省证书数及增长速度", "证书数及增长速度", TITLE_PLAIN},
        {"各省经济增长情况", "经济增长", TITLE_PLAIN},
        {"各省证书数占比", "证书数占比", TITLE_SHARE},
        {"各省证书数、占比", "证书数、占比", TITLE_PLAIN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str topic = title_topic(areas, ds, str_from(cases[i].text), arena);
        if (!str_equal(topic, str_from(cases[i].topic)) ||
            title_kind(topic) != cases[i].kind) {
            fail_msg("%s: %.*s, kind %d", cases[i].text, STR_ARG(topic),
                     (int)title_kind(topic));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods),
        cmocka_unit_test(units),
        cmocka_unit_test(areas_of_titles),
        cmocka_unit_test(topics),
    };
    return cmocka_run_group_tests_name("title", tests, set_up, tear_down);
}
