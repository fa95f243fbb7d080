/* Runs tests/ingest_cases/CLASS.txt: each case writes files in a folder of its own,
   reads them through the whole of ingest, and compares every observation, error
   and warning. The format is described in tests/ingest_cases/README.md. */
#include "case_profile.h"
#include "unit.h"

#include "base/file.h"
#include "ingest/encoding.h"
#include "ingest/exports.h"
#include "ingest/ingest.h"
#include "ingest/ingest_file.h"
#include "ingest/layouts.h"
#include "rules/rules.h"
#include "words/words.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#define CASES "tests/ingest_cases/"

enum { FILES_MAX = 8, PROFILES_MAX = 24 };

struct fixture {
    struct str name; /* "13 TAB inside …" */
    struct str body; /* the lines of the case */
    struct str origin;
    size_t line;
};

static struct arena *arena; /* of the cases */
static struct fixture *fixtures;
static size_t fixture_count, fixture_capacity;
static size_t block_size; /* in which files are read; 0: at once */

static struct str next_line(struct str *text) {
    size_t end = str_find(*text, STR("\n"), 0);
    struct str line = str_slice(*text, 0, end);
    *text =
        end == STR_NOT_FOUND ? (struct str){"", 0} : str_slice(*text, end + 1, text->n);
    return line;
}

static const char *z(struct str s) { return arena_copy(arena, s).p; }

static void load(const char *path) {
    struct diag *diag = diag_open();
    struct str text;
    if (!file_read(AT_FDCWD, path, 1 << 24, arena, &text, NULL, diag)) {
        fail_msg("cannot read %s: run the tests from the project's folder", path);
    }
    diag_close(diag);
    struct fixture *open = NULL;
    size_t number = 0;
    while (text.n > 0) {
        const char *at = text.p;
        struct str line = next_line(&text);
        number++;
        if (str_starts(line, STR("case "))) {
            fixtures = arena_grow(arena, fixtures, fixture_count, &fixture_capacity,
                                  sizeof *fixtures);
            open = &fixtures[fixture_count++];
            *open = (struct fixture){.name = str_slice(line, 5, line.n),
                                     .body = {text.p, 0},
                                     .origin = str_from(path),
                                     .line = number};
        } else if (str_equal(line, STR("```"))) {
            open = NULL; /* a guide goes on */
        } else if (open != NULL) {
            open->body.n = (size_t)(at + line.n - open->body.p);
        }
    }
}

/* \t \r \n \0 \\ \xHH */
static void put_unescaped(struct buf *out, struct str line) {
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] != '\\' || i + 1 >= line.n) {
            buf_char(out, line.p[i]);
            continue;
        }
        char c = line.p[++i];
        if (c == 'x') {
            char hex[3] = {line.p[i + 1], line.p[i + 2], '\0'};
            buf_char(out, (char)strtoul(hex, NULL, 16));
            i += 2;
        } else {
            buf_char(out, c == 't'   ? '\t'
                          : c == 'r' ? '\r'
                          : c == 'n' ? '\n'
                          : c == '0' ? '\0'
                                     : c);
        }
    }
}

static struct str encode(struct str text, const char *name) {
    UErrorCode status = U_ZERO_ERROR;
    char *out = arena_alloc(arena, text.n * 4 + 16);
    int32_t n = ucnv_convert(name, "UTF-8", out, (int32_t)(text.n * 4 + 16), text.p,
                             (int32_t)text.n, &status);
    assert_true(U_SUCCESS(status));
    return (struct str){out, (size_t)n};
}

/* "file PATH [crlf|cr|nonl|bom|gb18030|utf-16le|utf-16be]…" and its lines to end. */
static void write_file(int dir, struct str words, struct str *body) {
    struct diag *diag = diag_open();
    struct buf text = buf_open(1 << 24);
    struct str path = case_word(&words);
    const char *line_end = "\n", *encoding = NULL;
    bool last_break = true, bom = false;
    while (words.n > 0) {
        struct str word = case_word(&words);
        if (str_equal(word, STR("crlf"))) {
            line_end = "\r\n";
        } else if (str_equal(word, STR("cr"))) {
            line_end = "\r";
        } else if (str_equal(word, STR("nonl"))) {
            last_break = false;
        } else if (str_equal(word, STR("bom"))) {
            bom = true;
        } else {
            encoding = z(word);
        }
    }
    if (bom) {
        buf_puts(&text, "\xEF\xBB\xBF");
    }
    for (bool first = true;; first = false) {
        struct str line = next_line(body);
        if (str_equal(line, STR("end"))) {
            break;
        }
        if (!first) {
            buf_puts(&text, line_end);
        }
        put_unescaped(&text, line);
    }
    if (last_break) {
        buf_puts(&text, line_end);
    }
    struct str bytes = arena_copy(arena, buf_str(&text));
    if (encoding != NULL) {
        bytes = encode(bytes, encoding);
    }
    const char *slash = strrchr(z(path), '/');
    if (slash != NULL) {
        size_t folder = str_find(path, str_from(slash), 0);
        assert_true(file_make_folders(dir, z(str_slice(path, 0, folder)), diag));
    }
    assert_true(file_write(dir, z(path), bytes, diag));
    buf_close(&text);
    diag_close(diag);
}

static struct str value_line(const struct dataset *ds, const char *word,
                             const struct observation *o) {
    static const char *const statuses[] = {"",           "provisional", "revised",
                                           "estimated",  "missing",     "suppressed",
                                           "negligible", "absent"};
    static const char *const qualifiers[] = {"", "about", "more", "less", "reached"};
    struct buf buf = buf_open(1000);
    struct str period = period_code(o->period, arena);
    buf_printf(&buf, "%s ", word);
    dataset_put_series(ds, o->series, &buf);
    buf_printf(&buf, " %.*s %.*s ", STR_ARG(dataset_area(ds, o->area)->code),
               STR_ARG(period));
    if (o->text != 0) {
        buf_put(&buf, dataset_text(ds, o));
    } else if (observation_has_number(o)) {
        decimal_print(o->value, &buf);
    } else {
        buf_char(&buf, '-');
    }
    if (o->status != STATUS_NORMAL) {
        buf_printf(&buf, " %s", statuses[o->status]);
    }
    if (o->qualifier != QUALIFIER_NONE) {
        buf_printf(&buf, " %s", qualifiers[o->qualifier]);
    }
    if (o->vintage != VINTAGE_NONE) {
        buf_printf(&buf, " @%.*s", STR_ARG(dataset_vintage(ds, o->vintage)->name));
    }
    struct str line = arena_copy(arena, buf_str(&buf));
    buf_close(&buf);
    return line;
}

/* "3:2 D3: text [| hint]" for what was reported. */
static struct str entry_line(const struct diag_entry *e) {
    static const char *const words[] = {"note", "accepted", "warning", "error"};
    return arena_printf(arena, "%s %.*s:%zu:%zu %.*s: %.*s%s%.*s", words[e->severity],
                        STR_ARG(e->place.file), e->place.line, e->place.column,
                        STR_ARG(e->place.cell), STR_ARG(e->text),
                        e->hint.n > 0 ? " | " : "", STR_ARG(e->hint));
}

/* "cells input/t.csv 9: 4 values, …": what became of the filled cells of a file. */
static struct str cells_line(const struct input_file *file) {
    const struct cell_sums *c = &file->cells;
    return arena_printf(arena,
                        "cells %.*s %zu: %zu values, %zu heads, %zu notes, %zu "
                        "skipped, %zu findings",
                        STR_ARG(file->path), c->filled, c->values, c->heads, c->notes,
                        c->skipped, c->findings);
}

/* An expectation "error t.csv:3:2 B3: text" holds if the entry has the same head
   and its text begins with the rest; errors of t.csv may leave out "input/". */
static bool entry_fits(struct str line, struct str want) {
    size_t space = str_find(want, STR(" "), 0);
    struct str word = str_slice(want, 0, space);
    struct str rest = str_slice(want, space + 1, want.n);
    struct str full =
        arena_printf(arena, "%.*s input/%.*s", STR_ARG(word), STR_ARG(rest));
    return str_starts(line, want) || str_starts(line, full);
}

static void check(const struct fixture *f, struct str expected, struct str *lines,
                  size_t count) {
    bool *used = arena_array(arena, count + 1, sizeof *used);
    struct buf wrong = buf_open(100000);
    while (expected.n > 0) {
        struct str want = str_trim(next_line(&expected));
        if (want.n == 0 || want.p[0] == '#') {
            continue;
        }
        bool found = false;
        for (size_t i = 0; i < count && !found; i++) {
            bool value =
                str_starts(want, STR("value ")) || str_starts(want, STR("older "));
            found = !used[i] &&
                    (value ? str_equal(lines[i], want) : entry_fits(lines[i], want));
            used[i] |= found;
        }
        if (!found) {
            buf_printf(&wrong, "\n  want: %.*s", STR_ARG(want));
        }
    }
    for (size_t i = 0; i < count; i++) {
        /* Notes and cells are compared only where a case asks for them. */
        if (!used[i] && !str_starts(lines[i], STR("note ")) &&
            !str_starts(lines[i], STR("cells "))) {
            buf_printf(&wrong, "\n  got:  %.*s", STR_ARG(lines[i]));
        }
    }
    if (buf_str(&wrong).n > 0) {
        fail_msg("%.*s:%zu: case %.*s, blocks of %zu%s", STR_ARG(f->origin), f->line,
                 STR_ARG(f->name), block_size, buf_z(&wrong));
    }
    buf_close(&wrong);
}

static void copy_dictionary(int dir, const char *name) {
    struct diag *diag = diag_open();
    struct str bytes;
    char from[100], to[100];
    snprintf(from, sizeof from, CASES "%s", name);
    snprintf(to, sizeof to, "input/%s", name);
    assert_true(file_read(AT_FDCWD, from, 1 << 20, arena, &bytes, NULL, diag));
    assert_true(file_write(dir, to, bytes, diag));
    diag_close(diag);
}

static void remove_folder(int dir, const char *path) {
    struct diag *diag = diag_open();
    struct str *names;
    size_t count;
    if (file_list(dir, path, arena, &names, &count, diag)) {
        for (size_t i = 0; i < count; i++) {
            char name[512];
            snprintf(name, sizeof name, "%s/%s", path, names[i].p);
            if (unlinkat(dir, name, 0) != 0) {
                remove_folder(dir, name);
            }
        }
    }
    unlinkat(dir, path, AT_REMOVEDIR);
    diag_close(diag);
}

/* Whatever is in a file, and however it was read: its cells add up. */
static void check_sums(const struct fixture *f, const struct dataset *ds, bool good) {
    for (uint32_t i = 0; i < dataset_file_count(ds); i++) {
        const struct input_file *file = dataset_file(ds, i);
        const struct cell_sums *c = &file->cells;
        size_t sum = c->values + c->heads + c->notes + c->skipped + c->findings;
        if (sum != c->filled || (good && c->findings > 0) ||
            (good && file->observations > 0 && c->values == 0) ||
            (good && file->rows > 0 && c->filled == 0)) {
            fail_msg(
                "%.*s:%zu: case %.*s: %.*s: %zu filled, %zu values, %zu heads, %zu "
                "notes, %zu skipped, %zu findings",
                STR_ARG(f->origin), f->line, STR_ARG(f->name), STR_ARG(file->path),
                c->filled, c->values, c->heads, c->notes, c->skipped, c->findings);
        }
    }
}

/* A file of a format by name is recognised as that, and by no other format but those
   that only propose: unless the case says that it is none. */
static void check_recognised(const struct fixture *f, int dir,
                             const struct source_profile *profile) {
    struct diag *diag = diag_open();
    struct str bytes, text;
    struct encoding encoding;
    if (profile->format == NULL ||
        str_find(f->body, STR("is not as"), 0) != STR_NOT_FOUND) {
        diag_close(diag);
        return;
    }
    assert_true(file_read(dir, z(profile->file), 1 << 20, arena, &bytes, NULL, diag));
    assert_true(encoding_decode(bytes, exports_encoding(profile->format, bytes),
                                profile->file, arena, diag, &text, &encoding));
    for (size_t i = 0; export_kinds[i] != NULL; i++) {
        const struct export_kind *kind = (const void *)export_kinds[i];
        bool known = exports_knows(kind, text, arena);
        if (known != (kind == profile->format) && !kind->weak) {
            fail_msg("%.*s:%zu: case %.*s is %s as %s", STR_ARG(f->origin), f->line,
                     STR_ARG(f->name), known ? "recognised" : "not recognised",
                     kind->kind.name);
        }
    }
    assert_ptr_equal(exports_recognise(text, arena), profile->format);
    diag_close(diag);
}

static struct catalogue english(void) {
    struct catalogue words;
    assert_true(words_vocabulary(STR("en"), &words));
    return words;
}

/* In blocks of so many bytes, in parts or with a scanner before them; 0: at once. What
   is read so gives what reading at once gives. */
static void run_case_in(const struct fixture *f, size_t block_bytes, bool scanned) {
    block_size = block_bytes;
    const struct bulk_options at_once = {.least = SIZE_MAX},
                              blocks = {.block_bytes = block_bytes, .sample_rows = 1};
    char folder[] = "/tmp/nqi-ingest-XXXXXX";
    assert_non_null(mkdtemp(folder));
    int dir = open(folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    assert_true(dir >= 0);
    assert_int_equal(mkdirat(dir, "input", 0777), 0);
    copy_dictionary(dir, "areas.csv");
    copy_dictionary(dir, "indicators.csv");
    struct source_profile profiles[PROFILES_MAX];
    size_t profile_count = 0;
    bool with_rules = false;
    struct str body = f->body, expected = {body.p, 0};
    while (body.n > 0) {
        const char *start = body.p;
        struct str line = next_line(&body), words = line;
        struct str word = case_word(&words);
        if (str_equal(word, STR("profile"))) {
            assert_true(profile_count < PROFILES_MAX);
            profiles[profile_count++] = case_profile(words, arena);
        } else if (str_equal(word, STR("file"))) {
            write_file(dir, words, &body);
        } else if (str_equal(word, STR("rules"))) {
            with_rules = true;
        } else if (str_equal(word, STR("fifo"))) {
            assert_int_equal(mkfifoat(dir, z(case_word(&words)), 0600), 0);
        } else if (str_equal(word, STR("folder"))) {
            assert_int_equal(mkdirat(dir, z(case_word(&words)), 0700), 0);
        } else if (word.n > 0 && word.p[0] != '#') {
            expected = (struct str){start, (size_t)(f->body.p + f->body.n - start)};
            break;
        }
    }
    for (size_t i = 0; i < profile_count; i++) {
        check_recognised(f, dir, &profiles[i]);
    }
    struct diag *diag = diag_open();
    struct arena *data = arena_open_shared((size_t)1 << 30);
    struct dataset *ds = dataset_open(data);
    if (ingest_dictionaries(dir, ds, data, diag)) {
        bool ok = ingest_sources_by(
            dir, profiles, profile_count, scanned ? &blocks : &at_once,
            block_bytes > 0 ? &blocks : &at_once, ds, data, diag);
        assert_int_equal(ok, diag_count(diag, DIAG_ERROR) == 0);
    }
    dataset_seal(ds);
    arena_seal(data);
    if (with_rules) {
        const struct rules_input rules = {.ds = ds, .words = english()};
        struct rules_outcome outcome = {0};
        rules_run(&rules, diag, &outcome);
        assert_true(outcome.ran > 0);
    }
    size_t observations, entries;
    const struct observation *o = dataset_observations(ds, &observations);
    const struct diag_entry *e = diag_entries(diag, &entries);
    size_t count = 0, files = dataset_file_count(ds);
    size_t capacity = observations + entries + files;
    struct str *lines = arena_array(arena, capacity, sizeof *lines);
    for (size_t i = 0; i < entries; i++) {
        lines[count++] = entry_line(&e[i]);
    }
    for (size_t i = 0; i < files; i++) {
        lines[count++] = cells_line(dataset_file(ds, (uint32_t)i));
    }
    for (size_t i = 0; i < observations; i++) {
        lines = arena_grow(arena, lines, count, &capacity, sizeof *lines);
        lines[count++] = value_line(ds, "value", &o[i]);
        const struct observation *old = &o[i];
        while ((old = dataset_older(ds, old)) != NULL) {
            lines = arena_grow(arena, lines, count, &capacity, sizeof *lines);
            lines[count++] = value_line(ds, "older", old);
        }
    }
    check(f, expected, lines, count);
    check_sums(f, ds, diag_count(diag, DIAG_ERROR) == 0);
    arena_close(data);
    diag_close(diag);
    remove_folder(dir, "input");
    close(dir);
    rmdir(folder);
}

static void run_case(void **state) {
    run_case_in(*state, 0, false);
    for (size_t bytes = 1; bytes < 3000; bytes = bytes * 11 + 4) {
        run_case_in(*state, bytes, false);
        run_case_in(*state, bytes, true);
    }
}

/* Every case of the list that must be read, or should, has a test; all stand in the
   table of input/README.md (tests/ingest_cases/table prints it). */
static void every_listed_case_has_a_test(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    struct str text, guide;
    assert_true(
        file_read(AT_FDCWD, CASES "cases.csv", 1 << 20, arena, &text, NULL, diag));
    assert_true(
        file_read(AT_FDCWD, "input/README.md", 1 << 20, arena, &guide, NULL, diag));
    diag_close(diag);
    struct buf missing = buf_open(10000);
    size_t listed = 0;
    next_line(&text);
    while (text.n > 0) {
        struct str line = next_line(&text);
        struct str id = str_slice(line, 0, str_find(line, STR(","), 0));
        bool must = str_find(line, STR(",must"), 0) != STR_NOT_FOUND ||
                    str_find(line, STR(",should"), 0) != STR_NOT_FOUND;
        bool found = !must;
        listed += id.n > 0;
        for (size_t i = 0; i < fixture_count && !found; i++) {
            struct str words = fixtures[i].name;
            found = str_equal(case_word(&words), id);
        }
        struct str row = arena_printf(arena, "\n| %.*s | ", STR_ARG(id));
        if (!found || (id.n > 0 && str_find(guide, row, 0) == STR_NOT_FOUND)) {
            buf_printf(&missing, " %.*s", STR_ARG(id));
        }
    }
    assert_int_equal(listed, 120);
    if (buf_str(&missing).n > 0) {
        fail_msg("listed cases without a test, or not in input/README.md:%s",
                 buf_z(&missing));
    }
    buf_close(&missing);
}

int main(void) {
    static const char *const files[] = {
        CASES "encoding.txt", CASES "lines.txt",    CASES "layout.txt",
        CASES "totals.txt",   CASES "region.txt",   CASES "period.txt",
        CASES "number.txt",   CASES "missing.txt",  CASES "unit.txt",
        CASES "revision.txt", CASES "faults.txt",   CASES "dimensions.txt",
        CASES "evidence.txt", CASES "offices.txt",  CASES "formats.txt",
        CASES "said.txt",     CASES "contrary.txt", CASES "declared.txt",
        CASES "sections.txt", "input/README.md"};
    arena = arena_open();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        load(files[i]);
    }
    struct CMUnitTest *tests = arena_array(arena, fixture_count + 1, sizeof *tests);
    for (size_t i = 0; i < fixture_count; i++) {
        tests[i] = (struct CMUnitTest){.name = z(fixtures[i].name),
                                       .test_func = run_case,
                                       .initial_state = &fixtures[i]};
    }
    tests[fixture_count] =
        (struct CMUnitTest)cmocka_unit_test(every_listed_case_has_a_test);
    int result =
        _cmocka_run_group_tests("ingest_cases", tests, fixture_count + 1, NULL, NULL);
    arena_close(arena);
    return result;
}
