#include "compose/prefix.h"
#include "base/buf.h"
#include "compose/source.h"
#include <string.h>

static bool is_blank(char ch) { return ch == ' ' || ch == '\t'; }

static size_t line_start(struct str text, size_t at) {
    while (at > 0 && text.p[at - 1] != '\n')
        at--;
    return at;
}

static size_t count_blanks(struct str line) {
    size_t n = 0;
    while (n < line.n && is_blank(line.p[n]))
        n++;
    return n;
}

bool prefix_of_tag(struct str text, size_t at, struct arena *arena,
                   struct str *prefix) {
    struct str before = str_slice(text, line_start(text, at), at);
    size_t blanks;
    if (before.n == 0 || source_openers(before, &blanks) != before.n ||
        (!is_blank(before.p[before.n - 1]) && before.p[before.n - 1] != '>'))
        return false;
    struct buf out = buf_open(before.n + 1);
    for (size_t i = 0; i < before.n; i++)
        buf_char(&out, before.p[i] == '>' || before.p[i] == '\t' ? before.p[i] : ' ');
    *prefix = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return true;
}

struct str prefix_of_line(struct str text, size_t start) {
    struct str none = {"", 0}, line = str_slice(text, start, text.n);
    struct str own = str_slice(line, 0, count_blanks(line));
    /* The nearest line that stands further left decides; tags leave no line. */
    while (own.n > 0 && start > 0) {
        size_t end = start - 1, blanks;
        start = line_start(text, end);
        line = str_slice(text, start, end);
        struct str words = str_trim(line);
        size_t left = count_blanks(line);
        if (words.n == 0 || str_starts(words, STR("{%")) || left >= own.n)
            continue;
        size_t openers = source_openers(line, &blanks);
        bool item = openers > left && memchr(line.p, '>', openers) == NULL;
        return item && openers <= own.n ? own : none;
    }
    return none;
}
