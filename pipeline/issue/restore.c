#define _GNU_SOURCE
#include "issue/restore.h"

#include "publish/release.h"
#include "publish/stage.h"
#include <string.h>
#include <unistd.h>

struct restoring {
    const struct desk *desk;
    const struct archive *archive;
    const struct ledger_entry *entry;
    int stage;
    struct diag *diag;
};

/* An object of the archive becomes a file of the stage. */
static bool put(const struct restoring *r, const char *sha256, struct str path) {
    struct arena *scratch = arena_open();
    struct str bytes;
    bool ok = archive_get(r->archive, sha256, path, scratch, &bytes, r->diag) &&
              stage_write(r->stage, path, bytes, r->diag);
    arena_close(scratch);
    return ok;
}

static bool put_files(const struct restoring *r, const struct edition_file *files,
                      size_t count) {
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        ok = put(r, files[i].sha256, files[i].path);
    return ok;
}

/* The receipts, which only the ledger has the hashes of. */
static bool put_receipts(const struct restoring *r) {
    bool ok = true;
    for (size_t i = 0; ok && i < r->entry->line_count; i++) {
        const struct ledger_line *line = &r->entry->lines[i];
        if (line->count == 4 && str_equal(line->key, STR("object")) &&
            (str_equal(line->values[0], STR("receipt")) ||
             str_equal(line->values[0], STR("earlier"))))
            ok = put(r, arena_copy(r->desk->arena, line->values[2]).p, line->values[1]);
    }
    return ok;
}

static bool put_all(const struct restoring *r, struct receipt_summary *receipt) {
    struct arena *arena = r->desk->arena;
    struct str release = issue_value(r->entry, "release");
    if (!put_receipts(r) || !receipt_read(r->stage, arena, receipt, r->diag))
        return false;
    if (!str_equal(receipt->id, release))
        return diag_error(r->diag, r->entry->place,
                          "the receipt in the archive is of the release %.*s, not %.*s",
                          STR_ARG(receipt->id), STR_ARG(release));
    bool ok = put_files(r, receipt->pages, receipt->page_count);
    for (size_t i = 0; ok && i < receipt->edition_count; i++)
        ok = put_files(r, receipt->editions[i].files, receipt->editions[i].file_count);
    return ok;
}

bool restore_release(const struct desk *desk, const struct archive *archive, int output,
                     const struct ledger_entry *entry, struct diag *diag) {
    struct restoring r = {desk, archive, entry, stage_open(output, diag), diag};
    struct receipt_summary receipt;
    bool unchanged;
    if (r.stage < 0)
        return false;
    bool ok = put_all(&r, &receipt) &&
              release_settle(output, r.stage, true, desk->arena, &receipt, diag) &&
              release_swap(output, receipt.id, desk->arena, &unchanged, diag);
    close(r.stage);
    stage_remove(output);
    if (ok)
        release_prune(output, desk->arena, diag);
    return ok;
}

struct str restore_current(const struct desk *desk, int output) {
    char target[64];
    ssize_t n = readlinkat(output, "current", target, sizeof target);
    struct str link = {target, n > 0 ? (size_t)n : 0};
    size_t slash = str_find(link, STR("/"), 0);
    if (slash == STR_NOT_FOUND)
        return (struct str){0};
    struct str id = str_slice(link, slash + 1, link.n);
    return receipt_id_is_valid(id) ? arena_copy(desk->arena, id) : (struct str){0};
}
