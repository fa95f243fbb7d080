#define _GNU_SOURCE
#include "issue/keep.h"

#include "base/embedded.h"
#include "base/file.h"
#include "publish/release.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define SOURCE_LIMIT ((size_t)4 << 30)
#define MISSING_TOLD 5
#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

void keep_line(struct keep_lines *lines, struct arena *arena, const char *key,
               size_t count, const struct str *values) {
    lines->items = arena_grow(arena, lines->items, lines->count, &lines->capacity,
                              sizeof *lines->items);
    struct ledger_line *line = &lines->items[lines->count++];
    *line = (struct ledger_line){.key = str_from(key), .count = count};
    for (size_t i = 0; i < count; i++)
        line->values[i] = values[i];
}

static void object_line(const struct desk *desk, struct keep_lines *lines,
                        const char *kind, struct str path, const char *sha256,
                        size_t bytes) {
    const struct str values[] = {str_from(kind), path,
                                 arena_copy(desk->arena, str_from(sha256)),
                                 arena_printf(desk->arena, "%zu", bytes)};
    keep_line(lines, desk->arena, "object", 4, values);
}

bool keep_is_whole(const struct desk *desk, const struct archive *archive,
                   struct diag *diag) {
    size_t missing = 0;
    for (size_t i = 0; i < desk->ledger.count; i++) {
        const struct ledger_entry *entry = &desk->ledger.entries[i];
        for (size_t k = 0; k < entry->line_count; k++) {
            const struct ledger_line *line = &entry->lines[k];
            if (line->count != 4 || !str_equal(line->key, STR("object")))
                continue;
            struct str hex = arena_copy(desk->arena, line->values[2]);
            if (archive_has(archive, hex.p))
                continue;
            if (missing++ < MISSING_TOLD)
                diag_error(diag, (struct place){.file = desk->workflow.archive},
                           "the object %.*s is missing: it is %.*s of %.*s %.*s",
                           STR_ARG(str_slice(hex, 0, 12)), STR_ARG(line->values[1]),
                           STR_ARG(entry->report), STR_ARG(entry->period));
        }
    }
    if (missing > 0)
        diag_hint(diag, "nothing is published while what was published before is not "
                        "kept: bring the archive back from its copy");
    return missing == 0;
}

/* ---- outputs ---- */

struct keeping {
    const struct desk *desk;
    struct archive *archive;
    int release; /* its folder */
    struct diag *diag;
};

static bool keep_file(const struct keeping *k, struct str path, const char *sha256) {
    char hex[HASH_HEX_SIZE + 1];
    if (archive_has(k->archive, sha256))
        return true;
    return archive_put_file(k->archive, k->release, path.p, hex, k->diag) &&
           (strcmp(hex, sha256) == 0 ||
            diag_error(k->diag, (struct place){.file = path},
                       "the file is not what its receipt says"));
}

/* A receipt, whose hash no other receipt has. */
static bool keep_receipt(const struct keeping *k, const char *kind, struct str path,
                         struct keep_lines *lines) {
    char hex[HASH_HEX_SIZE + 1];
    size_t size;
    if (!file_digest(k->release, path.p, &size, hex, k->diag) ||
        !keep_file(k, path, hex))
        return false;
    object_line(k->desk, lines, kind, path, hex, size);
    return true;
}

static bool keep_all(const struct keeping *k, const struct receipt_summary *receipt,
                     struct str report, struct str period, struct keep_lines *lines) {
    bool ok = true;
    for (size_t i = 0; ok && i < receipt->edition_count; i++) {
        const struct edition *edition = &receipt->editions[i];
        bool own =
            str_equal(edition->report, report) && str_equal(edition->period, period);
        for (size_t f = 0; ok && f < edition->file_count; f++) {
            const struct edition_file *file = &edition->files[f];
            ok = keep_file(k, file->path, file->sha256);
            if (own)
                object_line(k->desk, lines, "output", file->path, file->sha256,
                            file->bytes);
        }
    }
    for (size_t i = 0; ok && i < receipt->page_count; i++) {
        const struct edition_file *page = &receipt->pages[i];
        ok = keep_file(k, page->path, page->sha256);
        object_line(k->desk, lines, "page", page->path, page->sha256, page->bytes);
    }
    for (size_t i = 0; ok && i < receipt->earlier_count; i++)
        ok = keep_receipt(k, "earlier",
                          arena_printf(k->desk->arena, RECEIPT_EARLIER "/%.*s.json",
                                       STR_ARG(receipt->earlier[i])),
                          lines);
    return ok && keep_receipt(k, "receipt", STR(RECEIPT_NAME), lines);
}

bool keep_release(const struct desk *desk, struct archive *archive, int output,
                  const struct receipt_summary *receipt, struct str report,
                  struct str period, struct keep_lines *lines, struct diag *diag) {
    struct str folder = release_folder(receipt->id, desk->arena);
    struct keeping k = {desk, archive, openat(output, folder.p, FOLDER_FLAGS), diag};
    if (k.release < 0)
        return diag_error(diag, (struct place){.file = folder},
                          "cannot open the folder: %s", diag_reason(diag, errno));
    bool ok = keep_all(&k, receipt, report, period, lines);
    close(k.release);
    return ok;
}

/* ---- sources ---- */

/* The bytes that were read while the issue was made: of the project, of the program
   itself, or of a font. */
static bool read_source(const struct desk *desk, struct str kind, struct str path,
                        struct str sha256, struct arena *scratch, struct str *out) {
    char hex[HASH_HEX_SIZE + 1];
    struct diag *quiet = diag_open();
    bool font = str_equal(kind, STR("font"));
    bool found = file_read(font ? AT_FDCWD : desk->project, path.p, SOURCE_LIMIT,
                           scratch, out, hex, quiet) &&
                 str_equal(str_from(hex), sha256);
    diag_close(quiet);
    for (const struct embedded_file *file = embedded_files;
         !found && file->name != NULL; file++) {
        if (!str_equal(path, str_from(file->name)))
            continue;
        *out = (struct str){file->text, file->size};
        hash_of(*out, hex);
        found = str_equal(str_from(hex), sha256);
    }
    return found;
}

static bool keep_source(const struct desk *desk, struct archive *archive,
                        const struct ledger_line *line, struct keep_lines *lines,
                        struct diag *diag) {
    struct str kind = line->values[0], path = arena_copy(desk->arena, line->values[1]);
    struct str sha256 = arena_copy(desk->arena, line->values[2]), bytes;
    struct arena *scratch = arena_open();
    char hex[HASH_HEX_SIZE + 1];
    bool ok = read_source(desk, kind, path, sha256, scratch, &bytes);
    if (!ok) {
        diag_error(diag, (struct place){.file = path},
                   "the file was changed while the issue was made");
        diag_hint(diag, "publish it again when nobody writes into the project");
    }
    ok = ok && archive_put(archive, bytes, hex, diag);
    if (ok)
        object_line(desk, lines, arena_copy(desk->arena, kind).p, path, sha256.p,
                    bytes.n);
    arena_close(scratch);
    return ok;
}

bool keep_manifest(const struct desk *desk, struct archive *archive, struct str text,
                   struct keep_lines *lines, struct diag *diag) {
    bool ok = true;
    for (size_t at = 0; ok && at < text.n;) {
        size_t end = str_find(text, STR("\n"), at);
        end = end == STR_NOT_FOUND ? text.n : end;
        struct ledger_line line;
        if (!ledger_read_line(str_slice(text, at, end), desk->arena, &line))
            return false;
        at = end + 1;
        if (str_equal(line.key, STR("source")) && line.count == 3)
            ok = keep_source(desk, archive, &line, lines, diag);
        else
            keep_line(lines, desk->arena, arena_copy(desk->arena, line.key).p,
                      line.count, line.values);
    }
    return ok;
}
