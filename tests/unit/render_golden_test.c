/* The sample document in every format but PDF, against tests/golden/render. With
   ACCEPT=1 in the environment the files are written instead. */
#include "unit.h"

#include "fonts_double.h"
#include "golden.h"
#include "render/index.h"
#include "sample_document.h"

#define FOLDER "tests/golden/render/"

/* The page without its style sheet, so that a change of looks changes nothing
   here. */
#define PAGE                                                                           \
    STR("<title>{{title}}</title>\n<style>\n{{style}}</"                               \
        "style>\n{{banner}}\n{{cover}}\n"                                              \
        "{{contents}}\n{{body}}\n{{notes}}\n")

static void compare(const char *name, const struct buf *out, struct arena *arena) {
    golden_compare(FOLDER, name, out, arena);
}

static void report_as_it_was(void **state) {
    (void)state;
    struct html_page page = {.template_text = PAGE, .root = STR("../../")};
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    for (int demo = 0; demo < 2; demo++) {
        struct document *doc = sample_document(arena);
        if (demo == 1)
            page_marks_add(&doc->marks, &page_mark_demo, (struct str){0});
        struct buf out = buf_open(1 << 24);
        assert_true(render_markdown(doc, &out, diag));
        compare(demo ? "demo.md" : "report.md", &out, arena);
        buf_clear(&out);
        assert_true(render_html(doc, &page, NULL, &out, diag));
        compare(demo ? "demo.html" : "report.html", &out, arena);
        buf_clear(&out);
        assert_true(render_csv(doc, &out, diag));
        compare(demo ? "demo.csv" : "report.csv", &out, arena);
        for (size_t i = 0; i < doc->chart_count; i++) {
            buf_clear(&out);
            assert_true(render_svg(doc, doc->charts[i], NULL, &out, diag));
            compare(arena_printf(arena, "%s-%.*s.svg", demo ? "demo" : "report",
                                 STR_ARG(doc->charts[i]->id))
                        .p,
                    &out, arena);
        }
        buf_close(&out);
        document_close(doc);
    }
    diag_close(diag);
    arena_close(arena);
}

#define ALL "md html pdf csv svg"

static struct format_set formats_of(const char *names) {
    struct format_set set = {0};
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (str_find(str_from(names), str_from(format_at(i)->kind.name), 0) !=
            STR_NOT_FOUND)
            set = format_add(set, format_at(i));
    return set;
}

static struct page_marks marks_of(bool demo, bool stale) {
    struct page_marks marks = {0};
    if (demo)
        page_marks_add(&marks, &page_mark_demo, (struct str){0});
    if (stale)
        page_marks_add(&marks, &page_mark_stale, (struct str){0});
    return marks;
}

static void index_as_it_was(void **state) {
    (void)state;
    static const struct {
        const char *report, *title, *period, *label, *area, *name, *stem;
        const char *formats;
        bool demo, stale;
    } given[] = {
        {"monthly", "月报", "2024-09", "2024年9月", "", "", "monthly/2024-09/2024-09",
         "pdf", false, false},
        {"province", "分省报告", "2022", "2022年", "110000", "北京",
         "province/2022/2022-110000", ALL, false, false},
        {"monthly", "月报", "2024-10", "2024年10月", "", "", "monthly/2024-10/2024-10",
         ALL, true, false},
        {"province", "分省报告", "2023", "2023年", "340000", "安徽",
         "province/2023/2023-340000", "md csv", false, true},
        {"province", "分省报告", "2023", "2023年", "110000", "北京",
         "province/2023/2023-110000", ALL, false, false},
        {"forum", "<论坛> & 摘要", "undated", "时期未注明", "", "", "forum/u/a b#c",
         ALL, false, false},
    };
    struct index_entry entries[6];
    for (size_t i = 0; i < 6; i++)
        entries[i] =
            (struct index_entry){.report = str_from(given[i].report),
                                 .title = str_from(given[i].title),
                                 .period_code = str_from(given[i].period),
                                 .period_label = str_from(given[i].label),
                                 .part = str_from(given[i].area),
                                 .part_name = str_from(given[i].name),
                                 .stem = str_from(given[i].stem),
                                 .formats = formats_of(given[i].formats),
                                 .marks = marks_of(given[i].demo, given[i].stale)};
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct buf out = buf_open(1 << 24), reversed = buf_open(1 << 24);
    struct printed_words words;
    printed_words_of((struct catalogue){0}, sample_theme(), &words);
    words.organisation = STR("研究中心");
    struct html_page top = {.template_text = PAGE};
    assert_true(html_index(entries, 6, &words, sample_theme(), &top, &out, diag));
    compare("index.html", &out, arena);
    for (size_t i = 0; i < 3; i++) { /* the order of the entries does not matter */
        struct index_entry other = entries[i];
        entries[i] = entries[5 - i];
        entries[5 - i] = other;
    }
    assert_true(html_index(entries, 6, &words, sample_theme(), &top, &reversed, diag));
    assert_str(buf_str(&reversed), buf_z(&out));
    buf_close(&out);
    buf_close(&reversed);
    diag_close(diag);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(report_as_it_was),
        cmocka_unit_test(index_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
