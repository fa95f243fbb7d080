/* The heads of all tables of both projects: no line of a head ends within a word, nor
   within brackets, and none is one Chinese character. Words by ICU, asked here anew.
   HEADS=all in the environment looks at every area, else at the first. */
#include "command.h"
#include "unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

static UBreakIterator *words;
static struct arena *arena;

static int open_words(void **state) {
    (void)state;
    UErrorCode status = U_ZERO_ERROR;
    words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    arena = arena_open();
    return U_FAILURE(status);
}

static int close_words(void **state) {
    (void)state;
    ubrk_close(words);
    arena_close(arena);
    return 0;
}

static bool is_boundary(struct str text, size_t at) {
    UErrorCode status = U_ZERO_ERROR;
    UText view = UTEXT_INITIALIZER;
    utext_openUTF8(&view, text.p, (int64_t)text.n, &status);
    ubrk_setUText(words, &view, &status);
    assert_true(U_SUCCESS(status));
    bool boundary = ubrk_isBoundary(words, (int32_t)at);
    utext_close(&view);
    return boundary;
}

static bool is_one_character(struct str line) {
    uint32_t cp;
    return line.n > 0 && utf8_decode(line, 0, &cp) == line.n && cp >= 0x4E00;
}

static int depth_after(struct str text) {
    int depth = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t cp;
        at += utf8_decode(text, at, &cp);
        depth += (cp == '(' || cp == 0xFF08) - (cp == ')' || cp == 0xFF09);
    }
    return depth;
}

/* Faults of a head whose lines are parted by |. */
static size_t splits_of(struct str head) {
    struct buf whole = buf_open(4096);
    size_t ends[64], count = 0, faults = 0, from = 0;
    for (size_t at = 0; at <= head.n; at++)
        if (at == head.n || head.p[at] == '|') {
            struct str line = str_slice(head, from, at);
            buf_put(&whole, line);
            assert_true(count < sizeof ends / sizeof *ends);
            ends[count++] = whole.n;
            faults += head.n > line.n && is_one_character(line);
            from = at + 1;
        }
    for (size_t i = 0; i + 1 < count; i++) {
        bool inside = depth_after(str_slice(buf_str(&whole), 0, ends[i])) != 0;
        faults += inside || !is_boundary(buf_str(&whole), ends[i]);
    }
    buf_close(&whole);
    return faults;
}

static void faults_are_counted(void **state) {
    (void)state;
    static const struct {
        const char *head;
        size_t faults;
    } heads[] = {
        {"获证组织（同|比 %）", 1},
        {"获证组织|（同比 %）", 0},
        {"注册计量|师", 1},
        {"企业标准领|跑者占比", 0},
        {"新发布团|体标准", 1},
        {"有效认证|证书|（张）", 0},
        {"Valid certifi|cates", 1},
        {"Valid |certificates", 0},
        {"位次", 0},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        assert_int_equal(splits_of(str_from(heads[i].head)), heads[i].faults);
}

/* What nqi prints of a project; the arguments are literals of this file. */
static struct str ask(const char *project, const char *arguments) {
    const char *nqi = getenv("NQI") ? getenv("NQI") : "build/nqi";
    struct str line = arena_printf(arena, "%s %s %s", nqi, arguments, project);
    return command_text(line.p, arena);
}

static struct str next_line(struct str *rest) {
    size_t end = str_find(*rest, STR("\n"), 0);
    end = end == STR_NOT_FOUND ? rest->n : end;
    struct str line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end < rest->n ? end + 1 : end, rest->n);
    return line;
}

/* Heads and their faults in the report's pages. */
static size_t look_at(const char *project, const char *arguments, size_t *faults) {
    struct str rest = ask(project, arguments);
    size_t heads = 0;
    while (rest.n > 0) {
        struct str line = next_line(&rest);
        if (!str_starts(line, STR("head ")))
            continue;
        size_t found = splits_of(str_slice(line, 5, line.n));
        if (found > 0)
            print_message("%s %s: %.*s\n", project, arguments, STR_ARG(line));
        *faults += found;
        heads++;
    }
    assert_true(heads > 0);
    return heads;
}

static void no_head_is_divided_within_a_word(void **state) {
    (void)state;
    static const struct {
        const char *project, *report;
        bool of_areas;
    } reports[] = {
        {".", "forum", false},
        {".", "certification", false},
        {".", "inspection", false},
        {".", "environment", false},
        {".", "province", true},
        {"templates/starter", "monthly", false},
        {"templates/starter", "monthly-province", true},
    };
    bool every = getenv("HEADS") && strcmp(getenv("HEADS"), "all") == 0;
    size_t heads = 0, faults = 0;
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        struct str arguments =
            arena_printf(arena, "dump layout --report %s", reports[i].report);
        if (!reports[i].of_areas) {
            heads += look_at(reports[i].project, arguments.p, &faults);
            continue;
        }
        struct str areas = ask(reports[i].project, "list areas");
        size_t looked_at = 0;
        while (areas.n > 0) {
            struct str line = next_line(&areas);
            struct str code = str_slice(line, 0, str_find(line, STR("\t"), 0));
            if (str_find(line, STR("\tprovince"), 0) == STR_NOT_FOUND)
                continue;
            if (code.p[0] == '7' || code.p[0] == '8') /* 港澳台 have no reports */
                continue;
            if (!every && looked_at > 0)
                break;
            struct str of_area = arena_printf(arena, "%.*s --area %.*s",
                                              STR_ARG(arguments), STR_ARG(code));
            heads += look_at(reports[i].project, of_area.p, &faults);
            looked_at++;
        }
        assert_true(looked_at > 0);
    }
    print_message("%zu heads, %zu divided within words or brackets\n", heads, faults);
    assert_int_equal(faults, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_counted),
        cmocka_unit_test(no_head_is_divided_within_a_word),
    };
    return cmocka_run_group_tests(tests, open_words, close_words);
}
