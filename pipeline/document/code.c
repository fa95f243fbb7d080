#include "document/code.h"

#include "document/format.h"
#include <stdio.h>

#define PART_CAP ((size_t)256 << 20)

static void add(struct hash *hash, const char *name, struct str text) {
    char head[64];
    int n = snprintf(head, sizeof head, "%s %zu\n", name, text.n);
    hash_add(hash, head, (size_t)n);
    hash_add(hash, text.p, text.n);
}

/* What the theme prints around the pages. */
static void add_forms(struct hash *hash, const struct document *doc,
                      struct arena *scratch) {
    const struct theme *theme = doc->theme;
    const struct str forms[] = {theme->cover_head, theme->cover_foot,
                                theme->running_left, theme->running_right,
                                theme->running_foot};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].p != NULL)
            add(hash, "form",
                printed_form(doc, forms[i], (struct printed_page){0}, scratch));
    add(hash, "office", doc->organisation);
}

/* All files of the document in this format. */
static bool add_format(struct hash *hash, const struct document *doc,
                       const struct format_kind *format,
                       const struct rendering *rendering, struct diag *diag) {
    size_t count = format->count != NULL ? format->count(doc) : 1;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        struct buf out = buf_open(PART_CAP);
        ok = format->render(doc, i, rendering, &out, diag) &&
             (buf_ok(&out) || diag_error(diag, (struct place){.file = doc->stem},
                                         "the report is too large for one file"));
        add(hash, format->kind.name, buf_str(&out));
        buf_close(&out);
    }
    return ok;
}

bool document_code(const struct document *doc, const struct rendering *rendering,
                   char code[HASH_HEX_SIZE + 1], struct diag *diag) {
    struct document bare = *doc;
    bare.compiled_by = bare.reviewed_by = bare.approved_by = bare.date = bare.code =
        (struct str){0};
    bare.marks = page_marks_of_data(&doc->marks);
    struct arena *scratch = arena_open();
    struct hash *hash = hash_open();
    bool ok = true;
    add(hash, "code", STR("1"));
    add_forms(hash, &bare, scratch);
    for (size_t i = 0; ok && i < FORMAT_COUNT; i++) {
        const struct format_kind *format = format_at(i);
        if (format == &format_md || format->with == &format_md)
            ok = add_format(hash, &bare, format, rendering, diag);
    }
    hash_close(hash, code);
    arena_close(scratch);
    return ok;
}
