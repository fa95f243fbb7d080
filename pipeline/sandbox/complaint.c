/* Lua makes its own messages in English. Those that an editor meets are taken apart
   by the patterns below and put together again from their translations. */
#include "base/buf.h"
#include "base/diag.h"
#include "sandbox/host.h"
#include <string.h>

enum { SLOTS = 4, DEPTH = 2 };

/* %s stands for any text, the last one for all the rest. */
static const char *const complaints[] = {
    "no visible label %s for <goto> at line %s",
    "<goto %s> at line %s jumps into the scope of local %s",
    "break outside loop at line %s",
    "label %s already defined on line %s",
    "attempt to assign to const variable %s",
    "unknown attribute %s",
    "invalid escape sequence near %s",
    "decimal escape too large near %s",
    "hexadecimal digit expected near %s",
    "cannot use '...' outside a vararg function near %s",
    "too many %s (limit is %s) in %s near %s",
    "bad 'for' %s (number expected, got %s)",
    "attempt to perform bitwise operation on a %s value%s",
    "invalid conversion %s to 'format'",
    "invalid value (%s) at index %s in table for 'concat'",
    "wrong number of arguments to %s",
    "attempt to index a %s value%s",
    "attempt to call a %s value%s",
    "attempt to perform arithmetic on a %s value%s",
    "attempt to concatenate a %s value%s",
    "attempt to get length of a %s value%s",
    "attempt to compare two %s values",
    "attempt to compare %s with %s",
    "calling '%s' on bad self (%s)",
    "bad argument #%s to '%s' (%s)",
    "%s expected, got %s",
    "number has no integer representation%s",
    "unexpected symbol near %s",
    "%s expected (to close %s at line %s) near %s",
    "%s expected near %s",
    "unfinished string near %s",
    "unfinished long string%s",
    "malformed number near %s",
    "stack overflow%s",
};

/* The parts of `text` that stand for the %s of `format`. */
static bool take_apart(const char *format, const char *text, struct str *slots) {
    for (size_t n = 0;; n++) {
        const char *slot = strstr(format, "%s");
        size_t literal = slot != NULL ? (size_t)(slot - format) : strlen(format);
        if (strncmp(text, format, literal) != 0)
            return false;
        text += literal;
        if (slot == NULL)
            return *text == '\0';
        format = slot + 2;
        const char *next = strstr(format, "%s");
        size_t after = next != NULL ? (size_t)(next - format) : strlen(format);
        struct str rest = str_from(text), word = {format, after};
        size_t end = next != NULL || after > 0 ? str_find(rest, word, 0) : rest.n;
        if (next == NULL && after > 0 && str_ends(rest, word))
            end = rest.n - after;
        if (end == STR_NOT_FOUND)
            return false;
        slots[n] = str_slice(rest, 0, end);
        text += end;
    }
}

static void translate(const struct diag *diag, struct str text, unsigned depth,
                      struct buf *out);

static void put_together(const struct diag *diag, const char *words,
                         const struct str *slots, unsigned depth, struct buf *out) {
    for (const char *slot; (slot = strstr(words, "%s")) != NULL; words = slot + 2) {
        buf_bytes(out, words, (size_t)(slot - words));
        translate(diag, *slots++, depth + 1, out);
    }
    buf_puts(out, words);
}

static void translate(const struct diag *diag, struct str text, unsigned depth,
                      struct buf *out) {
    struct buf copy = buf_open(SIZE_MAX / 2);
    buf_put(&copy, text);
    const char *whole = buf_z(&copy);
    struct str slots[SLOTS] = {{NULL, 0}};
    const char *words = diag_words(diag, whole);
    for (size_t i = 0;
         words == whole && i < sizeof complaints / sizeof *complaints && depth < DEPTH;
         i++)
        if (take_apart(complaints[i], whole, slots)) {
            put_together(diag, diag_words(diag, complaints[i]), slots, depth, out);
            buf_close(&copy);
            return;
        }
    buf_puts(out, words);
    buf_close(&copy);
}

void sandbox_translate(const struct diag *diag, const char *text, struct buf *out) {
    translate(diag, str_from(text), 0, out);
}
