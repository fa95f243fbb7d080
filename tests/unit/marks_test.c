/* What is the mark of a note by its form, and what is not. */
#include "unit.h"

#include "ingest/marks.h"

static void marks_are_taken_off(void **state) {
    static const char *const texts[][2] = {{"安徽①", "安徽"},
                                           {"*天津", "天津"},
                                           {"江苏（注）", "江苏"},
                                           {"江苏(注)", "江苏"},
                                           {"浙江[注2]", "浙江"},
                                           {"北京*", "北京"},
                                           {"北京＊*", "北京"},
                                           {"广东 1)", "广东"},
                                           {"广东1）", "广东"},
                                           {"重庆１）", "重庆"},
                                           {"福建【注】", "福建"},
                                           {"辽宁（见注１）", "辽宁"},
                                           {"上海⑴", "上海"},
                                           {"(1)广西", "广西"},
                                           {"1)西藏", "西藏"},
                                           {"①湖北②", "湖北"},
                                           {"2023年注2", "2023年"},
                                           {"北京市见注1", "北京市"},
                                           {"全市备注1", "全市"},
                                           {"浙江附注２", "浙江"},
                                           {"2023年(1)", "2023年"},
                                           {"34①", "34"},
                                           {"2009(10)", "2009(10)"},
                                           {"2009（1）", "2009"},
                                           {"GDP†‡", "GDP"},
                                           {"①", "①"},
                                           {"*", "*"},
                                           {"安徽", "安徽"},
                                           {"四川a", "四川a"},
                                           {"安徽(p)", "安徽(p)"},
                                           {"安徽(100)", "安徽(100)"},
                                           {"341)", "341)"},
                                           {"#江西", "#江西"},
                                           {"河南注", "河南注"},
                                           {"12", "12"},
                                           {"（一）农业", "（一）农业"},
                                           {"(注：略)安徽", "(注：略)安徽"},
                                           {"", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_str(marks_off(str_from(texts[i][0])), texts[i][1]);
    }
}

static void notes_begin_with_marks(void **state) {
    static const struct {
        const char *text;
        size_t n;
    } texts[] = {{"* 快报数", 1},
                 {"①快报数", 3},
                 {"1) 快报数", 2},
                 {"12）快报数", 5},
                 {"[1] 快报数", 3},
                 {"（注）快报数", 9},
                 {"(1) 快报数", 0},
                 {"123) 快报数", 0},
                 {"1. 快报数", 0},
                 {"快报数*", 0},
                 {"", 0}};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(marks_front(str_from(texts[i].text)), texts[i].n);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(marks_are_taken_off),
                                       cmocka_unit_test(notes_begin_with_marks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
