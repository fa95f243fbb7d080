#include "compose/parts.h"
#include "compose/templates.h"
#include <stdarg.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define INDEX_DIGITS 9
#define TYPED_LINE_MAX 4096 /* bytes of a line in which columns are looked for */

static bool is_control(unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

size_t parts_mark(struct composition *c, struct mark mark) {
    if (c->mark_count == 0) { /* index 0 is MARK_NOTHING */
        c->marks =
            arena_grow(c->arena, c->marks, 0, &c->mark_capacity, sizeof *c->marks);
        c->marks[c->mark_count++] = (struct mark){.kind = MARK_NOTHING};
    }
    c->marks = arena_grow(c->arena, c->marks, c->mark_count, &c->mark_capacity,
                          sizeof *c->marks);
    if (mark.place.context.n == 0)
        mark.place.context = c->context;
    c->marks[c->mark_count] = mark;
    return c->mark_count++;
}

void parts_put_mark(struct buf *out, size_t index) {
    buf_printf(out, "%c%zu%c", MARK, index, MARK);
}

size_t parts_read_mark(struct str text, size_t at, size_t *end) {
    size_t index = 0, i = at + 1;
    while (i < text.n && i <= at + INDEX_DIGITS && text.p[i] >= '0' && text.p[i] <= '9')
        index = index * 10 + (size_t)(text.p[i++] - '0');
    bool whole = i > at + 1 && i < text.n && text.p[i] == MARK;
    *end = whole ? i + 1 : at + 1;
    return whole ? index : 0;
}

struct place parts_place(const struct composition *c, size_t line) {
    struct place place = {.context = c->context};
    if (c->line_count == 0)
        return place;
    size_t i = line > 0 ? line - 1 : 0;
    if (i >= c->line_count)
        i = c->line_count - 1;
    place.context = c->lines[i].context;
    place.file = c->lines[i].file;
    place.line = c->lines[i].line;
    return place;
}

/* The line of the template that a place is of. */
static struct str typed_line(const struct composition *c, struct place place) {
    for (size_t i = 0; c->templates != NULL && i < c->templates->count; i++)
        if (str_equal(c->templates->items[i]->file, place.file))
            return source_line(&c->templates->items[i]->source, place.line);
    return STR("");
}

struct place parts_point(const struct composition *c, struct place place,
                         struct str written, size_t least) {
    struct str line = place.column == 0 ? typed_line(c, place) : STR("");
    if (line.n > TYPED_LINE_MAX)
        return place;
    for (size_t n = written.n; n >= least && n > 0; n--) {
        struct str part = str_slice(written, 0, n);
        size_t at = str_find(line, part, 0);
        if (at == STR_NOT_FOUND)
            continue;
        if (str_find(line, part, at + 1) == STR_NOT_FOUND)
            place.column = utf8_length(str_slice(line, 0, at)) + 1;
        break;
    }
    return place;
}

struct str parts_included(struct str context, struct place include,
                          const struct diag *diag, struct arena *arena) {
    struct buf out = buf_open(4096);
    if (context.n > 0) {
        buf_put(&out, context);
        buf_puts(&out, diag_words(diag, ", "));
    }
    buf_printf(&out, diag_words(diag, "included at %.*s:%zu"), STR_ARG(include.file),
               include.line);
    struct str words = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return words;
}

struct str parts_values(const struct composition *c, struct str text,
                        bool *only_values) {
    struct buf out = buf_open(SIZE_MAX / 2);
    struct doc_run *runs = NULL;
    size_t count = 0, capacity = 0;
    bool good = true;
    for (size_t i = 0, end; i < text.n; i = end) {
        end = i + 1;
        size_t index = text.p[i] == MARK ? parts_read_mark(text, i, &end) : 0, own = 0;
        if (text.p[i] != MARK) {
            buf_char(&out, text.p[i]);
        } else if (index < c->mark_count && c->marks[index].kind == MARK_PRINTED) {
            struct str value = ((struct doc_printed *)c->marks[index].object)->text;
            const struct doc_run *inside =
                doc_figures_runs(c->doc->figures, value, &own);
            for (size_t k = 0; k < own; k++) {
                runs = arena_grow(c->arena, runs, count, &capacity, sizeof *runs);
                runs[count++] = (struct doc_run){
                    out.n + inside[k].start, out.n + inside[k].end, inside[k].figure};
            }
            buf_put(&out, value);
        } else if (index > 0) {
            good = false;
        }
    }
    struct str plain = arena_copy(c->arena, buf_str(&out));
    buf_close(&out);
    if (count > 0)
        doc_figures_set_runs(c->doc->figures, plain, runs, count);
    if (only_values != NULL)
        *only_values = good;
    return plain;
}

bool parts_error(struct composition *c, struct place place, const char *format, ...) {
    struct buf text = buf_open(4096);
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, diag_words(c->diag, format), args);
    va_end(args);
    if (place.context.n == 0)
        place.context = c->context;
    struct str plain = parts_values(c, buf_str(&text), NULL);
    diag_error(c->diag, place, "%.*s", STR_ARG(plain));
    buf_close(&text);
    c->failed = true;
    return false;
}

void parts_hint_id(struct composition *c, struct str id) {
    struct document *doc = c->doc;
    struct str owner =
        c->templates != NULL ? templates_with_id(c->templates, id) : STR("");
    if (owner.n > 0) {
        diag_hint(c->diag,
                  "%.*s has it: include it in this report, or take the reference out",
                  STR_ARG(owner));
        return;
    }
    size_t count = doc->heading_count + doc->table_count + doc->chart_count, n = 0;
    struct str *names = arena_array(c->arena, count + 1, sizeof *names);
    for (size_t i = 0; i < doc->heading_count; i++)
        names[n++] = doc->headings[i]->id;
    for (size_t i = 0; i < doc->table_count; i++)
        if (!doc->tables[i]->plain)
            names[n++] = doc->tables[i]->id;
    for (size_t i = 0; i < doc->chart_count; i++)
        names[n++] = doc->charts[i]->id;
    struct str nearest = diag_nearest(id, names, n);
    if (nearest.n > 0)
        diag_hint(c->diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
}

void parts_clean(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if (is_control((unsigned char)text.p[i]))
            buf_puts(out, REPLACEMENT);
        else
            buf_char(out, text.p[i]);
}
