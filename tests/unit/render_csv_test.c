#include "unit.h"

#include "fonts_double.h"
#include "render/render.h"
#include "sample_document.h"

/* A document of one plain table with one body cell. */
static struct str one_cell(const char *text, struct buf *out, struct arena *arena) {
    struct document *doc = document_open(arena, sample_theme());
    struct doc_table *table = sample_table(doc, "", 1, 1);
    table->plain = true;
    table->caption = table->unit = STR("");
    table->head_count = 0;
    table->body[0].cells[0].text = str_from(text);
    sample_block(doc, &table->object);
    struct diag *diag = diag_open();
    buf_clear(out);
    assert_true(render_csv(doc, out, diag));
    diag_close(diag);
    document_close(doc);
    return str_slice(buf_str(out), 3, out->n - 2); /* without BOM and line end */
}

static void formulas_are_guarded(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"=1+1", "'=1+1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"+cmd", "'+cmd"},
        {"-", "'-"},
        {"－", "'－"},
        {"＝A1", "'＝A1"},
        {"＝", "＝"},
        {"=", "="},
        {"＋5", "'＋5"},
        {"＠x", "'＠x"},
        {"\tx", "'\tx"},
        {"-1+2", "'-1+2"},
        {"-1.", "'-1."},
        {"+1 200", "'+1 200"},
        {"-12.50", "-12.50"},
        {"+16.7", "+16.7"},
        {"-3.2%", "-3.2%"},
        {"-1,234", "\"-1,234\""},
        {"−1.25", "-1.25"},
        {"—", "—"},
        {"▲1", "▲1"},
        {"安徽", "安徽"},
        {"3,612,000", "\"3,612,000\""},
    };
    struct arena *arena = arena_open();
    struct buf out = buf_open(1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(one_cell(cases[i][0], &out, arena), cases[i][1]);
    buf_close(&out);
    arena_close(arena);
}

static void fields_are_quoted(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"a,b", "\"a,b\""}, {"say \"hi\"", "\"say \"\"hi\"\"\""}, {"a\nb", "\"a\nb\""},
        {" a", "\" a\""},   {"=\"x\"", "\"'=\"\"x\"\"\""},        {"", ""},
    };
    struct arena *arena = arena_open();
    struct buf out = buf_open(1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(one_cell(cases[i][0], &out, arena), cases[i][1]);
    buf_close(&out);
    arena_close(arena);
}

/* What spans cover is empty, so that every record has all columns. */
static void spans_keep_columns(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct document *doc = sample_document(arena);
    struct diag *diag = diag_open();
    struct buf out = buf_open(1 << 20);
    assert_true(render_csv(doc, &out, diag));
    struct str text = buf_str(&out);
    assert_true(str_starts(text, STR("\xEF\xBB\xBF表1　")));
    assert_true(str_find(text, STR("\r\n位次,地区,有效证书,,等级\r\n,,数量,"), 0) !=
                STR_NOT_FOUND);
    assert_true(str_find(text, STR("\r\n东部地区,,,,\r\n"), 0) != STR_NOT_FOUND);
    assert_true(str_find(text, STR("演示数据"), 0) == STR_NOT_FOUND);
    buf_clear(&out);
    page_marks_add(&doc->marks, &page_mark_demo, (struct str){0});
    assert_true(render_csv(doc, &out, diag));
    assert_true(str_find(buf_str(&out), STR("位次,演示数据\r\n"), 0) != STR_NOT_FOUND);
    buf_close(&out);
    diag_close(diag);
    document_close(doc);
    arena_close(arena);
}

/* In the body what reaches over several rows is told in each, once. */
static void rows_that_share_a_cell_have_it_each(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct document *doc = document_open(arena, sample_theme());
    struct doc_table *table = sample_table(doc, "表1", 3, 3);
    struct doc_row *body = table->body;
    body[0].cells[0].text = STR("东部");
    body[0].cells[0].row_span = body[0].cells[0].column_span = 2;
    body[0].cells[1] = body[0].cells[2];
    body[1].cells[0] = body[1].cells[2];
    body[0].count = 2;
    body[1].count = 1;
    body[0].cells[1].text = STR("1");
    body[1].cells[0].text = STR("2");
    sample_block(doc, &table->object);
    struct diag *diag = diag_open();
    struct buf out = buf_open(1 << 20);
    assert_true(render_csv(doc, &out, diag));
    assert_true(str_find(buf_str(&out), STR("\r\n东部,,1\r\n东部,,2\r\n"), 0) !=
                STR_NOT_FOUND);
    buf_close(&out);
    diag_close(diag);
    document_close(doc);
    arena_close(arena);
}

static void overflow_is_reported(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct document *doc = sample_document(arena);
    struct diag *diag = diag_open();
    struct buf out = buf_open(100);
    assert_false(render_csv(doc, &out, diag));
    assert_int_equal(diag_count(diag, DIAG_ERROR), 1);
    buf_close(&out);
    diag_close(diag);
    document_close(doc);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formulas_are_guarded),
        cmocka_unit_test(fields_are_quoted),
        cmocka_unit_test(spans_keep_columns),
        cmocka_unit_test(rows_that_share_a_cell_have_it_each),
        cmocka_unit_test(overflow_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
