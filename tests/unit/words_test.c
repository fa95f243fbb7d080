/* The vocabularies, and what the document room makes of them: labelled parts. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/marked.h"
#include "document/document.h"
#include "unit.h"
#include "words/words.h"

static struct arena *arena;

static struct catalogue vocabulary(const char *tag) {
    struct catalogue words;
    assert_true(words_vocabulary(str_from(tag), &words));
    return words;
}

static void a_language_is_found_by_its_tag(void **state) {
    (void)state;
    struct catalogue words;
    assert_str(vocabulary("zh-CN").language, "zh-CN");
    assert_str(vocabulary("ZH-cn").language, "zh-CN");
    assert_str(vocabulary("").language, "zh-CN");
    assert_str(vocabulary("en").language, "en");
    assert_false(words_vocabulary(STR("e"), &words));
    assert_false(words_vocabulary(STR("english"), &words));
    assert_str(words_languages(arena), "en, zh-CN");
}

static void words_are_those_of_the_language(void **state) {
    (void)state;
    assert_str(words_text(vocabulary("zh-CN"), "signoff.date"), "日期");
    assert_str(words_text(vocabulary("en"), "signoff.date"), "Date");
    assert_str(words_text((struct catalogue){0}, "signoff.date"), "日期");
    assert_str(words_text(vocabulary("en"), "no.such"), "no.such");
    assert_false(words_known(vocabulary("en"), "no.such"));
    assert_str(words_form(vocabulary("en"), "period.month", 9), "September");
}

/* base/catalogue.c reads the numbers of this one order, whatever machine built it. */
static void catalogues_are_little_endian(void **state) {
    (void)state;
    static const char *const tags[] = {"zh-CN", "en"};
    struct catalogue messages;
    assert_true(words_messages(STR("zh"), &messages));
    assert_memory_equal(messages.bytes.p, "\xDE\x12\x04\x95\0\0\0\0", 8);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        assert_memory_equal(vocabulary(tags[i]).bytes.p, "\xDE\x12\x04\x95\0\0\0\0", 8);
}

static void values_may_stand_anywhere(void **state) {
    (void)state;
    const struct words_value values[] = {{"whole", STR("全国")},
                                         {"share", STR("{whole}")}};
    assert_str(words_fill(vocabulary("zh-CN"), "phrase.share", values, 2, arena),
               "占全国的{whole}");
    assert_str(words_fill(vocabulary("en"), "phrase.share", values, 2, arena),
               "{whole} of 全国");
    assert_str(words_fill(vocabulary("en"), "phrase.share", values, 1, arena),
               "{share} of 全国");
}

static void units_are_taken_apart(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"亿元", "100 million yuan"},
        {"万台(套)", "10,000 sets"},
        {"百万美元", "million US dollars"},
        {"件/万人", "pieces/10,000 persons"},
        {"元/人", "yuan per person"},
        {"%", "%"},
        {"mg/L", "mg/L"},
        {"亿标箱", "亿标箱"}, /* no words for the rest: as the data write it */
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str unit = str_from(cases[i][0]);
        assert_str(words_unit(vocabulary("en"), unit, STR(""), arena), cases[i][1]);
        assert_str(words_unit(vocabulary("zh-CN"), unit, STR(""), arena), cases[i][0]);
        assert_str(words_unit(vocabulary("zh-CN"), unit, STR("1"), arena), cases[i][0]);
    }
}

static void a_unit_goes_with_its_number(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"项", "1", "item"},
        {"项", "1.00", "items"},
        {"项", "-1", "item"},
        {"项", "about 1", "item"},
        {"项", "0", "items"},
        {"项", "1.01", "items"},
        {"项", "11", "items"},
        {"项", "1,000", "items"},
        {"项", "0.1", "items"},
        {"项", "", "items"},
        {"项", "—", "items"},
        {"吨标准煤", "1", "tonne of standard coal"},
        {"百分点", "1.00", "percentage points"},
        {"千分点", "1.0", "per mille points"},
        {"千分点", "0.4", "per mille points"},
        {"倍", "1.0", "times"},
        {"件/人", "2", "pieces/person"},
        {"件/人", "1", "piece/person"},
        {"件/万人", "1", "piece/10,000 persons"},
        {"万元", "25.0", "× 10,000 yuan"},
        {"万台(套)", "1", "× 10,000 sets"},
        {"亿元", "", "100 million yuan"},
        {"百万美元", "1", "million US dollars"},
        {"10kV", "3", "× 10kV"},
        {"标箱", "1", "标箱"},
        {"上年=100", "103.2", "previous year = 100"},
        {"2020年=100", "103.2", "2020 = 100"},
        {"2020年=100", "", "2020 = 100"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_str(words_unit(vocabulary("en"), str_from(cases[i][0]),
                              str_from(cases[i][1]), arena),
                   cases[i][2]);
    }
    struct buf figure = buf_open(64); /* its mark is no part of the number */
    buf_puts(&figure, "over ");
    marked_put(&figure, 12, STR("1"));
    assert_str(words_unit(vocabulary("en"), STR("项"), buf_str(&figure), arena),
               "item");
    buf_close(&figure);
}

static void regions_have_names(void **state) {
    (void)state;
    assert_str(words_region(vocabulary("en"), STR("东部")), "East");
    assert_str(words_region(vocabulary("en"), STR("华北")), "North China");
    assert_str(words_region(vocabulary("en"), STR("皖北")), "皖北");
    assert_str(words_region(vocabulary("en"), STR("")), "");
    assert_str(words_region(vocabulary("zh-CN"), STR("东部")), "东部");
}

static void a_sentence_goes_with_its_numbers(void **state) {
    (void)state;
    struct words_value values[] = {{"n", STR("1")}, {"item", STR("a")}};
    assert_str(words_fill(vocabulary("en"), "alt.most", values, 2, arena),
               "1 item, the largest is a");
    values[0].text = STR("2");
    assert_str(words_fill(vocabulary("en"), "alt.most", values, 2, arena),
               "2 items, the largest is a");
    /* Without the value it stays as it is. */
    assert_str(words_fill(vocabulary("en"), "alt.most", values + 1, 1, arena),
               "{n} {n|item|items}, the largest is a");
    size_t at = 0;
    struct str name;
    assert_true(words_next_name(STR("a {n|b|c}"), &at, &name));
    assert_str(name, "n");
    assert_false(words_next_name(STR("a {n|b|c}"), &at, &name));
}

static void a_unit_of_many_parts_stays_as_it_is(void **state) {
    (void)state;
    enum { PARTS = 300000 };
    struct buf unit = buf_open(PARTS * 8);
    for (size_t i = 0; i < PARTS; i++)
        buf_put(&unit, STR("件/"));
    struct str text = words_unit(vocabulary("en"), buf_str(&unit), STR(""), arena);
    assert_true(str_equal(text, buf_str(&unit)));
    buf_close(&unit);
    assert_str(
        words_unit(vocabulary("en"), STR("件/件/件/件/件/件/件/万人"), STR(""), arena),
        "pieces/piece/piece/piece/piece/piece/piece/10,000 persons");
    assert_str(words_unit(vocabulary("en"), STR("件/件/件/件/件/件/件/件/万人"),
                          STR(""), arena),
               "件/件/件/件/件/件/件/件/万人");
    assert_str(words_unit(vocabulary("en"), STR("件/元/人"), STR(""), arena),
               "pieces/yuan per person");
    assert_str(words_unit(vocabulary("en"), STR("件/"), STR(""), arena), "pieces/");
}

static void totals_are_known_in_every_language(void **state) {
    (void)state;
    assert_true(words_listed("total.names", STR("合计")));
    assert_true(words_listed("total.names", STR("未分组")));
    assert_true(words_listed("total.names", STR("total")));
    assert_false(words_listed("total.names", STR("合")));
    assert_false(words_listed("total.names", STR("")));
    assert_false(words_listed("total.names", STR("合计\n总计")));
    assert_true(words_listed("total.groups", STR("小计")));
    assert_false(words_listed("total.groups", STR("合计")));
}

static void notes_and_source_have_their_labels(void **state) {
    (void)state;
    struct document *doc = document_open(arena, NULL);
    const struct str notes[] = {STR("甲"), STR("乙")};
    size_t count;
    struct doc_part *parts = printed_foot(doc, notes, 2, STR("丙"), arena, &count);
    assert_int_equal(count, 3);
    assert_int_equal(parts[0].kind, PART_NOTE);
    assert_str(parts[0].label, "注：1. ");
    assert_str(parts[1].label, "2. ");
    assert_ptr_equal(parts[1].text.p, notes[1].p); /* a text is known by its address */
    assert_int_equal(parts[2].kind, PART_SOURCE);
    assert_str(parts[2].label, "数据来源：");
    assert_str(parts[2].stop, "。");
    parts = printed_foot(doc, notes, 1, STR("丁。"), arena, &count);
    assert_int_equal(count, 2);
    assert_str(parts[0].label, "注：");
    assert_str(parts[1].stop, "");
    (void)printed_foot(doc, NULL, 0, STR(""), arena, &count);
    assert_int_equal(count, 0);
    document_close(doc);
}

static void a_theme_sets_words_in_their_place(void **state) {
    (void)state;
    struct theme theme = {.table_label = STR("Tab. "), .numbering = {STR("")}};
    struct printed_words words;
    printed_words_of(vocabulary("en"), &theme, &words);
    assert_str(words.table_label, "Tab. ");
    assert_str(words.figure_label, "Figure ");
    assert_str(words.heading[0], ""); /* no numbers */
    assert_str(words.heading[1], "(1)");
    assert_str(words.lang, "en");
}

static void the_document_speaks_one_language(void **state) {
    (void)state;
    struct document *doc = document_open(arena, NULL);
    doc->compiled_by = STR("Li");
    document_speak(doc, vocabulary("en"));
    assert_str(doc->lang, "en");
    assert_str(printed_caption(doc, STR("Table 1"), STR("Certificates"), arena),
               "Table 1. Certificates");
    assert_str(printed_caption(doc, STR("Table 1"), STR(""), arena), "Table 1");
    assert_str(printed_unit(doc, STR("sets")).label, "Unit: ");
    struct signoff signoff = printed_signoff(doc);
    assert_int_equal(signoff.count, 1); /* what is not known is not printed */
    assert_int_equal(signoff.parts[0].kind, PART_COMPILED);
    assert_str(signoff.parts[0].label, "Compiled by");
    assert_str(signoff.parts[0].text, "Li");
    assert_true(printed_names_month(doc->words.vocabulary, STR("January 2024")));
    assert_false(printed_names_month(doc->words.vocabulary, STR("2024")));
    assert_true(printed_names_month(vocabulary("zh-CN"), STR("2024年12月")));
    assert_false(printed_names_month(vocabulary("zh-CN"), STR("2024年")));
    document_close(doc);
}

static int begin(void **state) {
    (void)state;
    arena = arena_open();
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_close(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_language_is_found_by_its_tag),
        cmocka_unit_test(words_are_those_of_the_language),
        cmocka_unit_test(catalogues_are_little_endian),
        cmocka_unit_test(values_may_stand_anywhere),
        cmocka_unit_test(units_are_taken_apart),
        cmocka_unit_test(a_unit_goes_with_its_number),
        cmocka_unit_test(regions_have_names),
        cmocka_unit_test(a_sentence_goes_with_its_numbers),
        cmocka_unit_test(a_unit_of_many_parts_stays_as_it_is),
        cmocka_unit_test(totals_are_known_in_every_language),
        cmocka_unit_test(notes_and_source_have_their_labels),
        cmocka_unit_test(a_theme_sets_words_in_their_place),
        cmocka_unit_test(the_document_speaks_one_language),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
