#include "ingest/ingest.h"
#include "base/file.h"
#include "ingest/account.h"
#include "ingest/beginning.h"
#include "ingest/claims.h"
#include "ingest/clean.h"
#include "ingest/declared.h"
#include "ingest/declared_names.h"
#include "ingest/encoding.h"
#include "ingest/exports.h"
#include "ingest/foreign.h"
#include "ingest/ingest_file.h"
#include "ingest/layouts.h"
#include "ingest/sample.h"
#include "ingest/twice.h"
#include "ingest/unread.h"

/* A file without any value is one that was cut, or whose profile reads past it. One
   whose values are all of later vintages than as_of is neither. */
static bool check_gave(const struct reading_context *context, uint32_t id) {
    const struct source_profile *profile = context->profile;
    const struct input_file *file = dataset_file(context->ds, id);
    size_t values = profile->layout->raw ? file->rows : file->observations;
    bool later =
        file->skipped > 0 &&
        profile_lookup(profile->options, profile->option_count, STR("as_of")).n > 0;
    struct place place = {.file = file->path};
    if (file->observations > 0 && file->missing == file->observations &&
        !profile->may_be_empty) {
        diag_warning(context->diag, place, "all values of this file are missing: %zu",
                     file->missing);
        diag_hint(
            context->diag,
            "is one of symbols what the file writes for zero or for nothing? If "
            "there is nothing to read, declare may_be_empty = true for the source");
    }
    if (values > 0 || later) {
        return true;
    }
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

/* The beginning of a file that is too large to be read at once; false if it is not. */
static bool read_beginning(const struct reading_context *context, struct str path,
                           size_t at_once, struct str *bytes) {
    struct blocks *blocks = blocks_open(context->dir, path.p, at_once + 1, 0);
    if (blocks == NULL) {
        return false;
    }
    struct str encoding = sample_encoding(context->profile, blocks);
    struct arena *scratch = context->scratch;
    *bytes =
        arena_copy(scratch, beginning_rows(blocks_sample(blocks), encoding, scratch));
    blocks_close(blocks);
    return true;
}

/* All in `bytes`. */
static bool read_at_once(struct reading_context *context,
                         const struct file_facts *facts, struct str bytes) {
    const struct source_profile *profile = context->profile;
    struct diag *diag = context->diag;
    struct input_file *file = dataset_file_mutable(context->ds, facts->file);
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
    struct encoding encoding;
    struct str text, path = file->path;
    bool any_text =
        profile->layout->raw || profile->separator.n > 0 || profile->format != NULL;
    struct str declared = profile->encoding.n > 0
                              ? profile->encoding
                              : exports_encoding(profile->format, bytes);
    if (!foreign_refuse(bytes, path, any_text, diag)) {
        return false;
    }
    struct cell_sums *sums = &file->cells;
    if (!encoding_decode(bytes, declared, path, context->scratch, diag, &text,
                         &encoding)) {
        account_unread(bytes, options.separator, sums);
        return false;
    }
    file->guessed = encoding.guessed ? encoding.name : NULL;
    if (profile->may_be_empty && clean_is_blank(text)) {
        return check_gave(context, facts->file);
    }
    if ((profile->format != NULL && !exports_options(context, text, path, &options)) ||
        !sheet_read(path, text, &options, context->scratch, diag, &sheet)) {
        account_unread(text, options.separator, sums);
        return false;
    }
    bool ok = profile->format != NULL ? exports_read(context, &sheet, facts)
                                      : profile->layout->read(context, &sheet, facts);
    sums = &dataset_file_mutable(context->ds, facts->file)->cells;
    ok = account_sheet(&sheet, !ok, context->scratch, diag, sums) && ok;
    return ok && check_gave(context, facts->file);
}

/* What is wrong with a large file is mostly wrong from its beginning on; warnings may
   be wrong without what follows. */
static bool tell_fault(struct reading_context *context, const struct file_facts *facts,
                       struct str beginning) {
    struct diag *diag = context->diag;
    size_t groups = claimed_groups_count(context->groups);
    struct place place = {.file = dataset_file(context->ds, facts->file)->path};
    size_t count;
    context->diag = diag_open_like(diag);
    read_at_once(context, facts, beginning);
    claimed_groups_cut(context->groups, groups);
    const struct diag_entry *e = diag_entries(context->diag, &count);
    for (size_t i = 0; i < count; i++) {
        if (e[i].severity == DIAG_ERROR) {
            diag_add(diag, &e[i]);
        }
    }
    if (diag_count(context->diag, DIAG_ERROR) == 0) {
        diag_error(diag, place, "the rows of the file cannot be told apart");
        diag_hint(diag, "is a quote left open, or a row longer than %d bytes?",
                  (int)BLOCKS_ROW_MAX);
    }
    diag_close(context->diag);
    context->diag = diag;
    return false;
}

/* Whether it is so large that it may be read otherwise than at once. */
static bool is_long(const struct reading_context *context, struct str path,
                    const struct bulk_options *bulk, const struct bulk_options *parts) {
    size_t least = parts_at_once(parts) + 1;
    struct stat info;
    least = bulk->least < least ? bulk->least : least;
    least = parts->least < least ? parts->least : least;
    return !file_status(context->dir, path.p, &info) || info.st_size < 0 ||
           (uintmax_t)info.st_size >= least;
}

static bool read_small(struct reading_context *context, const struct file_facts *facts,
                       size_t limit) {
    struct input_file *file = dataset_file_mutable(context->ds, facts->file);
    struct str bytes;
    if (!file_read(context->dir, file->path.p, limit, context->scratch, &bytes,
                   file->sha256, context->diag)) {
        return false;
    }
    file->bytes = bytes.n;
    return read_at_once(context, facts, bytes);
}

bool ingest_file(struct reading_context *context, const struct pattern_match *m,
                 const struct bulk_options *bulk, const struct bulk_options *parts) {
    const struct source_profile *profile = context->profile;
    struct arena *arena = context->arena;
    struct input_file new_file = {.path = arena_copy(arena, m->path),
                                  .source = arena_copy(arena, profile->source),
                                  .source_en = arena_copy(arena, profile->source_en),
                                  .publisher = arena_copy(arena, profile->publisher),
                                  .publisher_en =
                                      arena_copy(arena, profile->publisher_en),
                                  .cited = arena_copy(arena, profile->cited),
                                  .cited_en = arena_copy(arena, profile->cited_en),
                                  .family = arena_copy(arena, profile->file)};
    struct str bytes;
    new_file.ignored = profile->layout->read == NULL;
    struct file_facts facts = {.file = dataset_add_file(context->ds, &new_file),
                               .period = m->period,
                               .indicator = m->indicator,
                               .area = m->area};
    struct input_file *file = dataset_file_mutable(context->ds, facts.file);
    if (file->ignored) {
        return file_digest(context->dir, file->path.p, &file->bytes, file->sha256,
                           context->diag);
    }
    size_t at_once = parts_at_once(parts);
    if (!is_long(context, file->path, bulk, parts)) {
        return read_small(context, &facts, at_once);
    }
    enum bulk_result result = bulk_read(context, &facts, bulk);
    if (result == BULK_DECLINED) {
        result = parts_read(context, &facts, parts);
    }
    if (result != BULK_DECLINED) {
        return result == BULK_DONE && check_gave(context, facts.file);
    }
    if (read_beginning(context, file->path, at_once, &bytes)) {
        return tell_fault(context, &facts, bytes);
    }
    return read_small(context, &facts, at_once);
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
    ok &= declared_names_check(context);
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
                                      .items = names_of_items(ds, names),
                                      .groups = claimed_groups_open(names)};
    struct named named = {0};
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        context.profile = &profiles[i];
        ok &= read_source(&context, bulk, parts, &named);
    }
    claimed_groups_check(context.groups, ds, diag);
    ok &= twice_check(ds, diag);
    ok &= dataset_settle_vintages(ds, diag);
    unread_report(dir, profiles, count, named.paths, named.count, ds, diag);
    arena_close(names);
    return ok;
}
