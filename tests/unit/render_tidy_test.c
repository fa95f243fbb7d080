/* Tables as records (render_tidy), with figures and without. */
#include "unit.h"

#include "render/render.h"
#include "sample_document.h"
#include <math.h>
#include <string.h>

#define HEAD                                                                           \
    "\xEF\xBB\xBF"                                                                     \
    "row,kind,group,item,column,text,number,unit,qualifier,indicator,area,period,"     \
    "vintage,status,figure,cells\r\n"

static struct str tidy(const struct document *doc, const struct doc_table *table,
                       struct arena *arena) {
    struct buf out = buf_open(1 << 20);
    assert_true(render_tidy(doc, table, NULL, arena, &out));
    struct str text = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return text;
}

static void assert_has(struct str text, const char *line) {
    if (str_find(text, str_from(line), 0) == STR_NOT_FOUND)
        fail_msg("no “%s” in %s", line, text.p);
}

/* Heads of two rows, groups, a total, a memo, spans; numbers without what is for print.
 */
static void a_table_is_records(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct document *doc = sample_document(arena);
    struct str text = tidy(doc, doc->tables[0], arena);
    assert_true(str_starts(text, STR(HEAD)));
    static const char *const lines[] = {
        "\r\n1,total,,全国,有效证书 / 数量,\"3,612,000\",3612000,,,,,,,,,\r\n",
        "\r\n2,body,东部地区,1 / 广东,地区,广东,,,,,,,,,,\r\n",
        "\r\n2,body,东部地区,1 / 广东,有效证书 / 同比（%）,+6.0,6.0,,,,,,,,,\r\n",
        "\r\n3,body,东部地区,2 / 浙江,有效证书 / 同比（%）,-1.25,-1.25,,,,,,,,,\r\n",
        "\r\n5,body,中部地区,… / 其中：合肥,等级,B,,,,,,,,,,\r\n",
        "\r\n6,memo,中部地区,注：含部分境外证书,等级,—,,,,,,,,,,\r\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_has(text, lines[i]);
    document_close(doc);
    arena_close(arena);
}

/* A figure brings its own number, whatever was rounded away in print. */
static void figures_say_what_they_are(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct document *doc = document_open(arena, sample_theme());
    struct doc_table *table = sample_table(doc, "表1", 2, 1);
    doc->figures = doc_figures_open(arena);
    struct doc_figure made = {.text = STR("4.99"),
                              .number = 4.98709361215488,
                              .unit = STR("项"),
                              .series = STR("PATENTS"),
                              .area = STR("340000"),
                              .period = STR("2023"),
                              .identity = 7};
    const struct doc_figure *figure = doc_figures_add(doc->figures, &made);
    table->head_count = 0;
    table->stub_columns = 1;
    table->body[0].cells[0].text = STR("=安徽");
    struct str printed = arena_copy(arena, STR("4.99（第9位）"));
    table->body[0].cells[1].text = printed;
    struct doc_run run = {0, 4, figure};
    doc_figures_set_runs(doc->figures, printed, &run, 1);
    struct str text = tidy(doc, table, arena);
    assert_str(text,
               arena_printf(arena,
                            HEAD "1,body,,'=安徽,,'=安徽,,,,,,,,,,\r\n"
                                 "1,body,,'=安徽,,4.99（第9位）,4.98709361215488,项,,"
                                 "PATENTS,340000,2023,,normal,%.*s,\r\n",
                            STR_ARG(figure->id))
                   .p);
    made.number = NAN;
    made.text = STR("—");
    made.identity = 8;
    figure = doc_figures_add(doc->figures, &made);
    printed = arena_copy(arena, STR("—"));
    table->body[0].cells[1].text = printed;
    run = (struct doc_run){0, printed.n, figure};
    doc_figures_set_runs(doc->figures, printed, &run, 1);
    assert_has(tidy(doc, table, arena), ",—,,项,,PATENTS,340000,2023,");
    document_close(doc);
    arena_close(arena);
}

static void what_is_too_large_is_told(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct document *doc = sample_document(arena);
    struct buf out = buf_open(200);
    assert_false(render_tidy(doc, doc->tables[0], NULL, arena, &out));
    buf_close(&out);
    document_close(doc);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_records),
        cmocka_unit_test(figures_say_what_they_are),
        cmocka_unit_test(what_is_too_large_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
