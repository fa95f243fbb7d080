#include "ingest/note_lines.h"
#include "ingest/clean.h"

static bool is_digit(struct str s, size_t at) {
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* 1. and 2、, （3）, ④; the point of 1.5 is none. */
static bool cut_number(struct str *s) {
    static const char *const open[] = {"（", "(", NULL}, *const close[] = {"）", ")",
                                                                           NULL};
    static const char *const marks[] = {".", "．", "、", "）", ")", "：", ":", NULL};
    struct str rest = *s;
    uint32_t cp;
    size_t circled = utf8_decode(rest, 0, &cp);
    if (circled > 0 && cp >= 0x2460 && cp <= 0x2473) {
        *s = clean_trim(str_slice(rest, circled, rest.n));
        return true;
    }
    bool opened = clean_cut_any(&rest, open);
    size_t digits = 0;
    while (digits < 2 && is_digit(rest, digits)) {
        digits++;
    }
    bool point = digits < rest.n && rest.p[digits] == '.';
    rest = str_slice(rest, digits, rest.n);
    /* 2.2023年: a year may follow; 1.5万: nothing is numbered. */
    bool decimal = point && is_digit(rest, 1) && !is_digit(rest, 4);
    if (digits == 0 || decimal || !clean_cut_any(&rest, opened ? close : marks)) {
        return false;
    }
    *s = rest;
    return true;
}

struct str note_line_body(struct str line) {
    static const char *const heads[] = {"附注", "备注", "注释", "说明", "注", NULL};
    static const char *const marks[] = {":", "：", NULL};
    line = clean_trim(line);
    for (size_t i = 0; heads[i] != NULL; i++) {
        struct str head = str_from(heads[i]);
        struct str rest = str_slice(line, head.n, line.n), text = clean_trim(rest);
        bool apart =
            str_starts(line, head) &&
            (text.n < rest.n || clean_cut_any(&text, marks) || cut_number(&text));
        if (apart) {
            clean_cut_any(&text, marks);
            line = text;
            break;
        }
    }
    cut_number(&line);
    return line;
}

bool note_line_next(struct str note, size_t *at, struct str *line) {
    static const char *const ends[] = {"\n", "\r", "。", "；", ";"};
    while (*at < note.n) {
        size_t to = note.n, next = note.n;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            struct str end = str_from(ends[i]);
            size_t found = str_find(note, end, *at);
            if (found < to) {
                to = found;
                next = found + end.n;
            }
        }
        *line = note_line_body(str_slice(note, *at, to));
        *at = next;
        if (line->n > 0) {
            return true;
        }
    }
    return false;
}

bool note_line_is_numbered(struct str line) {
    static const char *const words[] = {"为",   "系",     "本表", "口径",
                                        "不含", "不包括", "来源"};
    struct str body = clean_trim(line);
    bool numbered = cut_number(&body), found = str_ends(body, STR("。"));
    for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++) {
        found = str_find(body, str_from(words[i]), 0) != STR_NOT_FOUND;
    }
    return numbered && found;
}
