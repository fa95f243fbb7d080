/* How tables and figures are numbered: through a report, by chapters, in annexes. */
#include "unit.h"

#include "compose_project.h"
#include "document/dump.h"
#include <string.h>

#define TABLE(ID)                                                                      \
    "```table id=tbl-" ID                                                              \
    " caption=表\nrows = { area }\ncolumns = { { head = \"甲\", get "                \
    "= function(a) return a.short end } }\n```\n\n"

/* The labels of the tables in a report that refers to the last of them, in order. */
static void check_labels(struct str text, enum report_numbers numbers,
                         const char *const *labels, size_t count) {
    struct diag *diag = diag_open();
    compose_shared.report.numbers = numbers;
    struct document *doc = compose_project_text(&compose_shared, text, diag);
    compose_shared.report.numbers = NUMBERS_REPORT;
    assert_non_null(doc);
    assert_int_equal(doc->table_count, count);
    for (size_t i = 0; i < count; i++)
        assert_str(doc->tables[i]->label, labels[i]);
    struct buf out = buf_open(8192);
    document_dump(doc, &out);
    assert_non_null(
        strstr(buf_z(&out), arena_printf(compose_shared.arena, "[link #tbl-last: %s]",
                                         labels[count - 1])
                                .p));
    buf_close(&out);
    document_close(doc);
    diag_close(diag);
}

#define SEE "见{{ ref(\"tbl-last\") }}。\n"

/* Tables and figures are numbered through the text, and anew through its annexes. */
static void annexes_have_numbers_of_their_own(void **state) {
    (void)state;
    static const char *const labels[] = {"表1", "附表1", "附表2", "表2"};
    check_labels(STR("# 甲\n\n" TABLE("a") "# 乙 {.annex}\n\n## 丙\n\n" TABLE("b")
                         TABLE("c") "# 丁\n\n" TABLE("last") SEE),
                 NUMBERS_REPORT, labels, 4);
}

/* By chapters: what stands in none that has a number is numbered through the text. */
static void chapters_have_numbers_of_their_own(void **state) {
    (void)state;
    static const char *const labels[] = {"表1",   "表1—1", "表1—2", "表2",
                                         "表2—1", "附表1", "附表2", "表3—1"};
    check_labels(STR(TABLE("a") "# 甲\n\n## 乙\n\n" TABLE("b") "## 丙\n\n" TABLE("c") "# 丁 {-}\n\n" TABLE(
                     "d") "# 戊\n\n" TABLE("e") "# 己 {.annex}\n\n" TABLE("f") "# 庚 "
                                                                               "{."
                                                                               "annex}"
                                                                               "\n"
                                                                               "\n" TABLE("g") "# 辛\n\n" TABLE(
                                                                                   "las"
                                                                                   "t")
                                                                                   SEE),
                 NUMBERS_CHAPTER, labels, 8);
}

#undef SEE
#undef TABLE

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annexes_have_numbers_of_their_own),
        cmocka_unit_test(chapters_have_numbers_of_their_own),
    };
    return cmocka_run_group_tests(tests, compose_project_set_up,
                                  compose_project_tear_down);
}
