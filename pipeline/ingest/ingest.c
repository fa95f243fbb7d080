#include "ingest/ingest.h"
#include "base/file.h"
#include "ingest/bulk.h"
#include "ingest/clean.h"
#include "ingest/declared.h"
#include "ingest/encoding.h"
#include "ingest/pattern.h"
#include "ingest/plain.h"
#include "ingest/plausible.h"
#include "ingest/rows.h"
#include <fcntl.h>
#include <sys/stat.h>

/* Read whole, with its cells, a file takes some eight times its size. */
enum { SOURCE_BYTES_MAX = 320 << 20 };

static void copy_notes(struct dataset *ds, uint32_t file, const struct table *table,
                       struct arena *arena) {
    struct input_file *f = dataset_file_mutable(ds, file);
    struct str *notes = arena_array(arena, table->note_count, sizeof *notes);
    for (size_t i = 0; i < table->note_count; i++) {
        notes[i] = arena_copy(arena, table->notes[i]);
    }
    f->notes = notes;
    f->note_count = table->note_count;
}

static bool read_table(struct reading_context *context, const struct sheet *sheet,
                       const struct file_facts *facts) {
    struct table table;
    bool whole =
        table_find(sheet, context->profile, context->scratch, context->diag, &table);
    if (table.head == NULL) {
        return false;
    }
    copy_notes(context->ds, facts->file, &table, context->arena);
    /* After a ragged row the others are still read: all faults in one run. */
    return rows_read(context, &table, facts) && whole;
}

/* One file of a source; it is entered in the dataset even if it has faults, so
   that messages can name it. */
static bool read_file(struct reading_context *context, const struct pattern_match *m) {
    const struct source_profile *profile = context->profile;
    struct diag *diag = context->diag;
    struct input_file file = {.path = arena_copy(context->arena, m->path),
                              .source = arena_copy(context->arena, profile->source)};
    struct str bytes, text;
    const char *encoding;
    enum bulk_result bulk = bulk_read(context, &file, BULK_BYTES_MIN);
    if (bulk != BULK_DECLINED) {
        return bulk == BULK_DONE;
    }
    if (!file_read(context->dir, file.path.p, SOURCE_BYTES_MAX, context->scratch,
                   &bytes, file.sha256, diag)) {
        struct stat info;
        if (fstatat(context->dir, file.path.p, &info, 0) == 0 &&
            info.st_size > SOURCE_BYTES_MAX) {
            diag_hint(diag, "larger files are read if they are long tables without "
                            "quotes, notes or totals, and every name is known");
        }
        return false;
    }
    file.bytes = bytes.n;
    file.ignored = profile->layout == LAYOUT_IGNORE;
    struct file_facts facts = {.file = dataset_add_file(context->ds, &file),
                               .period = m->period,
                               .indicator = m->indicator,
                               .area = m->area};
    if (profile->layout == LAYOUT_IGNORE) {
        return true;
    }
    bool plain =
        profile->layout == LAYOUT_STATEMENTS || profile->layout == LAYOUT_RECORDS;
    struct sheet_options options = {.separator = profile->separator,
                                    .lenient = profile->lenient,
                                    .raw = plain,
                                    .first_line = profile->first_line,
                                    .last_line = profile->last_line};
    struct sheet sheet;
    if (!encoding_decode(bytes, profile->encoding, file.path, context->scratch, diag,
                         &text, &encoding) ||
        !sheet_read(file.path, text, &options, context->scratch, diag, &sheet)) {
        return false;
    }
    if (profile->layout == LAYOUT_STATEMENTS) {
        return plain_read_statements(context, &sheet, facts.file);
    }
    if (profile->layout == LAYOUT_RECORDS) {
        return plain_read_records(context, &sheet, facts.file);
    }
    return read_table(context, &sheet, &facts);
}

struct named {
    struct str *paths;
    size_t count, capacity;
};

static bool read_source(struct reading_context *context, struct named *named) {
    const struct source_profile *profile = context->profile;
    struct pattern_match *matches;
    size_t count = 0;
    if (profile->file.n == 0) {
        return diag_error(context->diag, profile->place,
                          "the source \"%.*s\" names no file", STR_ARG(profile->name));
    }
    /* The files are read even so: all faults come in one run. */
    bool ok = declared_check(profile, context->ds, context->diag);
    if (!pattern_expand(context->dir, profile, context->arena, context->diag, &matches,
                        &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        named->paths = arena_grow(context->arena, named->paths, named->count,
                                  &named->capacity, sizeof *named->paths);
        named->paths[named->count++] = matches[i].path;
        context->scratch = arena_open();
        context->year = 0;
        ok &= read_file(context, &matches[i]);
        arena_close(context->scratch);
    }
    return ok;
}

bool ingest_sources(int dir, const struct source_profile *profiles, size_t count,
                    struct dataset *ds, struct arena *arena, struct diag *diag) {
    struct arena *names = arena_open();
    struct reading_context context = {.dir = dir,
                                      .ds = ds,
                                      .diag = diag,
                                      .arena = arena,
                                      .areas = names_of_areas(ds, names),
                                      .indicators = names_of_indicators(ds, names)};
    struct named named = {0};
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        context.profile = &profiles[i];
        ok &= read_source(&context, &named);
    }
    jumps_check(ds, diag);
    pattern_report_unused(dir, profiles, count, named.paths, named.count, ds, diag);
    arena_close(names);
    return ok;
}
