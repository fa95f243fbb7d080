/* The content code: it is another one exactly when what is printed is, but for mark of
   state, names and date. */
#include "unit.h"

#include "document/changes.h"
#include "document/code.h"
#include "fonts_double.h"
#include "render/render.h"
#include "sample_document.h"
#include <string.h>

static struct theme theme_of(const struct document *doc) {
    return doc->theme != NULL ? *doc->theme : (struct theme){0};
}

/* The code of a fresh sample document that was changed by `change`. */
static void code_of(void (*change)(struct document *doc), char out[HASH_HEX_SIZE + 1]) {
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct document *doc = sample_document(arena);
    const struct rendering rendering = {.scratch = arena};
    if (change != NULL)
        change(doc);
    assert_true(document_code(doc, &rendering, out, diag));
    char again[HASH_HEX_SIZE + 1];
    assert_true(document_code(doc, &rendering, again, diag));
    assert_string_equal(out, again);
    document_close(doc);
    diag_close(diag);
    arena_close(arena);
}

static void sign_it(struct document *doc) {
    doc->compiled_by = STR("张三");
    doc->reviewed_by = STR("李四");
    doc->approved_by = (struct str){0};
    doc->date = STR("2099-01-01");
    doc->epoch = 4070908800;
}
static void mark_it(struct document *doc) {
    page_marks_add(&doc->marks, &page_mark_draft, (struct str){0});
    page_marks_add(&doc->marks, &page_mark_correction, STR("更正2"));
}
static void give_it_a_code(struct document *doc) {
    doc->code = STR("3f9a21bc77de0102");
}

static void of_what_publishing_changes_it_does_not_depend(void **state) {
    (void)state;
    void (*const changes[])(struct document *) = {sign_it, mark_it, give_it_a_code};
    char code[HASH_HEX_SIZE + 1], other[HASH_HEX_SIZE + 1];
    code_of(NULL, code);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        code_of(changes[i], other);
        assert_string_equal(code, other);
    }
}

static void title(struct document *doc) { doc->title = STR("另一题目"); }
static void number(struct document *doc) { doc->issue_number = STR("第99期"); }
static void office(struct document *doc) { doc->organisation = STR("另一单位"); }
static void demo(struct document *doc) {
    page_marks_add(&doc->marks, &page_mark_demo, (struct str){0});
}
static void cell(struct document *doc) {
    doc->tables[0]->body[0].cells[1].text = STR("1");
    doc->tables[0]->body[0].cells[1].content = NULL;
}
static void note(struct document *doc) {
    doc->tables[0]->notes = arena_array(doc->arena, 1, sizeof(struct str));
    doc->tables[0]->notes[0] = STR("另注");
    doc->tables[0]->note_count = 1;
}
static void source(struct document *doc) { doc->charts[0]->source = STR("另一来源"); }
static void bar(struct document *doc) { doc->charts[0]->items[0].value *= 0.5; }
static void paragraph(struct document *doc) {
    sample_append(doc, doc->root, "加一段。");
}
static void form(struct document *doc) {
    struct theme *theme = arena_alloc(doc->arena, sizeof *theme);
    *theme = theme_of(doc);
    theme->running_left = STR("内部资料");
    doc->theme = theme;
}
static void correction(struct document *doc) {
    struct str *reason = arena_alloc(doc->arena, sizeof *reason);
    struct doc_change *change = arena_alloc(doc->arena, sizeof *change);
    *reason = STR("误录");
    *change = (struct doc_change){STR("证书"), STR("1"), STR("2")};
    document_add_changes(doc, reason, 1, change, 1);
}

static void of_all_else_that_is_printed_it_does(void **state) {
    (void)state;
    void (*const changes[])(struct document *) = {title,     number, office,    demo,
                                                  cell,      note,   source,    bar,
                                                  paragraph, form,   correction};
    enum { COUNT = sizeof changes / sizeof *changes };
    char codes[COUNT + 1][HASH_HEX_SIZE + 1];
    code_of(NULL, codes[COUNT]);
    for (size_t i = 0; i < COUNT; i++)
        code_of(changes[i], codes[i]);
    for (size_t i = 0; i <= COUNT; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(codes[i], codes[k]) == 0)
                fail_msg("changes %zu and %zu have one code", k, i);
}

static void the_code_is_printed_in_groups(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct document *doc = sample_document(arena);
    struct buf out = buf_open(1 << 24);
    assert_int_equal(printed_code(doc, arena).n, 0);
    assert_true(render_markdown(doc, &out, diag));
    size_t before = out.n;
    doc->code = STR("3f9a21bc77de0102a5b6c7d8e9f00112");
    assert_str(printed_code(doc, arena), "内容码：3f9a-21bc-77de-0102");
    buf_clear(&out);
    assert_true(render_markdown(doc, &out, diag));
    assert_true(
        str_ends(buf_str(&out), STR("\n\n内容码：3f9a-21bc-77de-0102\n")) ||
        str_ends(buf_str(&out), STR("\n\n内容码：3f9a\\-21bc\\-77de\\-0102\n")));
    assert_true(out.n > before);
    buf_close(&out);
    document_close(doc);
    diag_close(diag);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_what_publishing_changes_it_does_not_depend),
        cmocka_unit_test(of_all_else_that_is_printed_it_does),
        cmocka_unit_test(the_code_is_printed_in_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
