/* The parts of compose that the golden templates cannot show one by one. */
#include "unit.h"
#include "words/words.h"

#include "base/marked.h"
#include "compose/expand.h"
#include "compose/footnotes.h"
#include "compose/number.h"
#include "compose/values.h"
#include "compose_project.h"
#include "document/dump.h"
#include "document/printed.h"
#include <stdlib.h>
#include <string.h>

static void chinese_numbers(void **state) {
    (void)state;
    static const struct {
        size_t n;
        const char *text;
    } cases[] = {{1, "一"},
                 {10, "十"},
                 {11, "十一"},
                 {20, "二十"},
                 {99, "九十九"},
                 {100, "一百"},
                 {103, "一百零三"},
                 {110, "一百一十"},
                 {120, "一百二十"},
                 {999, "九百九十九"},
                 {1000, "一千"},
                 {1001, "一千零一"},
                 {1010, "一千零一十"},
                 {1100, "一千一百"},
                 {9999, "九千九百九十九"},
                 {2012, "二千零一十二"},
                 {0, "零"},
                 {10000, "10000"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(words_han(cases[i].n, compose_shared.arena), cases[i].text);
}

/* A label that ends with 、 is cited as it stands before its heading. */
static void labels_are_cited_as_they_end(void **state) {
    (void)state;
    static const struct {
        const char *label;
        enum label_end end;
    } cases[] = {{"一、", LABEL_WIDE}, {"（一）", LABEL_WIDE}, {"1)", LABEL_CLOSED},
                 {"1.", LABEL_POINT},  {"一", LABEL_PLAIN},    {"", LABEL_PLAIN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(printed_label_end(str_from(cases[i].label)), cases[i].end);
}

#define FRAMES 7
#define BATCH 70

/* Appends `{{ "…" }}` with every byte of the text as an escape. */
static void put_tag(struct buf *out, struct str text) {
    buf_puts(out, "{{ \"");
    for (size_t i = 0; i < text.n; i++)
        buf_printf(out, "\\%03u", (unsigned)(unsigned char)text.p[i]);
    buf_puts(out, "\" }}");
}

static struct str random_text(uint32_t *seed, struct arena *arena) {
    static const char alphabet[] = "*_`[]()<>#&;!|\\~^=+-.{}\"':/@$ \n\tab1";
    char text[40];
    size_t n = 0, length;
    *seed = *seed * 1664525 + 1013904223;
    length = 4 + (*seed >> 24) % 12;
    while (n < length) {
        *seed = *seed * 1664525 + 1013904223;
        size_t pick = (*seed >> 16) % (sizeof alphabet + 1);
        if (pick < sizeof alphabet - 1)
            text[n++] = alphabet[pick];
        else {
            memcpy(text + n, "，字", 6);
            n += 6;
        }
    }
    return arena_copy(arena, (struct str){text, n});
}

/* Any text, printed anywhere, is that text, in a node of its own. */
static void printed_text_stays_text(void **state) {
    (void)state;
    static const char *const before[FRAMES] = {"", "# ", "- ", "> ", "**", "[", "x "};
    static const char *const behind[FRAMES] = {"", "", "", "", "**", "](x)", " y"};
    uint32_t seed = 1;
    for (int round = 0; round < 30; round++) {
        struct str texts[BATCH];
        struct buf template = buf_open((size_t)1 << 20);
        for (size_t i = 0; i < BATCH; i++) {
            texts[i] = random_text(&seed, compose_shared.arena);
            buf_puts(&template, before[i % FRAMES]);
            put_tag(&template, texts[i]);
            buf_printf(&template, "%s\n\n", behind[i % FRAMES]);
        }
        struct document *doc = compose_project_text(&compose_shared, buf_str(&template),
                                                    compose_shared.diag);
        assert_non_null(doc);
        size_t count = 0;
        cmark_iter *iter = cmark_iter_new(doc->root);
        while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
            cmark_node *node = cmark_iter_get_node(iter);
            struct object *object = document_object(node);
            if (object == NULL || object->kind != OBJECT_PRINTED)
                continue;
            assert_true(count < BATCH);
            assert_str(texts[count], cmark_node_get_literal(node));
            assert_true(str_equal(texts[count], ((struct doc_printed *)object)->text));
            count++;
        }
        cmark_iter_free(iter);
        assert_int_equal(count, BATCH);
        document_close(doc);
        buf_close(&template);
    }
}

static void segments_know_their_place(void **state) {
    (void)state;
    struct segments out;
    struct str text = STR("甲\n乙{{ f{a={1,2}} }}丙 {% x = '%}' -- }} %}\n"
                          "{% if a then %}\n"
                          "```kpi\nitems = {}\n```\n{{ [==[\n]] }} ]==] }}\n{{y}}\n");
    assert_true(
        tags_scan(text, STR("a.md"), compose_shared.arena, &out, compose_shared.diag));
    static const struct {
        enum segment_kind kind;
        const char *text;
        size_t line, column;
    } wanted[] = {{SEGMENT_TEXT, "甲\n乙", 1, 1},
                  {SEGMENT_VALUE, " f{a={1,2}} ", 2, 2},
                  {SEGMENT_TEXT, "丙 ", 2, 18},
                  {SEGMENT_STATEMENT, "", 2, 20},
                  {SEGMENT_TEXT, "\n", 2, 40},
                  {SEGMENT_STATEMENT, " if a then ", 3, 1},
                  {SEGMENT_BLOCK, "items = {}\n", 4, 1},
                  {SEGMENT_VALUE, " [==[\n]] }} ]==] ", 7, 1},
                  {SEGMENT_TEXT, "\n", 8, 14},
                  {SEGMENT_VALUE, "y", 9, 1},
                  {SEGMENT_TEXT, "\n", 9, 6}};
    assert_int_equal(out.count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < out.count; i++) {
        assert_int_equal(out.items[i].kind, wanted[i].kind);
        if (wanted[i].kind != SEGMENT_STATEMENT)
            assert_str(out.items[i].text, wanted[i].text);
        assert_int_equal(out.items[i].line, wanted[i].line);
        assert_int_equal(out.items[i].column, wanted[i].column);
    }
    assert_null(strstr(out.items[3].text.p, "--")); /* the comment is gone */
}

static const char *const openers[] = {"",   "",    "- ",     "> ",   "  ",
                                      "  ", "   ", "    ",   "1. ",  "* ",
                                      ">",  "\t",  "[^a]: ", "<!--", "> - "};
static const char *const bodies[] = {"甲",    "甲",   "乙",  "```",     "~~~",   "```",
                                     "~~~~~", "````", "-->", "``` lua", "~~~ x", "a`b"};

static size_t pick(uint32_t *seed, size_t count) {
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 16) % count;
}

/* Lines that open and close whatever holds code, most of them with a tag at the end;
   some lines are tags and leave nothing. */
static void put_random_lines(uint32_t *seed, struct buf *out) {
    for (size_t i = 4 + pick(seed, 12); i > 0; i--) {
        size_t kind = pick(seed, 8);
        if (kind < 2) {
            buf_puts(out, kind == 0 ? "{% x = 1 %}\n" : "\n");
            continue;
        }
        bool note = false; /* [^a]: [^a]: defines a link */
        for (size_t n = pick(seed, 4); n > 0 && !note; n--) {
            const char *opener = openers[pick(seed, sizeof openers / sizeof *openers)];
            note = opener[0] == '[';
            buf_puts(out, opener);
        }
        buf_puts(out, bodies[pick(seed, sizeof bodies / sizeof *bodies)]);
        buf_puts(out, pick(seed, 3) > 0 ? "{{ a }}\n" : "\n");
    }
}

static bool has(struct str text, const char *part) {
    return str_find(text, str_from(part), 0) != STR_NOT_FOUND;
}

/* The text of a line, from 1, from a column on. */
static struct str line_from(struct str text, int line, int column) {
    size_t at = 0;
    while (--line > 0)
        at = tags_next_line(text, at);
    return str_slice(text, at + (size_t)column - 1, tags_next_line(text, at));
}

/* Where cmark sees fenced code in what became of a template, no tag was taken for one,
   and everywhere else each was. */
static void check_code(struct str template, struct str expanded) {
    struct buf read = buf_open(SIZE_MAX / 2);
    struct composition c = {.arena = compose_shared.arena, .diag = compose_shared.diag};
    footnotes_enter(&c, expanded, &read);
    struct str text = read.n > 0 ? buf_str(&read) : expanded;
    cmark_node *root = cmark_parse_document(text.p, text.n, CMARK_OPT_DEFAULT);
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        const char *literal = cmark_node_get_literal(node);
        bool code = cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK;
        struct str opening = {"", 0};
        if (code)
            opening = line_from(text, cmark_node_get_start_line(node),
                                cmark_node_get_start_column(node));
        bool fenced = code && (opening.p[0] == '`' || opening.p[0] == '~') &&
                      (cmark_node_get_fence_info(node)[0] != '\0' ||
                       !str_starts(str_from(literal), opening));
        const char *wrong = fenced ? "①" : "{{";
        if (has(str_from(literal), wrong) || (fenced && has(opening, wrong)))
            fail_msg("of:\n%.*s\nbecame:\n%.*s", STR_ARG(template), STR_ARG(text));
    }
    cmark_iter_free(iter);
    cmark_node_free(root);
    buf_close(&read);
}

static void code_is_what_cmark_says(void **state) {
    (void)state;
    uint32_t seed = 1;
    struct diag *diag = diag_open();
    size_t checked = 0;
    for (int round = 0; round < 20000; round++) {
        struct buf template = buf_open(1 << 16), expanded = buf_open(1 << 16);
        struct segments out;
        put_random_lines(&seed, &template);
        /* Code that does not end is an error. */
        bool whole = tags_scan(buf_str(&template), STR("a.md"), compose_shared.arena,
                               &out, diag);
        for (size_t i = 0; i < out.count; i++)
            if (out.items[i].kind == SEGMENT_TEXT)
                buf_put(&expanded, out.items[i].text);
            else if (out.items[i].kind == SEGMENT_VALUE)
                buf_puts(&expanded, "①");
        if (whole)
            check_code(buf_str(&template), buf_str(&expanded));
        checked += whole;
        buf_close(&template);
        buf_close(&expanded);
    }
    assert_true(checked > 5000);
    diag_close(diag);
}

/* Text of the data that looks like a mark does not become one. */
static void marks_cannot_be_forged(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    struct document *doc = compose_project_text(
        &compose_shared,
        STR("文{{ note('注') }}{{ '\\26' .. '1\\26' }}{{ raw('\\0261\\026') }}\n\n"
            "{{ raw('~~~\\0261\\026\\n~~~') }}\n"),
        diag);
    assert_non_null(doc);
    struct buf out = buf_open(4096);
    document_dump(doc, &out);
    assert_str(buf_str(&out), "paragraph: 文[note 1][printed: �1�]�1�\n"
                              "code �1�:\n"
                              "note 1: [printed: 注]\n");
    buf_close(&out);
    document_close(doc);
    diag_close(diag);
}

/* What is printed into a fence's first line is text there. */
static void code_has_printed_words(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    struct document *doc = compose_project_text(
        &compose_shared,
        STR("{{ raw('~~~ ') }}{{ 'lua' }}\n甲{{ v.CERT }}\n{{ raw('~~~') }}\n\n"
            "{{ raw('> ~~~ a ') }}{{ 'b' }}\n\n{{ raw('~~~') }}{{ 'table' }}\n{{ "
            "raw('~~~') }}\n"),
        diag);
    assert_non_null(doc);
    struct buf out = buf_open(4096);
    document_dump(doc, &out);
    assert_str(buf_str(&out),
               "code lua:\n甲819\nblock_quote\n  code a b:\ncode table:\n");
    buf_close(&out);
    document_close(doc);
    diag_close(diag);
}

static void documents_have_their_words(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    struct document *doc = compose_project_text(&compose_shared, STR("文\n"), diag);
    assert_non_null(doc);
    assert_str(doc->title, "安徽省概览");
    assert_str(doc->stem, "2023-340000");
    assert_str(doc->report, "province");
    assert_str(doc->series, "年度报告");
    assert_str(doc->period_label, "2023年");
    assert_str(doc->issue_number, "");
    assert_str(doc->organisation, "国家质量基础设施研究中心");
    assert_false(page_marks_have(&doc->marks, &page_mark_demo));
    document_close(doc);
    struct str title = compose_shared.report.title;
    compose_shared.report.title = STR("{{ area.nom }}");
    assert_null(compose_project_text(&compose_shared, STR("文\n"), diag));
    compose_shared.report.title = title;
    struct buf out = buf_open(4096);
    compose_messages(diag, &out);
    assert_non_null(strstr(buf_z(&out), "lua/reports.lua:2"));
    assert_non_null(strstr(buf_z(&out), "nom"));
    buf_close(&out);
    diag_close(diag);
}

/* A table that a library makes wrongly is refused, and the message says where. */
static void plain_tables_are_checked(void **state) {
    (void)state;
    static const struct {
        const char *plain, *message;
    } cases[] = {
        {"columns=0, align={}", "table: columns must be a whole number from 1 to 200"},
        {"columns=2, align={'left'}", "table: align has 1 entries for 2 columns"},
        {"columns=1, align={'middle'}",
         "table: align 1 is \"middle\", not one of left, centre, right, decimal"},
        {"columns=1, align={'left'}, head={}, body={}", "table: it has no rows"},
        {"columns=2, align={'left','left'}, head={}, body={{{text='a'}}}",
         "table: body 1: the row is shorter than the table's 2 columns"},
        {"columns=1, align={'left'}, head={}, body={{{text='a'},{text='b'}}}",
         "table: body 1: cell 2: the row is longer than the table's 1 columns"},
        {"columns=2, align={'left','left'}, head={}, "
         "body={{{text='a',row_span=2},{text='b'}},{{text='c',column_span=2}}}",
         "table: body 2: cell 1: column_span is 2, which is too wide here"},
        {"columns=1, align={'left'}, head={}, body={{{text='a',row_span=2}}}",
         "table: body 1: cell 1: row_span is 2, but only 1 rows are left"},
        {"columns=1, align={'left'}, head={}, body={{{text=1}}}",
         "table: body 1: cell 1: text is a number, not a text"},
        {"columns=1, align={'left'}, head={}, body={{{text='a',shade=2}}}",
         "table: body 1: cell 1: shade is 2, not between 0 and 1"},
        {"columns=1, align={'left'}, head={}, body={{{text='a',tone='red'}}}",
         "table: body 1: cell 1: tone is \"red\", not one of none, accent, alert, "
         "muted, good, watch, bad"},
        {"columns=1, align={'left'}, head={}, body={{kind='sum',{text='a'}}}",
         "table: body 1: kind is \"sum\", not one of body, total, group, memo"},
        {"columns=1, align={'left'}, head={}, body={3}",
         "table: body 1: it is a number, not a table"},
        {"columns=1, align={'left'}, head={}, body={{{text='a'}}}, notes='x'",
         "table: notes is a string, not a table"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct diag *diag = diag_open();
        struct str text =
            arena_printf(compose_shared.arena,
                         "{%% table_of = function() return { %s } end %%}\n"
                         "```table id=tbl-x caption=表\n```\n",
                         cases[i].plain);
        assert_null(compose_project_text(&compose_shared, text, diag));
        size_t count;
        const struct diag_entry *entries = diag_entries(diag, &count);
        assert_int_equal(count, 1);
        assert_str(entries[0].text, cases[i].message);
        assert_str(entries[0].place.file, "templates/report.md");
        assert_int_equal(entries[0].place.line, 2);
        diag_close(diag);
    }
}

/* A break stands before one of the chart's labels: what lies between two of them would
   be drawn nowhere. */
static void breaks_of_charts_are_checked(void **state) {
    (void)state;
    static const struct {
        const char *at, *message;
    } cases[] = {
        {"2.5", "chart: break 1: at must be a whole number from 1 to 3"},
        {"0", "chart: break 1: at must be a whole number from 1 to 3"},
        {"4", "chart: break 1: at must be a whole number from 1 to 3"},
        {"nil", "chart: break 1: at must be a whole number from 1 to 3"},
        {"2", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct diag *diag = diag_open();
        struct str text = arena_printf(
            compose_shared.arena,
            "{%% chart_of = function() return { kind='lines', unit='张', alt='x。', "
            "labels={'1','2','3'}, series={{name='甲', values={1,2,3}, "
            "last_text='3'}}, "
            "breaks={{at=%s, text='新口径'}} } end %%}\n"
            "```chart id=fig-x caption=图\n```\n",
            cases[i].at);
        struct document *doc = compose_project_text(&compose_shared, text, diag);
        size_t count;
        const struct diag_entry *entries = diag_entries(diag, &count);
        assert_int_equal(doc == NULL, cases[i].message != NULL);
        if (doc == NULL) {
            assert_str(entries[0].text, cases[i].message);
        } else {
            document_close(doc);
        }
        diag_close(diag);
    }
}

/* Spans that fit are taken as they are. */
static void spans_fit(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    struct document *doc = compose_project_text(
        &compose_shared,
        STR("{% table_of = function() return { columns=3, "
            "align={'left','right','right'},"
            " head={{{text='a',row_span=2},{text='b',column_span=2}},{{text='c'},"
            "{text='d'}}}, body={{{text='e',row_span=2},{text='f',column_span=2}},"
            "{{text='g',align='centre'},{text='h'}}} } end %}\n"
            "```table caption=表\n```\n"),
        diag);
    assert_non_null(doc);
    struct buf out = buf_open(4096);
    document_dump(doc, &out);
    assert_str(buf_str(&out), "table label=表1 id=tbl-1 caption=表\n"
                              "  head: |l 1x2| a |r 2x1| b\n"
                              "  head: |r| c |r| d\n"
                              "  row: |l 1x2| e |r 2x1| f\n"
                              "  row: |c| g |r| h\n");
    buf_close(&out);
    document_close(doc);
    diag_close(diag);
}

/* What an editor on Windows saves: a byte order mark and CRLF. */
static void other_editors(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    struct document *doc = compose_project_text(
        &compose_shared,
        STR("\xEF\xBB\xBF# 标题\r\n\r\n{% for i = 1, 2 do %}\r\n- {{ i }}\r\n"
            "{% end %}\r\n```signoff\r\n```"),
        diag);
    assert_non_null(doc);
    struct buf out = buf_open(4096);
    document_dump(doc, &out);
    assert_str(buf_str(&out), "heading 1 label=一 id=sec-1: 标题\n"
                              "list\n"
                              "  item\n"
                              "    paragraph: [printed: 1]\n"
                              "  item\n"
                              "    paragraph: [printed: 2]\n"
                              "signoff\n");
    buf_clear(&out);
    document_close(doc);
    assert_null(compose_project_text(&compose_shared, STR("一\n二\x01\n"), diag));
    assert_null(compose_project_text(&compose_shared, STR("一\n二\xFF\n"), diag));
    compose_messages(diag, &out);
    assert_str(buf_str(&out),
               "templates/report.md:2:2: error: control character U+0001\n"
               "templates/report.md:2: error: this is not UTF-8\n");
    buf_close(&out);
    diag_close(diag);
}

static void messages_in_chinese(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    struct catalogue chinese;
    assert_true(words_messages(STR("zh"), &chinese));
    diag_set_messages(diag, chinese);
    assert_null(
        compose_project_text(&compose_shared, STR("{{ report.tilte }}\n"), diag));
    assert_null(compose_project_text(&compose_shared,
                                     STR("{% if area %}\n文\n{% end %}\n"), diag));
    struct buf out = buf_open(4096);
    compose_messages(diag, &out);
    assert_non_null(strstr(buf_z(&out), "{{ report.tilte }} 是 nil"));
    assert_non_null(strstr(buf_z(&out), "名称或字段是否写错？"));
    assert_non_null(strstr(buf_z(&out), "见 此标签末尾 处"));
    buf_close(&out);
    diag_close(diag);
}

/* One template, many jobs: nothing of a job stays for the next. */
static void jobs_do_not_meet(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    struct str text = STR("{% assert(rawequal(seen, nil)) %}\n{% seen = true %}\n文\n");
    /* `seen` is unknown in a fresh environment: reading it would be an error. */
    assert_null(compose_project_text(&compose_shared, text, diag));
    struct str good = STR("{% seen = area.short %}\n{{ seen }}{{ note('注') }}\n");
    for (int i = 0; i < 2; i++) {
        struct document *doc = compose_project_text(&compose_shared, good, diag);
        assert_non_null(doc);
        assert_int_equal(doc->note_count, 1);
        document_close(doc);
    }
    diag_close(diag);
}

/* What a reader of fields has on the top of the stack: a figure, a text, a number. */
static void the_text_of_a_value_at_any_index(void **state) {
    (void)state;
    lua_State *L = sandbox_state(compose_shared.sandbox);
    assert_true(sandbox_load(
        compose_shared.sandbox,
        STR("return figure { value = 7 }, 'seven', 7, area_of '340000', "
            "setmetatable({}, { __tostring = function() return 'named' end })"),
        STR("a.lua"), 1, 0));
    assert_true(sandbox_call(compose_shared.sandbox, 0, 5));
    static const char *const wanted[] = {"7.00", "seven", "7", "安徽", "named"};
    for (int i = 1; i <= 5; i++)
        for (int relative = 0; relative < 2; relative++) {
            size_t n = 0;
            const char *problem, *hint;
            int top = lua_gettop(L), at = top - 5 + i;
            const char *text =
                values_push_text(L, relative ? at - top - 1 : at, &n, &problem, &hint);
            assert_non_null(text);
            struct buf plain = buf_open(64);
            marked_strip((struct str){text, n}, &plain);
            assert_string_equal(buf_z(&plain), wanted[i - 1]);
            buf_close(&plain);
            assert_int_equal(lua_gettop(L), top + 1);
            lua_pop(L, 1);
        }
    lua_pop(L, 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_numbers),
        cmocka_unit_test(the_text_of_a_value_at_any_index),
        cmocka_unit_test(labels_are_cited_as_they_end),
        cmocka_unit_test(printed_text_stays_text),
        cmocka_unit_test(segments_know_their_place),
        cmocka_unit_test(code_is_what_cmark_says),
        cmocka_unit_test(marks_cannot_be_forged),
        cmocka_unit_test(code_has_printed_words),
        cmocka_unit_test(documents_have_their_words),
        cmocka_unit_test(breaks_of_charts_are_checked),
        cmocka_unit_test(plain_tables_are_checked),
        cmocka_unit_test(spans_fit),
        cmocka_unit_test(other_editors),
        cmocka_unit_test(messages_in_chinese),
        cmocka_unit_test(jobs_do_not_meet),
    };
    return cmocka_run_group_tests(tests, compose_project_set_up,
                                  compose_project_tear_down);
}
