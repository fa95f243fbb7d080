/* What went into what is published, from the builder to the supervisor, who puts it
   into the archive: the builder cannot write there. */
#include "inputs.h"
#include "run.h"

#include "base/file.h"
#include <errno.h>

#define MANIFEST_CAP ((size_t)256 << 20)

static void put_source(struct buf *out, const char *kind, struct str path,
                       const char *sha256) {
    const struct ledger_line line = {
        STR("source"), {str_from(kind), path, str_from(sha256)}, 3};
    ledger_put_line(out, &line);
}

static void put_items(struct buf *out, const char *kind,
                      const struct receipt_item *items, size_t count) {
    for (size_t i = 0; i < count; i++)
        put_source(out, kind, items[i].path, items[i].sha256);
}

static void put_sources(struct run *run, struct buf *out) {
    size_t count;
    const struct receipt_item *items = inputs_scripts(&run->tools, run->arena, &count);
    for (uint32_t i = 0; i < dataset_file_count(run->dataset); i++) {
        const struct input_file *file = dataset_file(run->dataset, i);
        put_source(out, "input", file->path, file->sha256);
    }
    put_items(out, "script", items, count);
    items = inputs_templates(&run->tools, run->page_files, 2, run->arena, &count);
    put_items(out, "template", items, count);
    const struct font_file *fonts = NULL;
    count = run->tools.fonts != NULL ? fonts_files(run->tools.fonts, &fonts) : 0;
    for (size_t i = 0; i < count; i++)
        put_source(out, "font", fonts[i].path, fonts[i].sha256);
}

bool run_write_manifest(struct run *run) {
    struct buf out = buf_open(MANIFEST_CAP);
    put_sources(run, &out);
    for (size_t i = 0; i < run->edition_count; i++)
        buf_put(&out, run->editions[i].figures);
    if (run->publishing && run->job_count > 0) {
        const struct issue *issue = run->jobs[0].issue;
        const struct ledger_line lines[] = {
            {STR("number"), {issue->number}, 1},
            {STR("date"),
             {issue->date, arena_printf(run->arena, "%u", (unsigned)issue->day)},
             2}};
        for (size_t i = 0; i < 2; i++)
            if (lines[i].values[0].n > 0)
                ledger_put_line(&out, &lines[i]);
    }
    errno = EFBIG;
    bool ok = buf_ok(&out) && file_write_all(run->manifest, buf_str(&out));
    buf_close(&out);
    return ok || diag_error(run->diag, (struct place){0},
                            "cannot tell what went into the issue: %s",
                            diag_reason(run->diag, errno));
}
