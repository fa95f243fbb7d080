/* Where an issue stands: the fold of its entries; codes of issues; what changed between
   two receipts; who is told of by name and number. */
#include "publish_folder.h"

#include "issue/desk.h"
#include "issue/made.h"
#include <string.h>

#define CODE_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define CODE_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

/* A ledger in memory. */
struct book {
    struct arena *arena;
    struct ledger_entry entries[16];
    struct ledger ledger;
};

static void enter(struct book *book, const char *period, const char *act,
                  const struct ledger_line *lines, size_t count) {
    struct ledger_entry *entry = &book->entries[book->ledger.count++];
    struct ledger_line *copy = arena_array(book->arena, count + 1, sizeof *copy);
    memcpy(copy, lines, count * sizeof *copy);
    *entry = (struct ledger_entry){.report = STR("monthly"),
                                   .period = str_from(period),
                                   .act = str_from(act),
                                   .number = 1,
                                   .lines = copy,
                                   .line_count = count};
    for (size_t i = 0; i + 1 < book->ledger.count; i++)
        entry->number += str_equal(book->entries[i].period, entry->period);
    book->ledger.entries = book->entries;
}

static void sign(struct book *book, const char *role, const char *by,
                 const char *code) {
    const struct ledger_line lines[] = {
        {STR("role"), {str_from(role)}, 1},
        {STR("by"), {str_from(by)}, 1},
        {STR("code"), {str_from(code)}, 1},
        {STR("edition"), {STR("2025-01"), str_from(code)}, 2}};
    enter(book, "2025-01", ACT_SIGN, lines, 4);
}

static void why(struct book *book, const char *act, const char *reason) {
    const struct ledger_line line = {STR("reason"), {str_from(reason)}, 1};
    enter(book, "2025-01", act, &line, 1);
}

static void publish(struct book *book, const char *period, const char *number,
                    const char *release) {
    const struct ledger_line lines[] = {{STR("release"), {str_from(release)}, 1},
                                        {STR("number"), {str_from(number)}, 1},
                                        {STR("signed"), {STR("制表"), STR("张三")}, 2}};
    enter(book, period, ACT_PUBLISH, lines, 3);
}

static struct issue_state state(const struct book *book) {
    return issue_state_of(&book->ledger, STR("monthly"), STR("2025-01"));
}

static void signatures_are_of_one_code(void **context) {
    (void)context;
    struct book book = {.arena = arena_open()};
    assert_true(issue_is_open(&(struct issue_state){0}));
    sign(&book, "制表", "张三", CODE_A);
    sign(&book, "审核", "李四", CODE_A);
    struct issue_state s = state(&book);
    assert_int_equal(s.signature_count, 2);
    assert_str(s.signatures[1].by, "李四");
    assert_str(issue_edition_code(s.signed_as, STR("2025-01")), CODE_A);
    assert_int_equal(issue_edition_code(s.signed_as, STR("2025-02")).n, 0);
    sign(&book, "制表", "张三", CODE_B);
    s = state(&book);
    assert_int_equal(s.signature_count, 1);
    assert_str(s.code, CODE_B);
    assert_ptr_equal(s.signed_as, &book.entries[2]);
    why(&book, ACT_RETURN, "缺一省");
    s = state(&book);
    assert_true(s.returned && s.signature_count == 0 && s.code.n == 0);
    assert_str(s.reason, "缺一省");
    sign(&book, "制表", "张三", CODE_B);
    assert_false(state(&book).returned);
    arena_close(book.arena);
}

static void published_corrected_withdrawn(void **context) {
    (void)context;
    struct book book = {.arena = arena_open()};
    struct issue_signature names[WORKFLOW_ROLES_MAX];
    sign(&book, "制表", "张三", CODE_A);
    publish(&book, "2025-01", "第1期", "1111111111111111");
    struct issue_state s = state(&book);
    assert_true(s.published && !issue_is_open(&s) && s.signature_count == 0);
    assert_int_equal(desk_signed(s.edition, names), 1);
    assert_str(names[0].by, "张三");
    why(&book, ACT_CORRECT, "误录");
    s = state(&book);
    assert_true(issue_is_open(&s) && s.correcting && s.corrections == 0);
    publish(&book, "2025-01", "第1期", "2222222222222222");
    s = state(&book);
    assert_true(!issue_is_open(&s) && s.corrections == 1);
    assert_ptr_equal(s.before, &book.entries[1]);
    assert_ptr_equal(issue_last_release(&book.ledger), &book.entries[3]);
    why(&book, ACT_CORRECT, "再改");
    why(&book, ACT_WITHDRAW, "方法有误");
    s = state(&book);
    assert_true(s.withdrawn && !s.correcting && !issue_is_open(&s));
    assert_str(s.withdrawal, "方法有误");
    why(&book, ACT_CORRECT, "重新发布");
    s = state(&book);
    assert_true(s.withdrawn && issue_is_open(&s));
    publish(&book, "2025-01", "第1期", "3333333333333333");
    assert_false(state(&book).withdrawn);
    publish(&book, "2025-02", "第2期", "4444444444444444");
    size_t count;
    struct issue_state *all = issue_states(&book.ledger, book.arena, &count);
    assert_int_equal(count, 2);
    assert_str(all[1].period, "2025-02");
    arena_close(book.arena);
}

static struct edition edition_of(const char *period, const char *stem,
                                 const char *code) {
    struct edition edition = {
        .report = STR("monthly"), .period = str_from(period), .stem = str_from(stem)};
    strncpy(edition.code, code, HASH_HEX_SIZE);
    return edition;
}

static void the_code_of_an_issue(void **context) {
    (void)context;
    char one[HASH_HEX_SIZE + 1], two[HASH_HEX_SIZE + 1], other[HASH_HEX_SIZE + 1];
    struct edition list[] = {edition_of("2025-01", "2025-01-340000", CODE_A),
                             edition_of("2025-01", "2025-01-350000", CODE_B),
                             edition_of("2025-02", "2025-02", CODE_B)};
    assert_true(issue_code(list, 3, STR("monthly"), STR("2025-02"), one));
    assert_string_equal(one, CODE_B); /* of one edition its own */
    assert_true(issue_code(list, 3, STR("monthly"), STR("2025-01"), two));
    assert_true(strcmp(two, CODE_A) != 0 && strcmp(two, CODE_B) != 0);
    memcpy(list[1].code, CODE_A, HASH_HEX_SIZE);
    assert_true(issue_code(list, 3, STR("monthly"), STR("2025-01"), other));
    assert_string_not_equal(two, other);
    list[1].code[0] = '\0'; /* one that failed */
    assert_false(issue_code(list, 3, STR("monthly"), STR("2025-01"), other));
    assert_false(issue_code(list, 3, STR("annual"), STR("2025"), other));
}

static void a_code_as_it_is_written(void **context) {
    (void)context;
    struct str code =
        STR("3f9a21bc77de0102a5b6c7d8e9f0011223344556677889900aabbccddeeff001");
    assert_true(issue_code_is(STR("3f9a-21bc-77de-0102"), code));
    assert_true(issue_code_is(STR("3F9A 21BC 77DE 0102"), code));
    assert_true(issue_code_is(code, code));
    assert_false(issue_code_is(STR("3f9a-21bc-77de-010"), code)); /* too short */
    assert_false(issue_code_is(STR("3f9a-21bc-77de-0103"), code));
    assert_false(issue_code_is(STR(""), code));
    assert_false(issue_code_is(STR("3f9a-21bc-77de-0102"), STR("")));
    assert_false(issue_code_is(STR("3f9a-21bc-77de-0102-z"), code));
}

static void what_was_changed(void **context) {
    (void)context;
    struct arena *arena = arena_open();
    size_t count;
    struct str before = STR("{\"program\":\"nqi\",\"version\":\"1\",\"inputs\":["
                            "{\"path\":\"input/a.csv\",\"sha256\":\"1\"},"
                            "{\"path\":\"input/b.csv\",\"sha256\":\"2\"}],"
                            "\"fonts\":[{\"file\":\"x.ttc\",\"sha256\":\"3\"}]}");
    struct str now = STR("{\"program\":\"nqi\",\"version\":\"2\",\"inputs\":["
                         "{\"path\":\"input/b.csv\",\"sha256\":\"9\"}],"
                         "\"scripts\":[{\"path\":\"lua/c.lua\",\"sha256\":\"4\"}],"
                         "\"fonts\":[{\"file\":\"x.ttc\",\"sha256\":\"3\"}]}");
    const struct made_difference *list = made_compare(before, now, arena, &count);
    assert_int_equal(count, 4);
    assert_str(list[0].name, "input/a.csv");
    assert_int_equal(list[0].change, MADE_GONE);
    assert_str(list[1].name, "input/b.csv");
    assert_int_equal(list[1].change, MADE_CHANGED);
    assert_str(list[2].name, "lua/c.lua");
    assert_int_equal(list[2].change, MADE_NEW);
    assert_str(list[3].name, "nqi");
    made_compare(before, before, arena, &count);
    assert_int_equal(count, 0);
    made_compare(STR("no receipt"), STR(""), arena, &count);
    assert_int_equal(count, 0);
    arena_close(arena);
}

static void superseded_editions_have_a_folder_of_their_own(void **context) {
    (void)context;
    struct arena *arena = arena_open();
    struct edition_file file = {.path = STR("monthly/2025-01/2025-01.html")};
    struct edition edition = {.report = STR("monthly"),
                              .period = STR("2025-01"),
                              .stem = STR("2025-01"),
                              .files = &file,
                              .file_count = 1};
    struct str before;
    edition_supersede(&edition, 2, arena);
    assert_str(edition.period, "2025-01.v2");
    assert_str(edition.files[0].path, "monthly/2025-01.v2/2025-01.html");
    assert_str(file.path, "monthly/2025-01/2025-01.html");
    assert_true(edition_path_before(edition.files[0].path, arena, &before));
    assert_str(before, "monthly/2025-01/2025-01.html");
    assert_false(edition_path_before(file.path, arena, &before));
    assert_false(edition_path_before(STR("index.html"), arena, &before));
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_are_of_one_code),
        cmocka_unit_test(published_corrected_withdrawn),
        cmocka_unit_test(the_code_of_an_issue),
        cmocka_unit_test(a_code_as_it_is_written),
        cmocka_unit_test(what_was_changed),
        cmocka_unit_test(superseded_editions_have_a_folder_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
