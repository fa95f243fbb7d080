#include "compose/borrowed.h"
#include "document/block.h"
#include <string.h>

/* No pair is looked for further than that, in bytes: the work stays in proportion. */
#define REACH ((size_t)240)
/* What is lowered or raised is short: CO~2~, m^2^. */
#define SCRIPT_MAX 16

static bool is_digit(char ch) { return ch >= '0' && ch <= '9'; }
static bool is_letter(char ch) {
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}
static bool is_name(char ch) { return is_letter(ch) || is_digit(ch) || ch == '_'; }
static bool is_blank(char ch) { return ch == ' ' || ch == '\t' || ch == '\n'; }

static char byte_at(struct str text, size_t at) {
    return at < text.n ? text.p[at] : '\n';
}
static char byte_before(struct str text, size_t at) {
    return at > 0 ? text.p[at - 1] : '\n';
}

static bool is_wide_before(struct str text, size_t at) {
    uint32_t cp = '\n';
    while (at > 0 && ((unsigned char)text.p[at - 1] & 0xC0) == 0x80)
        at--;
    if (at > 0)
        utf8_decode(text, at - 1, &cp);
    return document_is_wide(cp);
}

/* The sign at `at` is not one of a longer row of them. */
static bool is_alone(struct str text, size_t at, size_t n) {
    return byte_before(text, at) != text.p[at] && byte_at(text, at + n) != text.p[at];
}

/* ==x==, but not a==b, c==d. */
static size_t end_of_highlight(const struct typed_block *block, size_t at,
                               size_t behind) {
    struct str text = block->text;
    if (behind == 0 || !is_alone(text, at, 2) || !is_alone(text, behind - 2, 2) ||
        is_blank(text.p[at + 2]) || is_blank(text.p[behind - 3]))
        return 0;
    bool compared = is_name(byte_before(text, at)) && is_name(byte_at(text, behind));
    return compared ? 0 : behind;
}

/* H~2~O and m^2^: short, behind a letter or word. 3~5天、6~8天 are ranges. */
static size_t end_of_script(const struct typed_block *block, size_t at, size_t behind) {
    struct str text = block->text;
    char before = byte_before(text, at);
    bool raised = text.p[at] == '^';
    bool word = is_letter(before) || before == ')' || is_wide_before(text, at) ||
                (raised && is_digit(before));
    if (behind == 0 || behind - at > SCRIPT_MAX || !word || !is_alone(text, at, 1) ||
        !is_alone(text, behind - 1, 1))
        return 0;
    bool any = false;
    for (size_t i = at + 1, end; i + 1 < behind; i = end, any = true) {
        end = i + 1;
        if (text.p[i] == MARK)
            parts_read_mark(text, i, &end);
        else if (!is_letter(text.p[i]) && !is_digit(text.p[i]) &&
                 strchr("+-.,", text.p[i]) == NULL)
            return 0;
    }
    return any ? behind : 0;
}

static size_t end_of_anything(const struct typed_block *block, size_t at,
                              size_t behind) {
    (void)block;
    (void)at;
    return behind;
}

/* {v.CERT} and {area.name}; {a} is a set. */
static size_t end_of_value(const struct typed_block *block, size_t at, size_t behind) {
    struct str text = block->text;
    size_t i = at + 1;
    if (behind == 0 || (at > 0 && strchr("{$", typed_printed(block, at - 1)) != NULL) ||
        !is_letter(byte_at(text, i)))
        return 0;
    while (is_name(byte_at(text, i)))
        i++;
    char sign = byte_at(text, i), next = byte_at(text, i + 1);
    bool field = (sign == '.' || sign == ':') && is_letter(next);
    bool index = sign == '[' && (next == '"' || next == '\'');
    return field || index || sign == '(' ? behind : 0;
}

/* {.red}, {#id}, {: .red}, {width=5cm} */
static size_t end_of_attributes(const struct typed_block *block, size_t at,
                                size_t behind) {
    struct str text = block->text;
    char first = byte_at(text, at + 1);
    size_t i = at + 1 + (first == '.' || first == '#' || first == ':');
    while (first == ':' && byte_at(text, i) == ' ')
        i++;
    i += first == ':' && (byte_at(text, i) == '.' || byte_at(text, i) == '#');
    if (behind == 0 || byte_before(text, at) == '{' || !is_letter(byte_at(text, i)))
        return 0;
    while (is_name(byte_at(text, i)) || byte_at(text, i) == '-')
        i++;
    bool key = byte_at(text, i) == '=';
    bool marked = first == '.' || first == '#' || first == ':';
    return key || (marked && (is_blank(text.p[i]) || text.p[i] == '}')) ? behind : 0;
}

/* \(x\): the backslashes are gone, and the brackets were behind them. */
static size_t end_of_formula(const struct typed_block *block, size_t at,
                             size_t behind) {
    struct str text = block->text;
    if (typed_printed(block, at) != '(')
        return 0;
    for (size_t i = at + 1; behind > 0 && i < text.n && i < at + REACH; i++)
        if (text.p[i] == TYPED_OTHER && typed_printed(block, i) == ')')
            return i + 1;
    return 0;
}

/* \ref{x}: letters behind the backslash. */
static size_t end_of_command(const struct typed_block *block, size_t at,
                             size_t behind) {
    size_t i = at + 1;
    while (is_letter(byte_at(block->text, i)))
        i++;
    return i > at + 1 && byte_at(block->text, i) == '{' && behind > i ? behind : 0;
}

static const struct borrowed pairs[] = {
    {"==", "==", end_of_highlight, .message = "text is not marked with a colour: ==…==",
     .hint = "write **…**, or \\=\\= for the signs"},
    {"~", "~", end_of_script, .message = "~…~ lowers nothing",
     .hint = "write <sub>…</sub>, or \\~ for the sign"},
    {"^", "^", end_of_script, .message = "^…^ raises nothing",
     .hint = "write <sup>…</sup>, or \\^ for the sign"},
    {"${", "}", end_of_anything, .message = "a value is not printed by ${…}",
     .hint = "write {{ … }}, or \\${ for the signs"},
    {"<%", "%>", end_of_anything, .message = "a tag is not written as <% … %>",
     .hint = "write {{ … }} or {% … %}; the signs are written \\<%"},
    {"{", "}", end_of_value, .message = "a value is not printed by {…}",
     .hint = "write {{ … }}, or \\{ for the sign"},
    {"{", "}", end_of_attributes, .message = "attributes are not printed: {…}",
     .hint = "write \\{ for the sign; only a heading has them: # 标题 {#sec-a}"},
    {"\x01", "\x01", end_of_formula, .message = "formulas are not printed: \\(…\\)",
     .hint = "write it in words, or ( without a backslash for the sign"},
    {"\\", "}", end_of_command, .message = "commands of TeX are not printed: \\…{…}",
     .hint = "write {{ ref(\"fig-a\") }} or words, or \\\\ and \\{ for the signs"},
    {"[@", "]", end_of_anything, .message = "references are not written as [@…]",
     .hint = "write {{ ref(\"fig-a\") }}, or \\[@ for the signs"},
};

static const struct borrowed lines[] = {
    {.open = ":::",
     .message = "parts of a page are not made by :::",
     .hint = "write **注意**：…, or \\::: for the signs"},
    {.open = "!!! ",
     .message = "boxes are not made by !!!",
     .hint = "write **注意**：…, or \\!!! for the signs"},
};

static const struct borrowed quotation = {
    .open = "[!",
    .close = "]",
    .message = "boxes are not made by > [!…]",
    .hint = "write > **注意**：…, or \\[! for the signs"};

/* Behind the first `close` of the line from `at` on, 0 if it has none near. */
static size_t closed_at(struct str text, const char *close, size_t at) {
    struct str near = str_slice(text, at, at + REACH < text.n ? at + REACH : text.n);
    size_t end = str_find(near, str_from(close), 0),
           line = str_find(near, STR("\n"), 0);
    return end == STR_NOT_FOUND || end == 0 || line < end ? 0
                                                          : at + end + strlen(close);
}

static const struct borrowed *pair_at(const struct typed_block *block, size_t at,
                                      size_t *end) {
    struct str rest = str_slice(block->text, at, block->text.n);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct borrowed *pair = &pairs[i];
        struct str open = str_from(pair->open);
        if (!str_starts(rest, open))
            continue;
        *end = pair->end(block, at, closed_at(block->text, pair->close, at + open.n));
        if (*end > 0)
            return pair;
    }
    return NULL;
}

const struct borrowed *borrowed_find(const struct typed_block *block, size_t *at,
                                     size_t *end) {
    const struct borrowed *found = NULL;
    for (; *at < block->text.n; ++*at)
        if (memchr("=~^$<{\x01\\[", block->text.p[*at], 9) != NULL &&
            (found = pair_at(block, *at, end)) != NULL)
            return found;
    return NULL;
}

const struct borrowed *borrowed_line(struct str line) {
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (str_starts(line, str_from(lines[i].open)))
            return &lines[i];
    return NULL;
}

const struct borrowed *borrowed_quotation(struct str line) {
    size_t i = 2;
    while (is_letter(byte_at(line, i)))
        i++;
    bool note = str_starts(line, str_from(quotation.open)) && i > 2 &&
                byte_at(line, i) == quotation.close[0];
    return note ? &quotation : NULL;
}
