/* Publishing: what is carried forward, what is refused, and that the old release
   stands until the new one is whole. */
#include "publish_folder.h"

#include "base/file.h"
#include "publish/release.h"
#include "publish/stage.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As the supervisor does. */
static bool release_publish(int output, int stage, struct arena *arena,
                            struct receipt_summary *out, bool *unchanged,
                            struct diag *diag) {
    return release_settle(output, stage, false, arena, out, diag) &&
           release_swap(output, out->id, arena, unchanged, diag);
}

/* One edition to build: its text is what each of its files holds. */
struct wanted {
    const char *report, *period, *stem, *text;
    const char *formats; /* "md html" */
    bool failed;
};

/* Stages these editions with all that the current release hands on. The stage's
   descriptor, or -1. */
static int stage_editions(struct folder *f, const struct wanted *wanted, size_t count) {
    struct receipt_summary previous;
    int current;
    if (!release_open_current(f->fd, f->arena, &current, &previous, f->diag))
        return -1;
    if (current >= 0)
        close(current);
    int stage = stage_open(f->fd, f->diag);
    assert_true(stage >= 0);
    struct edition *built = arena_array(f->arena, count, sizeof *built);
    for (size_t i = 0; i < count; i++) {
        int part = stage_part_open(stage, i, f->diag);
        assert_true(part >= 0);
        built[i] = (struct edition){.report = str_from(wanted[i].report),
                                    .period = str_from(wanted[i].period),
                                    .stem = str_from(wanted[i].stem),
                                    .title = str_from(wanted[i].text),
                                    .status = EDITION_BUILT};
        built[i].files = arena_array(f->arena, FORMAT_COUNT, sizeof *built->files);
        for (size_t k = 0; k < FORMAT_COUNT; k++) {
            struct str name = str_from(format_at(k)->kind.name);
            if (str_find(str_from(wanted[i].formats), name, 0) == STR_NOT_FOUND)
                continue;
            struct edition_file *file = &built[i].files[built[i].file_count++];
            file->path = arena_printf(f->arena, "%s/%s/%s.%.*s", wanted[i].report,
                                      wanted[i].period, wanted[i].stem, STR_ARG(name));
            file->format = format_at(k);
            file->bytes = strlen(wanted[i].text);
            hash_of(built[i].title, file->sha256);
            assert_true(stage_write(part, file->path, built[i].title, f->diag));
        }
        close(part);
        if (!wanted[i].failed)
            continue;
        built[i].status = EDITION_FAILED; /* what it wrote before stays in its part */
        built[i].file_count = 0;
    }
    struct edition *merged;
    size_t merged_count, page_bytes = 5;
    edition_merge(built, count, previous.editions, previous.edition_count, previous.id,
                  f->arena, &merged, &merged_count);
    struct receipt_item page = {.path = STR("index.html")};
    hash_of(STR("index"), page.sha256);
    assert_true(stage_write(stage, page.path, STR("index"), f->diag));
    struct dataset *ds = dataset_open(f->arena);
    dataset_seal(ds);
    const struct receipt receipt = {.dataset = ds,
                                    .seed = 7,
                                    .editions = merged,
                                    .edition_count = merged_count,
                                    .pages = &page,
                                    .page_bytes = &page_bytes,
                                    .page_count = 1};
    struct buf text = buf_open(1 << 20);
    char id[RECEIPT_ID_SIZE + 1];
    assert_true(receipt_write(&receipt, &text, id, f->diag));
    assert_true(stage_write(stage, STR(RECEIPT_NAME), buf_str(&text), f->diag));
    buf_close(&text);
    return stage;
}

static bool publish(struct folder *f, const struct wanted *wanted, size_t count,
                    struct receipt_summary *out, bool *unchanged) {
    int stage = stage_editions(f, wanted, count);
    if (stage < 0)
        return false;
    bool ok = release_publish(f->fd, stage, f->arena, out, unchanged, f->diag);
    close(stage);
    if (ok)
        release_prune(f->fd, f->arena, f->diag);
    return ok;
}

static void assert_file(const struct folder *f, const char *path, const char *text) {
    struct str found;
    struct diag *diag = diag_open();
    assert_true(file_read(f->fd, path, 1 << 20, f->arena, &found, NULL, diag));
    assert_str(found, text);
    diag_close(diag);
}

static const struct edition *find(const struct receipt_summary *receipt,
                                  const char *stem) {
    for (size_t i = 0; i < receipt->edition_count; i++)
        if (str_equal(receipt->editions[i].stem, str_from(stem)))
            return &receipt->editions[i];
    return NULL;
}

static const struct wanted two[] = {
    {"national", "2023", "2023", "national 2023", "md html pdf csv svg", false},
    {"province", "2023", "2023-340000", "Anhui 2023", "md pdf", false},
};

static void the_first_release(void **state) {
    struct folder *f = *state;
    struct receipt_summary receipt;
    bool unchanged = true;
    assert_true(publish(f, two, 2, &receipt, &unchanged));
    assert_false(unchanged);
    assert_file(f, "current/national/2023/2023.pdf", "national 2023");
    assert_file(f, "current/index.html", "index");
    assert_false(folder_has(f, ".stage"));
    assert_false(folder_has(f, ".current"));
    char link[64] = {0};
    assert_true(readlinkat(f->fd, "current", link, sizeof link - 1) > 0);
    struct str expected = arena_printf(f->arena, "releases/%.*s", STR_ARG(receipt.id));
    assert_string_equal(link, expected.p);
}

static void the_same_again_is_unchanged(void **state) {
    struct folder *f = *state;
    struct receipt_summary first, second;
    bool unchanged;
    assert_true(publish(f, two, 2, &first, &unchanged));
    assert_true(publish(f, two, 2, &second, &unchanged));
    assert_true(unchanged);
    assert_true(str_equal(first.id, second.id));
    assert_false(folder_has(f, ".stage"));
    assert_file(f, "current/national/2023/2023.md", "national 2023");
}

static void carries_what_is_not_built(void **state) {
    struct folder *f = *state;
    static const struct wanted next[] = {
        {"national", "2024", "2024", "national 2024", "md", false}};
    static const struct wanted again[] = {
        {"national", "2023", "2023", "revised 2023", "md", false}};
    struct receipt_summary first, second, third;
    bool unchanged;
    assert_true(publish(f, two, 2, &first, &unchanged));
    assert_true(publish(f, next, 1, &second, &unchanged));
    assert_file(f, "current/national/2024/2024.md", "national 2024");
    assert_file(f, "current/national/2023/2023.csv", "national 2023");
    assert_file(f, "current/province/2023/2023-340000.pdf", "Anhui 2023");
    assert_int_equal(find(&second, "2023")->status, EDITION_CARRIED);
    assert_true(str_equal(find(&second, "2023")->files[0].release, first.id));
    struct stat a, b;
    struct str old = arena_printf(f->arena, "releases/%.*s/national/2023/2023.md",
                                  STR_ARG(first.id));
    assert_int_equal(fstatat(f->fd, old.p, &a, 0), 0);
    assert_int_equal(fstatat(f->fd, "current/national/2023/2023.md", &b, 0), 0);
    assert_true(a.st_ino == b.st_ino);

    /* Only the Markdown of 2023 anew: its picture goes, its other formats stay. */
    assert_true(publish(f, again, 1, &third, &unchanged));
    assert_file(f, "current/national/2023/2023.md", "revised 2023");
    assert_file(f, "current/national/2023/2023.pdf", "national 2023");
    assert_false(folder_has(f, "current/national/2023/2023.svg"));
    assert_int_equal(find(&third, "2023")->status, EDITION_BUILT);
    assert_true(str_equal(find(&third, "2023")->files[1].release, first.id));
    /* The receipts of the releases that files come from stay with them. */
    assert_int_equal(third.earlier_count, 2);
    struct str kept =
        arena_printf(f->arena, "current/earlier/%.*s.json", STR_ARG(first.id));
    assert_true(folder_has(f, kept.p));
}

static void a_failed_report_keeps_its_last_edition(void **state) {
    struct folder *f = *state;
    static const struct wanted failed[] = {
        {"national", "2023", "2023", "half a page", "md pdf", true},
        {"national", "2025", "2025", "half a page", "md", true},
    };
    struct receipt_summary receipt;
    bool unchanged;
    assert_true(publish(f, two, 2, &receipt, &unchanged));
    assert_true(publish(f, failed, 2, &receipt, &unchanged));
    assert_int_equal(find(&receipt, "2023")->status, EDITION_STALE);
    assert_int_equal(find(&receipt, "2025")->status, EDITION_FAILED);
    assert_int_equal(find(&receipt, "2025")->file_count, 0);
    assert_file(f, "current/national/2023/2023.pdf", "national 2023");
    assert_false(folder_has(f, "current/national/2025"));
    assert_false(folder_has(f, "current/" STAGE_PARTS));
    /* Still stale when something else is built. */
    assert_true(publish(f, two + 1, 1, &receipt, &unchanged));
    assert_int_equal(find(&receipt, "2023")->status, EDITION_STALE);
}

static void a_stage_that_is_not_its_receipt_is_refused(void **state) {
    struct folder *f = *state;
    struct receipt_summary receipt;
    bool unchanged;
    static const struct wanted next[] = {
        {"national", "2024", "2024", "national 2024", "md html", false}};
    assert_true(publish(f, two, 2, &receipt, &unchanged));

    int stage = stage_editions(f, next, 1);
    assert_true(stage_write(stage, STR("national/2024/extra.md"), STR("x"), f->diag));
    assert_false(
        release_publish(f->fd, stage, f->arena, &receipt, &unchanged, f->diag));
    assert_str(folder_last_error(f), "a file that the receipt does not name");
    close(stage);

    stage = stage_editions(f, next, 1);
    assert_int_equal(unlinkat(stage, STAGE_PARTS "/0/national/2024/2024.md", 0), 0);
    assert_false(
        release_publish(f->fd, stage, f->arena, &receipt, &unchanged, f->diag));
    assert_str(folder_last_error(f), "a file of the receipt is missing");
    close(stage);

    stage = stage_editions(f, next, 1);
    assert_true(file_write(stage, STAGE_PARTS "/0/national/2024/2024.md", STR("short"),
                           f->diag));
    assert_false(
        release_publish(f->fd, stage, f->arena, &receipt, &unchanged, f->diag));
    assert_str(folder_last_error(f), "the file is not as long as its receipt says");
    close(stage);

    assert_false(folder_has(f, "current/national/2024"));
    assert_file(f, "current/national/2023/2023.md", "national 2023");
}

static void two_reports_cannot_write_one_file(void **state) {
    struct folder *f = *state;
    struct receipt_summary receipt;
    bool unchanged;
    int stage = stage_editions(f, two, 2);
    int part = stage_part_open(stage, 7, f->diag);
    assert_true(
        stage_write(part, STR("national/2023/2023.md"), STR("national 2O23"), f->diag));
    close(part);
    assert_false(
        release_publish(f->fd, stage, f->arena, &receipt, &unchanged, f->diag));
    assert_str(folder_last_error(f), "two reports write the same output file");
    assert_false(folder_has(f, "current"));
    close(stage);
}

/* As long as before, so that only its content tells. */
static void a_changed_file_is_not_carried(void **state) {
    struct folder *f = *state;
    struct receipt_summary receipt;
    bool unchanged;
    static const struct wanted next[] = {
        {"national", "2024", "2024", "national 2024", "md", false}};
    assert_true(publish(f, two, 2, &receipt, &unchanged));
    assert_true(file_write(f->fd, "current/national/2023/2023.md", STR("national 2O23"),
                           f->diag));
    assert_false(publish(f, next, 1, &receipt, &unchanged));
    assert_str(folder_last_error(f), "the file is not what its receipt says");
    assert_false(folder_has(f, "current/national/2024"));
    /* Built again, it is carried again. */
    assert_true(publish(f, two, 1, &receipt, &unchanged));
    assert_true(publish(f, next, 1, &receipt, &unchanged));
    assert_file(f, "current/national/2023/2023.md", "national 2023");
}

static void a_damaged_release_is_replaced(void **state) {
    struct folder *f = *state;
    struct receipt_summary receipt;
    bool unchanged;
    assert_true(publish(f, two, 2, &receipt, &unchanged));
    assert_true(file_write(f->fd, "current/national/2023/2023.md", STR("forged 2023!!"),
                           f->diag));
    assert_true(publish(f, two, 2, &receipt, &unchanged));
    assert_file(f, "current/national/2023/2023.md", "national 2023");
    assert_false(folder_has(f, ".stage"));
}

static void a_foreign_current_is_not_touched(void **state) {
    struct folder *f = *state;
    struct receipt_summary receipt;
    int current;
    assert_int_equal(symlinkat("/etc", f->fd, "current"), 0);
    assert_false(release_open_current(f->fd, f->arena, &current, &receipt, f->diag));
    assert_str(folder_last_error(f), "not a link to a release that nqi made");
    assert_int_equal(unlinkat(f->fd, "current", 0), 0);
    assert_int_equal(mkdirat(f->fd, "current", 0777), 0);
    assert_false(release_open_current(f->fd, f->arena, &current, &receipt, f->diag));
}

static void a_damaged_receipt_is_an_error(void **state) {
    static const char *const texts[] = {"", "{", "[]", "{\"format\":1}",
                                        "{\"format\":99,\"release\":\"0\"}"};
    struct folder *f = *state;
    struct receipt_summary receipt;
    bool unchanged;
    int current;
    assert_true(publish(f, two, 2, &receipt, &unchanged));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_true(
            file_write(f->fd, "current/receipt.json", str_from(texts[i]), f->diag));
        assert_false(
            release_open_current(f->fd, f->arena, &current, &receipt, f->diag));
        close(current);
    }
}

/* A receipt that was tampered with does not name files elsewhere. */
static void paths_of_a_receipt_are_checked(void **state) {
    struct folder *f = *state;
    struct receipt_summary receipt;
    struct str text;
    bool unchanged;
    int current;
    assert_true(publish(f, two, 2, &receipt, &unchanged));
    assert_true(file_read(f->fd, "current/receipt.json", 1 << 20, f->arena, &text, NULL,
                          f->diag));
    size_t at = str_find(text, STR("national/2023/2023.csv"), 0);
    assert_true(at != STR_NOT_FOUND);
    struct str forged =
        arena_printf(f->arena, "%.*s../../../../../etc/pwd%.*s", (int)at, text.p,
                     (int)(text.n - at - 22), text.p + at + 22);
    assert_true(file_write(f->fd, "current/receipt.json", forged, f->diag));
    assert_false(release_open_current(f->fd, f->arena, &current, &receipt, f->diag));
    close(current);
}

static void keeps_the_last_releases(void **state) {
    struct folder *f = *state;
    struct receipt_summary receipts[6], back;
    bool unchanged;
    for (size_t i = 0; i < 6; i++) {
        struct str text = arena_printf(f->arena, "edition %zu", i);
        const struct wanted wanted = {"national", "2023", "2023", text.p, "md", false};
        assert_true(publish(f, &wanted, 1, &receipts[i], &unchanged));
    }
    for (size_t i = 0; i < 6; i++) {
        struct str path =
            arena_printf(f->arena, "releases/%.*s", STR_ARG(receipts[i].id));
        assert_int_equal(folder_has(f, path.p), i >= 6 - RELEASE_KEPT);
    }
    /* What was published before is the newest when it is published again. */
    const struct wanted again = {"national", "2023", "2023", "edition 4", "md", false};
    assert_true(publish(f, &again, 1, &back, &unchanged));
    assert_true(str_equal(back.id, receipts[4].id));
    assert_false(unchanged);
    assert_file(f, "current/national/2023/2023.md", "edition 4");
}

static void what_cannot_be_tidied_up_is_a_warning(void **state) {
    struct folder *f = *state;
    struct receipt_summary receipt;
    bool unchanged;
    assert_true(publish(f, two, 2, &receipt, &unchanged));
    /* A folder where the next history goes. */
    assert_int_equal(mkdirat(f->fd, ".history", 0777), 0);
    release_prune(f->fd, f->arena, f->diag);
    assert_int_equal(diag_count(f->diag, DIAG_ERROR), 0);
    assert_int_equal(diag_count(f->diag, DIAG_WARNING), 1);
    assert_file(f, "current/national/2023/2023.md", "national 2023");
}

static void equal_editions_travel_unchanged(void **state) {
    struct folder *f = *state;
    struct edition_file file = {
        .path = STR("national/2023/2023.md"), .format = &format_md, .bytes = 42};
    memset(file.sha256, 'a', HASH_HEX_SIZE);
    struct edition edition = {.report = STR("national"),
                              .period = STR("2023"),
                              .stem = STR("2023"),
                              .title = STR("质量“报告”\\"),
                              .title_en = STR("Report"),
                              .group = STR("报告"),
                              .period_label = STR("2023年"),
                              .status = EDITION_BUILT,
                              .files = &file,
                              .file_count = 1};
    page_marks_add(&edition.marks, &page_mark_demo, STR("演示"));
    page_marks_add(&edition.marks, &page_mark_stale, (struct str){0});
    struct buf text = buf_open(1 << 16);
    struct edition back;
    receipt_write_edition(&edition, &text);
    assert_true(receipt_read_edition(buf_str(&text), f->arena, &back));
    buf_close(&text);
    assert_str(back.title, "质量“报告”\\");
    assert_str(back.group, "报告");
    assert_str(back.marks.items[PAGE_MARK_demo].words, "演示");
    assert_true(page_marks_have(&back.marks, &page_mark_stale));
    assert_int_equal(back.file_count, 1);
    assert_int_equal(back.files[0].bytes, 42);
    assert_string_equal(back.files[0].sha256, file.sha256);
    assert_false(receipt_read_edition(STR("{\"report\":\"..\"}"), f->arena, &back));
    /* As 0.1.0 wrote it; and with a mark that is not known. */
#define EDITION                                                                        \
    "{\"report\":\"a\",\"period\":\"2023\",\"stem\":\"2023\",\"status\":\"built\","    \
    "\"files\":[],"
    assert_true(receipt_read_edition(STR(EDITION "\"demo\":true}"), f->arena, &back));
    assert_str(back.marks.items[PAGE_MARK_demo].words, "演示数据");
    assert_false(receipt_read_edition(STR(EDITION "\"marks\":{\"secret\":\"x\"}}"),
                                      f->arena, &back));
}

#define TEST(function)                                                                 \
    cmocka_unit_test_setup_teardown(function, folder_make, folder_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_first_release),
        TEST(the_same_again_is_unchanged),
        TEST(carries_what_is_not_built),
        TEST(a_failed_report_keeps_its_last_edition),
        TEST(a_stage_that_is_not_its_receipt_is_refused),
        TEST(two_reports_cannot_write_one_file),
        TEST(a_changed_file_is_not_carried),
        TEST(a_damaged_release_is_replaced),
        TEST(a_foreign_current_is_not_touched),
        TEST(a_damaged_receipt_is_an_error),
        TEST(paths_of_a_receipt_are_checked),
        TEST(keeps_the_last_releases),
        TEST(what_cannot_be_tidied_up_is_a_warning),
        TEST(equal_editions_travel_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
