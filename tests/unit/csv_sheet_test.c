/* Conformance of the CSV reader, in the manner of csv-spectrum and of RFC 4180:
   every text is read as the rows that follow it, or refused at the place given.
   Nothing may be read as something else in silence. */
#include "unit.h"

#include "ingest/csv_prepare.h"
#include "ingest/csv_sheet.h"
#include <stdlib.h>
#include <string.h>

struct conformance {
    const char *name, *text;
    const char *want; /* cells between [ ], rows by line; or "!line:column" */
};

static const struct conformance cases[] = {
    /* RFC 4180, section 2 */
    {"rule 1, records by line breaks", "a,b\r\nc,d\r\n", "1[a][b]2[c][d]"},
    {"rule 2, the last break may be missing", "a,b\r\nc,d", "1[a][b]2[c][d]"},
    {"rule 4, spaces are part of a cell", "a, b ,c\n1,2,3\n", "1[a][ b ][c]2[1][2][3]"},
    {"rule 5, quoted cells", "\"a\",\"b\"\nc,\"d\"\n", "1[a][b]2[c][d]"},
    {"rule 6, a break inside quotes", "\"a\r\nb\",c\r\nd,e\r\n", "1[a\r\nb][c]3[d][e]"},
    {"rule 6, a separator inside quotes", "\"a,b\",c\n", "1[a,b][c]"},
    {"rule 7, a quote inside quotes", "\"a\"\"b\",c\n", "1[a\"b][c]"},
    /* the usual collection */
    {"empty cells", "a,b,c\n1,\"\",\"\"\n2,3,4\n", "1[a][b][c]2[1][][]3[2][3][4]"},
    {"empty cells at the end", "a,b,c\n1,,\n", "1[a][b][c]2[1][][]"},
    {"empty cell at the start", "a,b\n,2\n", "1[a][b]2[][2]"},
    {"JSON in a cell", "k,v\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"c\"\": [1,2]}\"\n",
     "1[k][v]2[1][{\"type\": \"Point\", \"c\": [1,2]}]"},
    {"breaks and quotes", "a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n3,4\n",
     "1[a][b]2[1][ha \n\"ha\" \nha]5[3][4]"},
    {"UTF-8", "a,b\n中,ʤ\n", "1[a][b]2[中][ʤ]"},
    {"one cell", "a\n", "1[a]"},
    {"one column", "a\nb\n\nc\n", "1[a]2[b]4[c]"},
    {"quoted empty row of one column", "a\n\"\"\nb\n", "1[a]3[b]"},
    {"only quotes", "a,b\n\"\"\"\",\"\"\"\"\"\"\n", "1[a][b]2[\"][\"\"]"},
    {"a quote as the whole text", "\"a\"", "1[a]"},
    {"lone CR ends a row", "a,b\rc,d\r", "1[a][b]2[c][d]"},
    {"lone CR inside quotes stays", "a,b\n\"c\rd\",e\nf,g\n",
     "1[a][b]2[c\rd][e]4[f][g]"},
    {"LF then CR are two breaks", "a,b\n\rc,d\n", "1[a][b]3[c][d]"},
    {"mixed breaks", "a,b\r\nc,d\ne,f\rg,h", "1[a][b]2[c][d]3[e][f]4[g][h]"},
    {"blank lines first", "\n\r\na,b\n", "3[a][b]"},
    {"rows of separators", "a,b\n,\n1,2\n", "1[a][b]3[1][2]"},
    {"rows of spaces", "a,b\n \t,\n1,2\n", "1[a][b]3[1][2]"},
    {"a separator inside quotes before the first row ends", "\"a;b\",c\n1,2\n",
     "1[a;b][c]2[1][2]"},
    {"apostrophes are no quotes", "a,b\n'c,d'\n", "1[a][b]2['c][d']"},
    {"backslash escapes nothing", "a,b\n\"c\\\",d\n", "1[a][b]2[c\\][d]"},
    {"rows of unequal width are kept as they are", "a,b\n1\n2,3,4\n",
     "1[a][b]2[1]3[2][3][4]"},
    {"TAB separates", "a\tb\n1\t2\n", "1[a][b]2[1][2]"},
    {"semicolon, with decimal commas", "a;b\n1,5;2,5\n1,6;2\n",
     "1[a][b]2[1,5][2,5]3[1,6][2]"},
    {"bar", "a|b\n1|2\n", "1[a][b]2[1][2]"},
    {"a title line without separators", "title\na;b\n1;2\n", "1[title]2[a][b]3[1][2]"},
    {"\"sep=\" is a row like any other", "sep=;\na;b\n", "1[sep=][]2[a][b]"},
    {"# begins no comment", "a,b\n#c,d\n", "1[a][b]2[#c][d]"},
    {"an Excel text cell", "a,b\n=\"001\",2\n", "1[a][b]2[=\"001\"][2]"},
    /* refused, with the place */
    {"a quote inside an unquoted cell", "a,b\n1,2\"3\n", "!2:2"},
    {"a quote at the end of an unquoted cell", "a,b\n1,2\"\n", "!2:2"},
    {"a space before the quote", "a,b\n1, \"2\"\n", "!2:2"},
    {"a space after the quote", "a,b\n\"1\" ,2\n", "!2:1"},
    {"text after the quote", "a,b\n\"1\"2,3\n", "!2:1"},
    {"a quote that is never closed", "a,b\n1,\"2\n3,4\n", "!2:2"},
    {"a quote that is never closed, after one that is", "\"a\",b\n\"1\n2\",\"3\n",
     "!3:2"},
    {"a doubled quote at the end", "a,b\n1,\"2\"\"\n", "!2:2"},
    {"a quote opened at the end of the text", "a,b\n1,\"", "!2:2"},
    {"three quotes", "a,b\n\"\"\"1,2\n", "!2:1"},
    {"an empty text", "", "!1:0"},
    {"separators only", ",,\n,,\n", "!1:0"},
    {"blank lines only", "\n\n \n", "!1:0"},
};

static struct str read_sheet(const char *text, const struct sheet_options *options,
                             struct arena *arena) {
    struct diag *diag = diag_open();
    struct sheet sheet;
    struct buf out = buf_open(1 << 22);
    if (sheet_read(STR("t.csv"), str_from(text), options, arena, diag, &sheet)) {
        for (size_t i = 0; i < sheet.row_count; i++) {
            buf_integer(&out, sheet.rows[i].line);
            for (size_t k = 0; k < sheet.rows[i].count; k++) {
                buf_char(&out, '[');
                buf_put(&out, sheet.rows[i].cells[k]);
                buf_char(&out, ']');
            }
        }
    } else {
        size_t count;
        const struct diag_entry *e = diag_entries(diag, &count);
        assert_int_equal(count, 1);
        assert_int_equal(sheet.row_count, 0);
        buf_printf(&out, "!%zu:%zu", e->place.line, e->place.column);
    }
    struct str result = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    diag_close(diag);
    return result;
}

static void texts_are_read_or_refused(void **state) {
    const struct conformance *c = *state;
    struct arena *arena = arena_open();
    struct sheet_options options = {.raw = true};
    assert_str(read_sheet(c->text, &options, arena), c->want);
    arena_close(arena);
}

/* Whatever is well-formed comes out again as it went in, cell by cell. */
static void written_rows_are_read_back(void **state) {
    (void)state;
    static const char *const cells[] = {
        "",        "a",      "\"",  ",",  "\n",   "\r\n", "\r",           " ",
        "\t",      "a\"b",   "x,y", "中", "\"\"", "'",    "\xE3\x80\x80", "=1",
        "注：a\"", "\"\n\"", "end "};
    size_t count = sizeof cells / sizeof *cells;
    uint32_t random = 20230922;
    for (int round = 0; round < 2000; round++) {
        struct arena *arena = arena_open();
        struct buf text = buf_open(10000), want = buf_open(10000);
        uint32_t line = 1;
        for (int row = 0; row < 4; row++) {
            struct buf expected = buf_open(1000);
            uint32_t first = line;
            buf_char(&expected, '[');
            buf_puts(&expected, "k]"); /* so that no row is blank */
            buf_puts(&text, "k");
            for (int k = 0; k < 3; k++) {
                random = random * 1664525u + 1013904223u;
                const char *cell = cells[(random >> 16) % count];
                buf_printf(&expected, "[%s]", cell);
                buf_puts(&text, ",\"");
                for (const char *p = cell; *p != '\0'; p++) {
                    buf_puts(&text, *p == '"' ? "\"\"" : (char[]){*p, '\0'});
                    line += *p == '\n' || (*p == '\r' && p[1] != '\n');
                }
                buf_char(&text, '"');
            }
            buf_puts(&text, round % 2 ? "\r\n" : "\n");
            line++;
            buf_integer(&want, first);
            buf_put(&want, buf_str(&expected));
            buf_close(&expected);
        }
        struct sheet_options options = {.separator = STR(","), .raw = true};
        assert_str(read_sheet(buf_z(&text), &options, arena), buf_z(&want));
        buf_close(&text);
        buf_close(&want);
        arena_close(arena);
    }
}

static void declared_lines_keep_their_numbers(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct sheet_options options = {.first_line = 3, .last_line = 4};
    assert_str(read_sheet("x\n\na,b\n1,2\n\"", &options, arena), "3[a][b]4[1][2]");
    options.last_line = 0;
    assert_str(read_sheet("x\r\r\na,b\r\n1,2\"\n", &options, arena), "!4:2");
    options.first_line = 9;
    assert_str(read_sheet("a,b\n", &options, arena), "!9:0");
    arena_close(arena);
}

static void spreadsheet_rows_do_not_count_breaks_in_cells(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct sheet_options options = {.raw = true};
    struct sheet sheet;
    assert_true(sheet_read(STR("t.csv"), STR("\"a\nb\",c\nd,e\n\"f\r\n\rg\",h\ni,j\n"),
                           &options, arena, diag, &sheet));
    assert_int_equal(sheet.row_count, 4);
    assert_str(sheet_place(&sheet, &sheet.rows[1], 1, arena).cell, "B2");
    assert_str(sheet_place(&sheet, &sheet.rows[3], 0, arena).cell, "A4");
    assert_int_equal(sheet.rows[3].line, 7);
    diag_close(diag);
    arena_close(arena);
}

/* The text `unit` over and over, `times` times. */
static char *repeated(const char *head, const char *unit, size_t times,
                      const char *tail) {
    size_t n = strlen(unit);
    char *text = memory_alloc(strlen(head) + n * times + strlen(tail) + 1);
    char *at = text;
    memcpy(at, head, strlen(head));
    at += strlen(head);
    for (size_t i = 0; i < times; i++, at += n) {
        memcpy(at, unit, n);
    }
    memcpy(at, tail, strlen(tail));
    return text;
}

static void big_cells_and_rows_are_refused(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct sheet_options options = {.separator = STR(","), .raw = true};
    char *columns = repeated("a,b\n", "1,", 1000000, "\n");
    assert_str(read_sheet(columns, &options, arena), "!2:16385");
    free(columns);
    char *cell = repeated("a,b\n1,\"", "xxxxxxxxxxxxxxx\n", 1 << 18, "\"\n");
    assert_str(read_sheet(cell, &options, arena), "!2:2");
    assert_true(arena_used(arena) < (size_t)16 << 20);
    free(cell);
    char *fits = repeated("a,", "x", SHEET_CELL_MAX, "\n");
    struct str result = read_sheet(fits, &options, arena);
    assert_true(str_starts(result, STR("1[a][xxx")));
    free(fits);
    arena_close(arena);
}

static void two_separators_that_would_do_are_refused(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    assert_str(prepare_separator(STR("a,b;c\nd,e;f\n"), STR("t.csv"), diag), "");
    assert_int_equal(diag_count(diag, DIAG_ERROR), 1);
    assert_str(prepare_separator(STR("a,b;c,d\nd,e;f,g\n"), STR("t.csv"), diag), ",");
    assert_str(prepare_separator(STR("a\t,b\t,\nc\t,d\t,\n"), STR("t.csv"), diag), ",");
    diag_close(diag);
}

static void lenient_takes_bare_quotes_with_a_warning(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct sheet_options options = {.lenient = true, .raw = true};
    struct sheet sheet;
    assert_true(sheet_read(STR("t.csv"), STR("a,b\n37.8\"N,\"x\"\"y\"\nz,w\n"),
                           &options, arena, diag, &sheet));
    assert_str(sheet.rows[1].cells[0], "37.8\"N");
    assert_str(sheet.rows[1].cells[1], "x\"y");
    assert_int_equal(diag_count(diag, DIAG_WARNING), 1);
    /* A file that was cut within a cell stays an error even then. */
    assert_false(sheet_read(STR("t.csv"), STR("a,b\n1,2\n3,\"4"), &options, arena, diag,
                            &sheet));
    diag_close(diag);
    arena_close(arena);
}

/* What a text comes to, and the places of its warnings. */
struct mended {
    const char *text, *quote, *escape, *rows, *places;
};

static const struct mended strays[] = {
    {"a,b,c\n1,\"2,3\n4,5,6\n", "", "", "1[a][b][c]2[1][\"2][3]3[4][5][6]", "2:2"},
    {"a,b,c\n\"1,2,\"3, 4\"\n5,6,7\n", "", "", "1[a][b][c]2[\"1][2][3, 4]3[5][6][7]",
     "2:1"},
    {"a,b\n\"5\" pipe\",1\nx,2\n", "", "", "1[a][b]2[5\" pipe][1]3[x][2]", "2:1"},
    {"a,b\n\"a 5\" pipe, bent\",1\nx,2\n", "", "",
     "1[a][b]2[a 5\" pipe, bent][1]3[x][2]", "2:1"},
    {"a,b,c\n\"pipe of 5\"\",\"x\",1\ny,z,2\n", "", "",
     "1[a][b][c]2[pipe of 5\"][x][1]3[y][z][2]", "2:1"},
    {"a,b\n\"\"pipe, bent\",1\nx,2\n", "", "", "1[a][b]2[\"pipe, bent][1]3[x][2]",
     "2:1"},
    {"a,b\nx,\"\ny,\"1\n2\"\n", "", "", "1[a][b]2[x][\"]3[y][1\n2]", "2:2"},
    {"a,b\n\"x\" ,1\ny,2\n", "", "", "1[a][b]2[x][1]3[y][2]", "2:1"},
    {"\"a,b\n1,2\n3,4\n", "", "", "1[\"a][b]2[1][2]3[3][4]", "1:1"},
    {"a,b\n\"1\n2\",3\n4\"5,6\n", "", "", "1[a][b]2[1\n2][3]4[4\"5][6]", "4:1"},
    {"a,b\n'it's',1\nO'Brien,2\n", "'", "", "1[a][b]2[it's][1]3[O'Brien][2]", "2:1"},
    {"a,b\n'6\"\" x 3'',1\ny,2\n", "'", "\"", "1[a][b]2[6\" x 3'][1]3[y][2]", "2:1"},
    {"a,b\n\"5\\\" \"x\",1\ny,2\n", "", "\\", "1[a][b]2[5\" \"x][1]3[y][2]", "2:1"},
    {"a,b\nx,=\"001\"\ny,2\n", "", "", "1[a][b]2[x][=\"001\"]3[y][2]", ""},
    /* Neither reading has the width of the others: it is told, and not mended. */
    {"a,b,c\n\"1,\"x\n4,5,6\n7,8,9\n", "", "", "", "2:1!"},
    /* But a row that is too short has only one reading here. */
    {"a,b,c\n1,2\"3\n4,5,6\n7,8,9\n", "", "",
     "1[a][b][c]2[1][2\"3]3[4][5][6]4[7][8][9]", "2:2"},
};

static void stray_quotes_are_told_by_the_width_of_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof strays / sizeof *strays; i++) {
        struct arena *arena = arena_open();
        struct diag *diag = diag_open();
        struct sheet_options options = {.lenient = true,
                                        .separator = STR(","),
                                        .quote = str_from(strays[i].quote),
                                        .escape = str_from(strays[i].escape)};
        struct buf rows = buf_open(1000), places = buf_open(1000);
        struct sheet sheet;
        size_t count;
        bool read = sheet_read(STR("t.csv"), str_from(strays[i].text), &options, arena,
                               diag, &sheet);
        for (size_t k = 0; read && k < sheet.row_count; k++) {
            buf_printf(&rows, "%u", sheet.rows[k].line);
            for (size_t c = 0; c < sheet.rows[k].count; c++) {
                buf_printf(&rows, "[%.*s]", STR_ARG(sheet.rows[k].cells[c]));
            }
        }
        const struct diag_entry *e = diag_entries(diag, &count);
        for (size_t k = 0; k < count; k++) {
            buf_printf(&places, "%s%zu:%zu%s", k > 0 ? " " : "", e[k].place.line,
                       e[k].place.column, e[k].severity == DIAG_ERROR ? "!" : "");
        }
        assert_string_equal(buf_z(&rows), strays[i].rows);
        assert_string_equal(buf_z(&places), strays[i].places);
        buf_close(&rows);
        buf_close(&places);
        diag_close(diag);
        arena_close(arena);
    }
}

/* Each row looks for the end of its cell as far as the end of the file. */
static void rows_of_stray_quotes_alone_end(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct sheet_options options = {.lenient = true, .separator = STR(",")};
    struct buf text = buf_open(SIZE_MAX);
    struct sheet sheet;
    buf_puts(&text, "a,b\n");
    for (size_t i = 0; i < 100000; i++) {
        buf_puts(&text, "\"\"x,1\n");
    }
    sheet_read(STR("t.csv"), buf_str(&text), &options, arena, diag, &sheet);
    assert_true(diag_count(diag, DIAG_WARNING) + diag_count(diag, DIAG_ERROR) > 0);
    buf_close(&text);
    diag_close(diag);
    arena_close(arena);
}

int main(void) {
    enum { CASES = sizeof cases / sizeof *cases };
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(written_rows_are_read_back),
        cmocka_unit_test(declared_lines_keep_their_numbers),
        cmocka_unit_test(spreadsheet_rows_do_not_count_breaks_in_cells),
        cmocka_unit_test(big_cells_and_rows_are_refused),
        cmocka_unit_test(two_separators_that_would_do_are_refused),
        cmocka_unit_test(lenient_takes_bare_quotes_with_a_warning),
        cmocka_unit_test(stray_quotes_are_told_by_the_width_of_rows),
        cmocka_unit_test(rows_of_stray_quotes_alone_end),
    };
    enum { OTHERS = sizeof others / sizeof *others };
    struct CMUnitTest tests[CASES + OTHERS];
    for (size_t i = 0; i < CASES; i++) {
        struct conformance *copy = malloc(sizeof *copy);
        *copy = cases[i];
        tests[i] = (struct CMUnitTest){.name = cases[i].name,
                                       .test_func = texts_are_read_or_refused,
                                       .initial_state = copy};
    }
    memcpy(tests + CASES, others, sizeof others);
    int result = cmocka_run_group_tests(tests, NULL, NULL);
    for (size_t i = 0; i < CASES; i++) {
        free(tests[i].initial_state);
    }
    return result;
}
