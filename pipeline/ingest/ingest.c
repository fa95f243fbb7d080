#include "ingest/ingest.h"
#include "base/file.h"
#include "ingest/account.h"
#include "ingest/clean.h"
#include "ingest/declared.h"
#include "ingest/encoding.h"
#include "ingest/exports.h"
#include "ingest/foreign.h"
#include "ingest/ingest_file.h"
#include "ingest/layouts.h"
#include "ingest/unread.h"
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

/* A file without any value is one that was cut, or whose profile reads past it. One
   whose values are all of later vintages than as_of is neither. */
static bool check_gave(const struct reading_context *context, uint32_t id) {
    const struct source_profile *profile = context->profile;
    const struct input_file *file = dataset_file(context->ds, id);
    size_t values = profile->layout->raw ? file->rows : file->observations;
    bool later =
        file->skipped > 0 &&
        profile_lookup(profile->options, profile->option_count, STR("as_of")).n > 0;
    if (values > 0 || later) {
        return true;
    }
    struct place place = {.file = file->path};
    bool head_only = file->rows + file->skipped == 0;
    if (profile->may_be_empty) {
        diag_note(context->diag, place, "no value was read from this file");
        return true;
    }
    diag_error(context->diag, place,
               head_only ? "the file has a head and no rows: was it cut?"
                         : "no value was read from this file");
    diag_hint(
        context->diag,
        "if there is nothing to read, declare may_be_empty = true for the source");
    return false;
}

bool ingest_file(struct reading_context *context, const struct pattern_match *m,
                 const struct bulk_options *bulk, const struct bulk_options *parts) {
    const struct source_profile *profile = context->profile;
    struct diag *diag = context->diag;
    struct input_file file = {.path = arena_copy(context->arena, m->path),
                              .source = arena_copy(context->arena, profile->source),
                              .source_en =
                                  arena_copy(context->arena, profile->source_en)};
    struct str bytes, text;
    struct encoding encoding;
    file.ignored = profile->layout->read == NULL;
    struct file_facts facts = {.file = dataset_add_file(context->ds, &file),
                               .period = m->period,
                               .indicator = m->indicator,
                               .area = m->area};
    enum bulk_result result = bulk_read(context, &facts, bulk);
    if (result == BULK_DECLINED) {
        result = parts_read(context, &facts, parts);
    }
    if (result != BULK_DECLINED) {
        return result == BULK_DONE && check_gave(context, facts.file);
    }
    if (!file_read(context->dir, file.path.p, PARTS_AT_ONCE_MAX, context->scratch,
                   &bytes, file.sha256, diag)) {
        struct stat info;
        if (fstatat(context->dir, file.path.p, &info, 0) == 0 &&
            (uintmax_t)info.st_size > PARTS_AT_ONCE_MAX) {
            diag_hint(diag,
                      "a file of this size is read in parts, but not if quotes of "
                      "another kind or broken rows are declared, if its format tells "
                      "rows by those beside them, or if it is a plain table of text");
        }
        return false;
    }
    struct input_file *entry = dataset_file_mutable(context->ds, facts.file);
    entry->bytes = bytes.n;
    memcpy(entry->sha256, file.sha256, sizeof entry->sha256);
    if (profile->layout->read == NULL) {
        return true;
    }
    struct sheet_options options = {.separator = profile->separator,
                                    .quote = profile->quote,
                                    .escape = profile->escape,
                                    .lenient = profile->lenient,
                                    .raw = profile->layout->raw,
                                    .first_line = profile->first_line,
                                    .last_line = profile->last_line,
                                    .first_column = profile->first_column,
                                    .last_column = profile->last_column,
                                    .end_mark = profile->end_mark};
    struct sheet sheet;
    bool any_text = profile->layout->raw || profile->separator.n > 0;
    struct str declared = profile->encoding.n > 0
                              ? profile->encoding
                              : exports_encoding(profile->format, bytes);
    if (!foreign_refuse(bytes, file.path, any_text || profile->format != NULL, diag) ||
        !encoding_decode(bytes, declared, file.path, context->scratch, diag, &text,
                         &encoding)) {
        return false;
    }
    entry->guessed = encoding.guessed ? encoding.name : NULL;
    if (profile->may_be_empty && clean_is_blank(text)) {
        return check_gave(context, facts.file);
    }
    if (profile->format != NULL) {
        if (!exports_options(context, text, file.path, &options)) {
            return false;
        }
    }
    if (!sheet_read(file.path, text, &options, context->scratch, diag, &sheet)) {
        return false;
    }
    bool ok = profile->format != NULL ? exports_read(context, &sheet, &facts)
                                      : profile->layout->read(context, &sheet, &facts);
    struct cell_sums *sums = &dataset_file_mutable(context->ds, facts.file)->cells;
    ok = account_sheet(&sheet, !ok, context->scratch, diag, sums) && ok;
    return ok && check_gave(context, facts.file);
}

struct named {
    struct str *paths;
    size_t count, capacity;
};

static bool read_source(struct reading_context *context,
                        const struct bulk_options *bulk,
                        const struct bulk_options *parts, struct named *named) {
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
        ok &= ingest_file(context, &matches[i], bulk, parts);
        arena_close(context->scratch);
    }
    return ok;
}

bool ingest_sources(int dir, const struct source_profile *profiles, size_t count,
                    struct dataset *ds, struct arena *arena, struct diag *diag) {
    const struct bulk_options bulk = {.least = BULK_BYTES_MIN};
    const struct bulk_options parts = {.least = PARTS_BYTES_MIN};
    return ingest_sources_by(dir, profiles, count, &bulk, &parts, ds, arena, diag);
}

bool ingest_sources_by(int dir, const struct source_profile *profiles, size_t count,
                       const struct bulk_options *bulk,
                       const struct bulk_options *parts, struct dataset *ds,
                       struct arena *arena, struct diag *diag) {
    struct arena *names = arena_open();
    struct reading_context context = {.dir = dir,
                                      .ds = ds,
                                      .diag = diag,
                                      .arena = arena,
                                      .areas = names_of_areas(ds, names),
                                      .indicators = names_of_indicators(ds, names),
                                      .items = names_of_items(ds, names)};
    struct named named = {0};
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        context.profile = &profiles[i];
        ok &= read_source(&context, bulk, parts, &named);
    }
    ok &= dataset_settle_vintages(ds, diag);
    unread_report(dir, profiles, count, named.paths, named.count, ds, diag);
    arena_close(names);
    return ok;
}
