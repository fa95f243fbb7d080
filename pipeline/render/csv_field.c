#include "render/csv_field.h"
#include "document/document.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool csv_is_number(struct str s) {
    size_t at = 0, digits = 0;
    if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
        at++;
    while (at < s.n && (is_digit(s.p[at]) || (digits > 0 && s.p[at] == ',')))
        digits += is_digit(s.p[at++]) ? 1 : 0;
    if (digits == 0)
        return false;
    if (at + 1 < s.n && s.p[at] == '.' && is_digit(s.p[at + 1])) {
        at++;
        while (at < s.n && is_digit(s.p[at]))
            at++;
    }
    if (at < s.n && s.p[at] == '%')
        at++;
    return at == s.n;
}

/* Spreadsheets read such a cell as a formula, or drop the character. The sign alone is
   none: it says that nothing changed. */
static bool needs_guard(struct str s) {
    static const char *const starts[] = {"=",  "+",  "-",  "@",  "\t",
                                         "\r", "＝", "＋", "－", "＠"};
    if (s.n == 0 || csv_is_number(s) || str_equal(s, STR("＝")) ||
        str_equal(s, STR("=")))
        return false;
    if (s.p[0] == '\0')
        return true;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts(s, str_from(starts[i])))
            return true;
    return false;
}

/* With the hyphen that programs read before a number, in the place of a true minus. */
static struct str plain_minus(struct str text, struct buf *out) {
    struct str minus = STR(PRINTED_MINUS);
    buf_clear(out);
    for (size_t at = 0; at < text.n;) {
        size_t next = str_find(text, minus, at);
        next = next == STR_NOT_FOUND ? text.n : next;
        buf_put(out, str_slice(text, at, next));
        at = next;
        if (at == text.n)
            break;
        at += minus.n;
        buf_put(out, at < text.n && is_digit(text.p[at]) ? STR("-") : minus);
    }
    return buf_str(out);
}

static void put_guarded(struct buf *out, struct str text) {
    bool guard = needs_guard(text), quote = false;
    for (size_t i = 0; i < text.n; i++)
        quote = quote || text.p[i] == '"' || text.p[i] == ',' || text.p[i] == '\n' ||
                text.p[i] == '\r';
    quote = quote || (text.n > 0 && (text.p[0] == ' ' || text.p[text.n - 1] == ' '));
    if (quote)
        buf_char(out, '"');
    if (guard)
        buf_char(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_char(out, '"');
        buf_char(out, text.p[i]);
    }
    if (quote)
        buf_char(out, '"');
}

void csv_put_field(struct buf *out, struct str text) {
    if (str_find(text, STR(PRINTED_MINUS), 0) == STR_NOT_FOUND) {
        put_guarded(out, text);
        return;
    }
    struct buf plain = buf_open(text.n + 1);
    put_guarded(out, plain_minus(text, &plain));
    buf_close(&plain);
}

void csv_end_record(struct buf *out) { buf_puts(out, "\r\n"); }
