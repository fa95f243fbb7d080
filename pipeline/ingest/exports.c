/* The table of formats by name, how a file's is found, and the reading of one. */
#include "ingest/exports.h"
#include "ingest/clean.h"
#include "ingest/csv_prepare.h"
#include "ingest/whole.h"
#include <string.h>

#define ENTRY(NAME) &export_##NAME.kind,
const struct kind *const export_kinds[] = {EXPORT_KINDS(ENTRY) NULL};

/* ---- the first lines ---- */

static struct str without_quotes(struct str line, struct arena *arena) {
    if (memchr(line.p, '"', line.n) == NULL) {
        return line;
    }
    char *p = arena_alloc(arena, line.n);
    size_t n = 0;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] != '"') {
            p[n++] = line.p[i];
        }
    }
    return (struct str){p, n};
}

static struct export_head read_head(struct str text, struct arena *arena) {
    struct export_head head = {0};
    struct str mark = STR("\xEF\xBB\xBF");
    size_t at = str_starts(text, mark) ? mark.n : 0;
    while (at < text.n && head.count < EXPORT_LINES) {
        size_t from = at;
        while (at < text.n && prepare_line_break(text, at) == 0) {
            at++;
        }
        struct str line = str_slice(text, from, at);
        at += prepare_line_break(text, at);
        if (!clean_is_blank(line)) {
            head.quoted[head.count] = line;
            head.lines[head.count++] = without_quotes(line, arena);
        }
    }
    return head;
}

static struct str line_of(const struct export_head *head, size_t line) {
    return line < head->count ? head->lines[line] : (struct str){"", 0};
}

bool export_starts(const struct export_head *head, size_t line, const char *text) {
    return str_starts(line_of(head, line), str_from(text));
}

bool export_ends(const struct export_head *head, size_t line, const char *text) {
    return str_ends(clean_trim(line_of(head, line)), str_from(text));
}

bool export_has(const struct export_head *head, size_t line, const char *text) {
    return str_find(line_of(head, line), str_from(text), 0) != STR_NOT_FOUND;
}

struct str export_cell(const struct export_head *head, size_t line,
                       const char *separator, size_t n) {
    struct str rest = line_of(head, line), mark = str_from(separator);
    for (; n > 0; n--) {
        size_t at = str_find(rest, mark, 0);
        rest = at == STR_NOT_FOUND ? (struct str){"", 0}
                                   : str_slice(rest, at + mark.n, rest.n);
    }
    return clean_trim(str_slice(rest, 0, str_find(rest, mark, 0)));
}

bool exports_knows(const struct export_kind *kind, struct str text,
                   struct arena *arena) {
    const struct export_head head = read_head(text, arena);
    return head.count > 0 && kind->knows(&head) != NULL;
}

const struct export_kind *exports_recognise(struct str text, struct arena *arena) {
    const struct export_head head = read_head(text, arena);
    for (size_t i = 0; export_kinds[i] != NULL && head.count > 0; i++) {
        const struct export_kind *kind = (const void *)export_kinds[i];
        if (kind->knows(&head) != NULL) {
            return kind;
        }
    }
    return NULL;
}

struct str exports_encoding(const struct export_kind *kind, struct str bytes) {
    bool marked = str_starts(bytes, STR("\xEF\xBB\xBF")) ||
                  str_starts(bytes, STR("\xFF\xFE")) ||
                  str_starts(bytes, STR("\xFE\xFF"));
    return kind == NULL || marked || utf8_invalid(bytes) == STR_NOT_FOUND
               ? (struct str){"", 0}
               : str_from(kind->encoding);
}

size_t shape_end(const struct shape *shape, size_t from) {
    const char *const *ends = shape->context->profile->format->ends;
    const struct sheet *sheet = shape->sheet;
    for (; from < sheet->row_count; from++) {
        struct str text = sheet_text(&sheet->rows[from], 0);
        for (size_t i = 0; ends[i] != NULL; i++) {
            if (str_starts(text, str_from(ends[i]))) {
                return from;
            }
        }
    }
    return from;
}

/* ---- reading ---- */

/* The file is of another form than its profile says. */
static bool refuse(const struct reading_context *context, struct str text,
                   struct str path) {
    const struct export_kind *is = exports_recognise(text, context->scratch);
    diag_error(context->diag, (struct place){.file = path, .line = 1},
               "this file is not as %s writes it", context->profile->format->kind.name);
    if (is != NULL && !is->weak) {
        diag_hint(context->diag, "it looks like format = \"%s\"", is->kind.name);
    } else {
        diag_hint(context->diag, "run nqi sniff on it: it may be of another format, or "
                                 "somebody may have changed its head");
    }
    return false;
}

bool exports_options(const struct reading_context *context, struct str text,
                     struct str path, struct sheet_options *options) {
    const struct source_profile *profile = context->profile;
    const struct export_kind *kind = profile->format;
    const struct export_head head = read_head(text, context->scratch);
    const char *separator = head.count > 0 ? kind->knows(&head) : NULL;
    if (separator == NULL && !kind->weak) {
        return refuse(context, text, path);
    }
    *options = (struct sheet_options){.separator = profile->separator.n > 0
                                                       ? profile->separator
                                                       : str_from(separator),
                                      .lenient = profile->lenient,
                                      .raw = !kind->notes,
                                      .first_line = profile->first_line,
                                      .last_line = profile->last_line,
                                      .first_column = profile->first_column,
                                      .last_column = profile->last_column,
                                      .end_mark = profile->end_mark};
    return true;
}

bool exports_make(const struct reading_context *context, struct sheet *sheet,
                  struct shape *shape) {
    const struct export_kind *kind = context->profile->format;
    const struct file_whole *whole = context->whole;
    struct str above = whole != NULL ? whole->filled : (struct str){"", 0};
    *shape = (struct shape){.context = context,
                            .sheet = sheet,
                            .profile = {.area_level = str_from(kind->level)},
                            .filled = {above, above},
                            .ok = true};
    return kind->shape(shape) && shape_finish(shape);
}

bool exports_read(struct reading_context *context, struct sheet *sheet,
                  const struct file_facts *facts) {
    struct shape *shape = arena_alloc(context->scratch, sizeof *shape);
    if (!exports_make(context, sheet, shape)) {
        return false;
    }
    struct reading_context all = *context;
    all.profile = &shape->profile;
    shape->table.ragged = shape->ragged;
    bool ok = rows_read(&all, &shape->table, facts);
    shape_settle(shape);
    return ok && !shape->ragged;
}
