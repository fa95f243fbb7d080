/* The ledger: what is added is read back, and what was changed, lost or forked is told.
 */
#include "publish_folder.h"

#include "base/file.h"
#include "issue/ledger.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct ledger_line line_of(const char *key, const char *value) {
    return (struct ledger_line){str_from(key), {str_from(value)}, 1};
}

static bool add(struct folder *f, struct ledger *ledger, const char *report,
                const char *period, const char *act, const char *by) {
    struct ledger_line *lines = arena_array(f->arena, 2, sizeof *lines);
    lines[0] = line_of("by", by);
    lines[1] = (struct ledger_line){
        STR("figure"), {STR("f-1"), STR("1,856家"), STR("1856"), STR("")}, 4};
    const struct ledger_entry entry = {.report = str_from(report),
                                       .period = str_from(period),
                                       .act = str_from(act),
                                       .lines = lines,
                                       .line_count = 2};
    return ledger_add(f->fd, "ledger", ledger, &entry, f->arena, f->diag);
}

static struct ledger read_good(struct folder *f) {
    struct ledger ledger;
    assert_true(ledger_read(f->fd, "ledger", f->arena, &ledger, f->diag));
    return ledger;
}

/* Three entries of two issues. */
static void write_three(struct folder *f) {
    struct ledger ledger = read_good(f);
    assert_int_equal(ledger.count, 0);
    assert_null(ledger_head(&ledger));
    assert_true(add(f, &ledger, "monthly", "2025-01", "sign", "张\t三\n\\"));
    assert_true(add(f, &ledger, "annual", "2024", "sign", "李四"));
    assert_true(add(f, &ledger, "monthly", "2025-01", "publish", ""));
}

static void what_is_added_is_read_back(void **state) {
    struct folder *f = *state;
    write_three(f);
    struct ledger ledger = read_good(f);
    assert_int_equal(ledger.count, 3);
    assert_str(ledger.entries[0].report, "monthly");
    assert_str(ledger.entries[1].report, "annual");
    const struct ledger_entry *last = ledger_head(&ledger);
    assert_str(last->act, "publish");
    assert_int_equal(last->number, 2);
    assert_string_equal(last->after, ledger.entries[1].hash);
    assert_string_equal(ledger.entries[0].after, "");
    assert_str(ledger_line(&ledger.entries[0], "by")->values[0], "张\t三\n\\");
    const struct ledger_line *figure = ledger_line(last, "figure");
    assert_int_equal(figure->count, 4);
    assert_str(figure->values[1], "1,856家");
    assert_str(figure->values[3], "");
    assert_null(ledger_line(last, "code"));
    assert_ptr_equal(ledger_last_of(&ledger, STR("annual"), STR("2024")),
                     &ledger.entries[1]);
    assert_null(ledger_last_of(&ledger, STR("annual"), STR("2023")));
    assert_ptr_equal(ledger_find(&ledger, str_from(last->hash)), last);
    /* Going on from what was read. */
    assert_true(add(f, &ledger, "annual", "2024", "publish", "王五"));
    assert_int_equal(read_good(f).count, 4);
}

static void assert_damaged(struct folder *f, const char *text) {
    struct ledger ledger;
    struct diag *diag = diag_open();
    size_t count;
    assert_false(ledger_read(f->fd, "ledger", f->arena, &ledger, diag));
    const struct diag_entry *entries = diag_entries(diag, &count);
    assert_int_equal(count, 1);
    if (str_find(entries[0].text, str_from(text), 0) == STR_NOT_FOUND)
        fail_msg("%.*s", STR_ARG(entries[0].text));
    assert_true(entries[0].place.line > 0);
    diag_close(diag);
}

/* Each byte of a file in turn is another one. */
static void no_byte_can_be_changed(void **state) {
    struct folder *f = *state;
    const char *path = "ledger/monthly/2025-01.txt";
    struct ledger ledger;
    struct str text;
    write_three(f);
    assert_true(file_read(f->fd, path, 1 << 20, f->arena, &text, NULL, f->diag));
    char *bytes = arena_alloc(f->arena, text.n);
    for (size_t i = 0; i < text.n; i++) {
        memcpy(bytes, text.p, text.n);
        bytes[i] = bytes[i] == 'x' ? 'y' : 'x';
        assert_true(file_write(f->fd, path, (struct str){bytes, text.n}, f->diag));
        if (ledger_read(f->fd, "ledger", f->arena, &ledger, f->diag))
            fail_msg("byte %zu of %.*s", i, STR_ARG(text));
    }
    for (size_t n = 0; n + 1 < text.n; n++) {
        assert_true(file_write(f->fd, path, str_slice(text, 0, n), f->diag));
        bool read = ledger_read(f->fd, "ledger", f->arena, &ledger, f->diag);
        if (read && ledger.count == 3)
            fail_msg("cut to %zu", n);
    }
}

static void an_entry_of_another_issue(void **state) {
    struct folder *f = *state;
    write_three(f);
    assert_int_equal(
        renameat(f->fd, "ledger/annual/2024.txt", f->fd, "ledger/annual/2023.txt"), 0);
    assert_damaged(f, "this entry of the ledger is not as it was written");
}

static void a_lost_file_is_missed(void **state) {
    struct folder *f = *state;
    write_three(f);
    assert_int_equal(unlinkat(f->fd, "ledger/annual/2024.txt", 0), 0);
    assert_damaged(f,
                   "the entry that monthly 2025-01 (2, publish) was written after is "
                   "missing");
}

static void two_copies_that_went_on(void **state) {
    struct folder *f = *state;
    write_three(f);
    struct ledger one = read_good(f), other = one;
    assert_true(add(f, &one, "annual", "2024", "publish", "王五"));
    assert_true(add(f, &other, "forum", "2025", "sign", "赵六"));
    assert_damaged(f, "the ledger is forked: ");
}

static void names_stay_below_the_ledger(void **state) {
    struct folder *f = *state;
    struct ledger ledger = read_good(f);
    assert_false(add(f, &ledger, "../up", "2024", "sign", ""));
    assert_false(add(f, &ledger, "annual", "../2024", "sign", ""));
    assert_int_equal(ledger.count, 0);
}

#define TEST(function)                                                                 \
    cmocka_unit_test_setup_teardown(function, folder_make, folder_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_added_is_read_back), TEST(no_byte_can_be_changed),
        TEST(an_entry_of_another_issue),  TEST(a_lost_file_is_missed),
        TEST(two_copies_that_went_on),    TEST(names_stay_below_the_ledger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
