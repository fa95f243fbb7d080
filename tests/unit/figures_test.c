/* Printed figures from the script to the document: identity, cells, ids, runs. */
#include "unit.h"

#include "base/marked.h"
#include "compose_project.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct document *make(const char *template) {
    struct document *doc =
        compose_project_text(&compose_shared, str_from(template), compose_shared.diag);
    assert_int_equal(diag_count(compose_shared.diag, DIAG_ERROR), 0);
    assert_non_null(doc);
    return doc;
}

static const struct doc_figure *figure_at(const struct document *doc, size_t i) {
    size_t count;
    const struct doc_figure *const *all = doc_figures_all(doc->figures, &count);
    assert_true(i < count);
    return all[i];
}

static size_t figure_count(const struct document *doc) {
    size_t count;
    doc_figures_all(doc->figures, &count);
    return count;
}

/* The first TEXT below the root that a template printed. */
static const struct doc_printed *first_printed(const struct document *doc) {
    const struct doc_printed *printed = NULL;
    cmark_iter *iter = cmark_iter_new(doc->root);
    while (printed == NULL && cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        struct object *object = document_object(cmark_iter_get_node(iter));
        if (object != NULL && object->kind == OBJECT_PRINTED)
            printed = (const struct doc_printed *)object;
    }
    cmark_iter_free(iter);
    assert_non_null(printed);
    return printed;
}

static void a_value_knows_what_it_is(void **state) {
    (void)state;
    struct document *doc = make("证书{{ v.CERT:with_unit() }}。\n");
    const struct doc_figure *figure = figure_at(doc, 0);
    assert_int_equal(figure_count(doc), 1);
    assert_str(figure->text, "819张");
    assert_str(figure->unit, "张");
    assert_true(figure->number == 818.8);
    assert_str(figure->series, "CERT");
    assert_str(figure->area, "340000");
    assert_str(figure->period, "2023");
    assert_int_equal(figure->status, STATUS_NORMAL);
    assert_int_equal(figure->cell_count, 1);
    struct place place =
        dataset_place(compose_shared.ds, figure->cells[0], compose_shared.arena);
    const struct observation *o = dataset_find(
        compose_shared.ds,
        dataset_total(compose_shared.ds,
                      dataset_find_indicator(compose_shared.ds, STR("CERT"))),
        compose_shared.job.area, compose_shared.job.period);
    assert_str(place.file, dataset_file(compose_shared.ds, o->source.file)->path.p);
    assert_int_equal(place.line, o->source.line);
    assert_int_equal(place.column, o->source.column);
    document_close(doc);
}

/* A sentence that a script joined still says which bytes print which figure. */
static void a_sentence_keeps_its_figures(void **state) {
    (void)state;
    struct document *doc =
        make("{{ string.format(\"%s，%s\", phrase.yoy(v.GDP), table.concat({ \"为\", "
             "v.CERT:fixed(1) }, \"\")) }}\n");
    const struct doc_printed *printed = first_printed(doc);
    size_t count;
    const struct doc_run *runs = doc_figures_runs(doc->figures, printed->text, &count);
    assert_str(printed->text, "比上年增长5.8%，为818.8");
    assert_int_equal(count, 2);
    assert_str(str_slice(printed->text, runs[0].start, runs[0].end), "5.8%");
    assert_str(runs[0].figure->unit, "%");
    assert_str(str_slice(printed->text, runs[1].start, runs[1].end), "818.8");
    assert_true(runs[1].figure->number == 818.8);
    document_close(doc);
}

/* Ids say what a figure is: not where it stands, nor how it is printed. */
static void ids_are_stable(void **state) {
    (void)state;
    struct document *first =
        make("{{ v.CERT:fixed(1) }}{{ v.GDP:growth():fixed(1) }}\n");
    struct document *other =
        make("# 前言\n\n{{ v.GDP:growth() }}与{{ v.CERT }}{{ v.CERT:plain(0) }}\n");
    assert_int_equal(figure_count(first), 2);
    assert_int_equal(figure_count(other), 2);
    assert_str(figure_at(first, 0)->id, figure_at(other, 1)->id.p);
    assert_str(figure_at(first, 1)->id, figure_at(other, 0)->id.p);
    assert_false(str_equal(figure_at(first, 0)->id, figure_at(first, 1)->id));
    document_close(first);
    document_close(other);
}

/* Another area, period or unit is another figure; equal identity with another number
   gets an id of its own. */
static void different_figures_have_different_ids(void **state) {
    (void)state;
    struct document *doc =
        make("{{ v.TRADE:growth() }}{{ v.TRADE:growth { over = \"previous\" } }}"
             "{{ v.CERT + v.CERT:of(\"北京\") }}{{ v.CERT - v.CERT:of(\"北京\") }}"
             "{{ v.CERT }}{{ v.CERT:of \"北京\" }}{{ v.CERT:year_ago() }}"
             "{{ v.GDP:in_unit(\"万亿元\") }}{{ v.GDP }}"
             "{{ figure { value = 1, from = { v.CERT } } }}"
             "{{ figure { value = 2, from = { v.CERT } } }}\n");
    assert_int_equal(figure_count(doc), 11);
    for (size_t i = 0; i < 11; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(str_equal(figure_at(doc, i)->id, figure_at(doc, k)->id));
    for (size_t i = 0; i < 10; i++) /* by what they are, not by counting */
        assert_true(figure_at(doc, i)->id.n == strlen("f-12345678"));
    assert_true(str_ends(figure_at(doc, 10)->id, STR("-2")));
    document_close(doc);
}

/* What was computed otherwise of the same cells is another figure, and known by how it
   was computed: neither by its number, which may be revised, nor by counting. */
static void computed_figures_are_what_they_compute(void **state) {
    (void)state;
    static const char *const expressions[] = {
        "v.CERT + v.CERT:of(\"北京\")",
        "v.CERT + v.CERT:of(\"北京\") + v.CERT",
        "v.CERT + (v.CERT:of(\"北京\") + v.CERT)",
        "v.CERT + v.CERT",
        "v.CERT - v.CERT",
        "v.CERT * 2",
        "v.CERT * 3",
        "v.CERT ^ 2",
        "v.CERT ^ 3",
        "v.CERT / (v.CERT + v.CERT:of(\"北京\"))",
        "v.CERT:of(\"北京\") / (v.CERT + v.CERT:of(\"北京\"))",
        "figure { value = 7 } + figure { value = 8 }",
        "figure { value = 7 } + figure { value = 9 }",
        "figure { value = 15 }",
        "-v.CERT",
    };
    enum { COUNT = sizeof expressions / sizeof *expressions };
    struct str ids[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        struct str alone =
            arena_printf(compose_shared.arena, "{{ %s }}\n", expressions[i]);
        struct str last =
            arena_printf(compose_shared.arena, "{{ v.GDP }}{{ v.CERT * 5 }}{{ %s }}\n",
                         expressions[i]);
        struct document *doc = make(alone.p), *other = make(last.p);
        ids[i] = arena_copy(compose_shared.arena, figure_at(doc, 0)->id);
        assert_str(figure_at(other, 2)->id, ids[i].p);
        assert_int_equal(ids[i].n, strlen("f-12345678"));
        for (size_t k = 0; k < i; k++)
            if (str_equal(ids[i], ids[k]))
                fail_msg("%s and %s", expressions[i], expressions[k]);
        document_close(doc);
        document_close(other);
    }
}

/* A sum of thousands, and a list that holds its own figure. */
static void identities_need_no_depth(void **state) {
    (void)state;
    struct document *doc =
        make("{% local s = v.CERT for _ = 1, 20000 do s = s + v.CERT end %}"
             "{{ s:fixed(1) }}{{ (s + 1):fixed(1) }}"
             "{% local list = { v.CERT } local f = figure { value = 1, from = list } "
             "list[2] = f %}{{ f }}\n");
    assert_int_equal(figure_count(doc), 3);
    assert_int_equal(figure_at(doc, 0)->cell_count, 1);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(figure_at(doc, i)->id.n, strlen("f-12345678"));
    document_close(doc);
}

/* Each part of what a figure is tells it from another one with the same number, by
   itself: nothing is counted. */
static void each_part_is_in_the_id(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"v.OUTPUT", "v.OUTPUT:as_of(\"2024-12-20\")"}, /* the day */
        {"v.OUTPUT:as_of(\"2024-06\")", "v.OUTPUT:as_of(\"2024-07\")"},
        {"v.GDP:as{ unit = \"甲\" }", "v.GDP:as{ unit = \"乙\" }"},
        {"figure{ value = 1, from = { v.GDP }, unit = \"甲\" }",
         "figure{ value = 1, from = { v.GDP }, unit = \"乙\" }"},
        {"figure{ value = 1, from = { v.GDP }, name = \"甲\" }",
         "figure{ value = 1, from = { v.GDP }, name = \"乙\" }"},
        {"figure{ value = 1, name = \"甲\" }", "figure{ value = 1, name = \"乙\" }"},
        {"older(1)",
         "older(2)"}, /* the vintage: two of one number, neither the newest */
        {"older(2)", "older(3)"},
        {"older(3)", "older(4)"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct str template = arena_printf(
            compose_shared.arena,
            "{%% local function older(i) return get{ indicator = \"SURE\", area = "
            "\"710000\" }:vintages()[i].figure end %%}{{ %s }}{{ %s }}\n",
            pairs[i][0], pairs[i][1]);
        struct document *doc = make(template.p);
        assert_int_equal(figure_count(doc), 2);
        for (size_t k = 0; k < 2; k++)
            if (figure_at(doc, k)->id.n != strlen("f-12345678"))
                fail_msg("%s is %.*s", pairs[i][k], STR_ARG(figure_at(doc, k)->id));
        if (str_equal(figure_at(doc, 0)->id, figure_at(doc, 1)->id))
            fail_msg("%s and %s", pairs[i][0], pairs[i][1]);
        assert_false(pairs[i][0][0] == 'o' && figure_at(doc, 0)->cells[0].line ==
                                                  figure_at(doc, 1)->cells[0].line);
        document_close(doc);
    }
}

/* The ids of an index's scores do not hang on which of them is printed first. */
static void named_figures_are_not_counted(void **state) {
    (void)state;
    static const char *const orders[] = {"{{ a }}{{ b }}", "{{ b }}{{ a }}"};
    struct str ids[2][2];
    for (size_t i = 0; i < 2; i++) {
        struct str template = arena_printf(
            compose_shared.arena,
            "{%% local from = { v.GDP } "
            "local a = figure{ value = 1, name = \"a\", from = from } "
            "local b = figure{ value = 2, name = \"b\", from = from } %%}%s\n",
            orders[i]);
        struct document *doc = make(template.p);
        for (size_t k = 0; k < 2; k++)
            ids[i][figure_at(doc, k)->number > 1] =
                arena_copy(compose_shared.arena, figure_at(doc, k)->id);
        document_close(doc);
    }
    assert_str(ids[0][0], ids[1][0].p);
    assert_str(ids[0][1], ids[1][1].p);
}

/* Whatever was printed before it, of other areas, periods and indicators. */
static void ids_do_not_count(void **state) {
    (void)state;
    struct document *alone = make("{{ v.CERT }}\n");
    struct document *last =
        make("{{ v.CERT:of \"北京\" }}{{ v.CERT:of \"西藏\" }}{{ v.GDP }}"
             "{{ v.CERT:at \"2021\" }}{{ v.CERT }}\n");
    assert_int_equal(figure_count(last), 5);
    assert_str(figure_at(last, 4)->id, figure_at(alone, 0)->id.p);
    document_close(alone);
    document_close(last);
}

/* In a pipe table a figure alone in its cell is the cell's. */
static void a_pipe_tables_cell_has_its_figure(void **state) {
    (void)state;
    struct document *doc =
        make("| 甲 | 乙 |\n|---|---|\n| {{ v.CERT }} | 共{{ v.CERT }} |\n");
    const struct doc_row *row = &doc->tables[0]->body[0];
    assert_ptr_equal(doc_figures_of(doc->figures, row->cells[0].text),
                     figure_at(doc, 0));
    assert_non_null(row->cells[1].content);
    document_close(doc);
}

static void computed_figures_name_all_their_cells(void **state) {
    (void)state;
    struct document *doc =
        make("{{ sum { indicator = \"CERT\" } }}{{ v.CERT:growth() }}"
             "{{ (v.CERT - v.CERT):fixed(1) }}\n");
    assert_int_equal(figure_at(doc, 0)->cell_count, 4);
    assert_int_equal(figure_at(doc, 1)->cell_count, 2);
    assert_int_equal(figure_at(doc, 2)->cell_count, 1);
    document_close(doc);
}

static void a_missing_figure_is_a_figure(void **state) {
    (void)state;
    struct document *doc = make("{{ v.CERT:at \"1999\" }}\n");
    const struct doc_figure *figure = figure_at(doc, 0);
    assert_str(figure->text, "…");
    assert_true(isnan(figure->number));
    assert_int_equal(figure->status, STATUS_MISSING);
    assert_str(figure->period, "1999");
    assert_int_equal(figure->cell_count, 0);
    document_close(doc);
}

/* Everywhere that a template can print: heading, cell, caption, note, chart, key
   figure, footnote, raw Markdown, title. */
static void figures_stand_everywhere(void **state) {
    (void)state;
    struct document *doc = make(
        "# 证书{{ v.CERT }}张\n\n"
        "段{{ note(\"注\" .. v.CERT:fixed(1)) }}{{ raw(\"**\" .. v.CERT:fixed(2) .. "
        "\"**\") }}\n\n"
        "```table id=tbl-a caption=有{{ v.CERT:fixed(3) }}张\n"
        "rows = { { } }\ncolumns = { { head = \"x\", get = function() return v.CERT "
        "end } }\n"
        "notes = { \"共\" .. v.CERT:with_unit() }\n```\n\n"
        "```kpi\nitems = { { label = \"证书\", value = v.CERT } }\n```\n");
    assert_int_equal(figure_count(doc), 1);
    const struct doc_table *table = doc->tables[0];
    const struct doc_figure *figure = figure_at(doc, 0);
    size_t count;
    assert_ptr_equal(doc_figures_of(doc->figures, table->body[0].cells[0].text),
                     figure);
    const struct doc_run *runs = doc_figures_runs(doc->figures, table->caption, &count);
    assert_int_equal(count, 1);
    assert_str(str_slice(table->caption, runs->start, runs->end), "818.800");
    assert_str(table->caption, "有818.800张");
    runs = doc_figures_runs(doc->figures, table->notes[0], &count);
    assert_int_equal(count, 1);
    assert_str(table->notes[0], "共819张");
    assert_str(doc->headings[0]->text, "证书819张");
    assert_str(doc->notes[0]->text, "注818.8");
    document_close(doc);
}

/* What scripts do with printed texts besides printing them. */
static void printed_texts_behave_in_scripts(void **state) {
    (void)state;
    struct document *doc =
        make("{% local seen, list = {}, {} %}"
             "{% seen[v.CERT:fixed(1)] = \"x\" %}"
             "{% for i, row in ipairs(rank { indicator = \"CERT\" }) do "
             "list[i] = row.figure:plain(0) end %}{% table.sort(list) %}"
             "{{ seen[v.CERT:fixed(1)] or \"none\" }} "
             "{% local a, b = v.CERT:fixed(1), v.CERT:fixed(1) %}"
             "{% local none = v.CERT:at(\"1999\"):fixed(1) %}"
             "{{ a == b and \"same\" or \"other\" }} "
             "{{ none == \"…\" and \"missing\" or \"there\" }} "
             "{{ table.concat(list, \" \") }} {{ v.CERT:fixed(1):len() }} "
             "{{ tonumber(v.CERT:plain(1)) * 10 }} "
             "{% list = { v.CERT:fixed(0), \"9\", \"1000\", \"8\", v.CERT:fixed(1) } %}"
             "{% table.sort(list) %}{{ table.concat(list, \" \") }}\n");
    assert_str(document_plain_text(doc->root, compose_shared.arena),
               "x same missing 100 1100 819 900 5 8188 1000 8 818.8 819 9");
    document_close(doc);
}

/* Every function that looks into a text sees what is printed: 818.8 */
static void functions_see_what_is_printed(void **state) {
    (void)state;
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"s:len()", "5"},
        {"s:byte()", "56"},
        {"s:lower()", "818.8"},
        {"s:upper()", "818.8"},
        {"s:reverse()", "8.818"},
        {"s:sub(1, 3)", "818"},
        {"s:find(\"%.\")", "4"},
        {"s:match(\"^%d+\")", "818"},
        {"(s:gsub(\"%.\", \",\"))", "818,8"},
        {"s:gmatch(\"%d+\")()", "818"},
        {"(\"%.2s\"):format(s)", "81"},
        {"(\"%7s|\"):format(s)", "  818.8|"},
        {"(\"%q\"):format(s)", "\"818.8\""},
        {"(\"%s%%\"):format(s)", "818.8%"},
        {"utf8.len(s)", "5"},
        {"utf8.codepoint(s, 1)", "56"},
        {"utf8.offset(s, 3)", "3"},
        {"(function() local n = 0 for _ in utf8.codes(s) do n = n + 1 end return n "
         "end)()",
         "5"},
        {"text.length(s)", "5"},
        {"text.width(s)", "5"},
        {"text.sub(s, 2, 3)", "18"},
        {"text.sub(s, 2, math.maxinteger)", "18.8"},
        {"text.sub(s, math.mininteger, 2)", "81"},
        {"text.sub(s, 0, 2)", "81"},
        {"text.sub(s, -2)", ".8"},
        {"text.sub(s, -99, -4)", "81"},
        {"text.sub(s, math.maxinteger) == \"\" and \"none\"", "none"},
        {"text.sub(s, 1, math.mininteger) == \"\" and \"none\"", "none"},
        {"text.plain(s)", "818.8"},
        {"tonumber(s) > 818 and \"yes\"", "yes"},
        {"tostring(s)", "818.8"},
        {"s:rep(2)", "818.8818.8"},
        {"table.concat({ s, s }, \"-\")", "818.8-818.8"},
        {"select(2, pcall(error, s, 0))", "818.8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str template = arena_printf(
            compose_shared.arena, "{%% local s = v.CERT:fixed(1) %%}{{ %s }}\n",
            cases[i].expression);
        struct document *doc = make(template.p);
        struct str seen = document_plain_text(doc->root, compose_shared.arena);
        if (!str_equal(seen, str_from(cases[i].value)))
            fail_msg("%s is %.*s", cases[i].expression, STR_ARG(seen));
        document_close(doc);
    }
}

/* A text that only looks like a mark leads to no figure, and keeps its words. */
static void marks_are_not_believed(void **state) {
    (void)state;
    struct document *doc = make("{{ v.CERT }}{{ \"\\14\" .. \"9.9\\15\" .. \"0\\3\" }}"
                                "{{ \"\\14\" .. \"8.8\\15\" .. \"99999\\3\" }}\n");
    assert_int_equal(figure_count(doc), 1);
    struct str text = document_plain_text(doc->root, compose_shared.arena);
    assert_str(text, "8199.98.8");
    document_close(doc);
}

/* Two figures whose ids would be the same have ids of their own. */
static void ids_are_unique(void **state) {
    (void)state;
    struct doc_figures *figures = doc_figures_open(compose_shared.arena);
    struct doc_figure one = {.text = STR("5"), .number = 5, .identity = 77};
    struct doc_figure other = {
        .text = STR("5"), .number = 5, .identity = 77 + ((uint64_t)1 << 60)};
    const struct doc_figure *a = doc_figures_add(figures, &one);
    const struct doc_figure *b = doc_figures_add(figures, &other);
    assert_ptr_not_equal(a, b);
    assert_false(str_equal(a->id, b->id));
    assert_ptr_equal(doc_figures_add(figures, &one), a);
    assert_ptr_equal(doc_figures_add(figures, &other), b);
}

/* Of equal identity, but another status, qualifier, unit or cell: another figure. */
static void what_only_looks_alike_is_another(void **state) {
    (void)state;
    static const struct source_cell here = {1, 2, 3, 0}, row = {1, 3, 3, 0},
                                    column = {1, 2, 4, 0}, file = {2, 2, 3, 0};
    struct doc_figure alike[] = {
        {.status = STATUS_NORMAL, .cells = &here, .cell_count = 1},
        {.status = STATUS_ESTIMATED, .cells = &here, .cell_count = 1},
        {.qualifier = QUALIFIER_ABOUT, .cells = &here, .cell_count = 1},
        {.unit = STR("张"), .cells = &here, .cell_count = 1},
        {.cells = &row, .cell_count = 1},
        {.cells = &column, .cell_count = 1},
        {.cells = &file, .cell_count = 1},
        {.cell_count = 0},
    };
    enum { COUNT = sizeof alike / sizeof *alike };
    struct doc_figures *figures = doc_figures_open(compose_shared.arena);
    struct figure_log log = {.arena = compose_shared.arena};
    const struct doc_figure *known[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        alike[i].text = STR("5");
        alike[i].number = 5;
        alike[i].identity = 77;
        known[i] = doc_figures_add(figures, &alike[i]);
        assert_int_equal(figure_log_add(&log, &alike[i]), i);
        for (size_t k = 0; k < i; k++)
            assert_false(str_equal(known[i]->id, known[k]->id));
    }
    for (size_t i = 0; i < COUNT; i++) {
        assert_ptr_equal(doc_figures_add(figures, &alike[i]), known[i]);
        assert_int_equal(figure_log_add(&log, &alike[i]), i);
    }
}

static void texts_are_known_by_their_address(void **state) {
    (void)state;
    struct doc_figures *figures = doc_figures_open(compose_shared.arena);
    struct doc_figure figure = {.text = STR("5"), .number = 5, .identity = 77};
    const struct doc_figure *known = doc_figures_add(figures, &figure);
    struct str texts[500];
    for (size_t i = 0; i < 500; i++) {
        texts[i] = arena_printf(compose_shared.arena, "text %zu", i);
        struct doc_run run = {5, texts[i].n, known};
        if (i % 3 == 0)
            doc_figures_set_runs(figures, texts[i], &run, 1);
    }
    for (size_t i = 0; i < 500; i++) {
        size_t count;
        const struct doc_run *runs = doc_figures_runs(figures, texts[i], &count);
        assert_int_equal(count, i % 3 == 0 ? 1 : 0);
        assert_true((runs != NULL) == (i % 3 == 0));
        if (runs != NULL)
            assert_int_equal(runs->end, texts[i].n);
    }
    size_t count;
    assert_null(
        doc_figures_runs(figures, arena_copy(compose_shared.arena, texts[0]), &count));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_knows_what_it_is),
        cmocka_unit_test(a_sentence_keeps_its_figures),
        cmocka_unit_test(ids_are_stable),
        cmocka_unit_test(different_figures_have_different_ids),
        cmocka_unit_test(computed_figures_are_what_they_compute),
        cmocka_unit_test(identities_need_no_depth),
        cmocka_unit_test(each_part_is_in_the_id),
        cmocka_unit_test(named_figures_are_not_counted),
        cmocka_unit_test(ids_do_not_count),
        cmocka_unit_test(a_pipe_tables_cell_has_its_figure),
        cmocka_unit_test(computed_figures_name_all_their_cells),
        cmocka_unit_test(a_missing_figure_is_a_figure),
        cmocka_unit_test(figures_stand_everywhere),
        cmocka_unit_test(printed_texts_behave_in_scripts),
        cmocka_unit_test(functions_see_what_is_printed),
        cmocka_unit_test(marks_are_not_believed),
        cmocka_unit_test(ids_are_unique),
        cmocka_unit_test(what_only_looks_alike_is_another),
        cmocka_unit_test(texts_are_known_by_their_address),
    };
    return cmocka_run_group_tests_name("figures", tests, compose_project_set_up,
                                       compose_project_tear_down);
}
