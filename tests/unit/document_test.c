#include "unit.h"

#include "document/printed.h"
#include "sample_document.h"

#include <string.h>

static int open_arena(void **state) {
    *state = arena_open();
    return 0;
}

static int close_arena(void **state) {
    arena_close(*state);
    return 0;
}

static void lists_what_was_attached(void **state) {
    struct document *doc = sample_document(*state);
    assert_int_equal(doc->heading_count, 4);
    assert_int_equal(doc->table_count, 2);
    assert_int_equal(doc->chart_count, 3);
    assert_int_equal(doc->note_count, 2);
    assert_str(doc->headings[1]->text, "位次");
    assert_str(doc->tables[0]->label, "表1");
    assert_int_equal(doc->notes[1]->number, 2);
    /* Every custom node has its object, every other block but headings none. */
    cmark_iter *iter = cmark_iter_new(doc->root);
    cmark_event_type event;
    size_t custom = 0;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        bool expected = type == CMARK_NODE_HEADING || type == CMARK_NODE_CUSTOM_BLOCK ||
                        type == CMARK_NODE_CUSTOM_INLINE;
        assert_int_equal(document_object(node) != NULL, expected);
        custom += expected && event == CMARK_EVENT_ENTER;
    }
    cmark_iter_free(iter);
    assert_int_equal(custom, 4 + 8 + 5);
    document_close(doc);
}

static void lists_a_note_once(void **state) {
    struct document *doc = document_open(*state, sample_theme());
    sample_append(doc, doc->root, "正文\n");
    cmark_node *paragraph = cmark_node_first_child(doc->root);
    struct doc_note *note = sample_note(doc, paragraph, "注");
    cmark_node *again = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
    cmark_node_append_child(paragraph, again);
    document_attach(doc, again, &note->object);
    assert_int_equal(doc->note_count, 1);
    assert_ptr_equal(document_object(again), note);
    document_close(doc);
}

static void plain_text(void **state) {
    static const struct {
        const char *markdown, *expected;
    } cases[] = {
        {"# 位次 **A** `b`\n", "位次 A b"},
        {"中文\n中文\n", "中文中文"},
        {"中文\nLatin\nword\n", "中文 Latin word"},
        {"[表1](#t)，*增长*&amp;\\*\n", "表1，增长&*"},
        {"一。\n\n二。 \n\nthree\n", "一。二。 three"},
        {"![图](a.png)\n", "图"},
        {"𠮷\n𬭎\n", "𠮷𬭎"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cmark_node *node =
            cmark_parse_document(cases[i].markdown, strlen(cases[i].markdown), 0);
        assert_str(document_plain_text(node, *state), cases[i].expected);
        cmark_node_free(node);
    }
}

/* What an office does not give leaves no hole between what it gives. */
static void forms_have_no_holes(void **state) {
    static const struct document doc = {.series = {"年度报告", 12},
                                        .date = {"2024年", 7}};
    static const struct {
        const char *form, *expected;
    } cases[] = {
        {"{series}　内部资料　{date}", "年度报告　内部资料　2024年"},
        {"{organisation}　内部资料　{issue}", "内部资料"},
        {"{series}　{issue}　{date}", "年度报告　2024年"},
        {"{organisation} {issue}", ""},
        {"〔{issue}〕{date}", "〔〕2024年"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(printed_form(&doc, str_from(cases[i].form), (struct printed_page){0},
                                *state),
                   cases[i].expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lists_what_was_attached, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(lists_a_note_once, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(plain_text, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(forms_have_no_holes, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
