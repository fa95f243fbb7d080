#include "inputs.h"

#include <string.h>

#define INPUTS_CAP ((size_t)16 << 20)

struct receipt_item *inputs_scripts(const struct job_tools *tools, struct arena *arena,
                                    size_t *count) {
    const struct script_file *files;
    *count = script_files(tools->script, &files);
    struct receipt_item *items = arena_array(arena, *count + 1, sizeof *items);
    for (size_t i = 0; i < *count; i++) {
        items[i].path = files[i].path;
        memcpy(items[i].sha256, files[i].sha256, sizeof items[i].sha256);
    }
    return items;
}

struct receipt_item *inputs_templates(const struct job_tools *tools,
                                      const struct receipt_item *more,
                                      size_t more_count, struct arena *arena,
                                      size_t *count) {
    const struct template_file *files;
    size_t n = composer_files(tools->composer, &files);
    struct receipt_item *items = arena_array(arena, n + more_count + 1, sizeof *items);
    for (size_t i = 0; i < n; i++) {
        items[i].path = files[i].path;
        memcpy(items[i].sha256, files[i].sha256, sizeof items[i].sha256);
    }
    for (size_t i = 0; i < more_count; i++)
        items[n + i] = more[i];
    *count = n + more_count;
    return items;
}

/* How many printed figures come from each file; one of several cells of a file counts
   once for it. */
static size_t *figures_by_file(const struct job_tools *tools,
                               const struct document *doc, struct arena *arena) {
    size_t files = dataset_file_count(tools->dataset), count;
    size_t *by_file = arena_array(arena, files + 1, sizeof *by_file);
    size_t *seen = arena_array(arena, files + 1, sizeof *seen); /* by figure + 1 */
    const struct doc_figure *const *figures = doc_figures_all(doc->figures, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < figures[i]->cell_count; k++) {
            uint32_t file = figures[i]->cells[k].file;
            if (file >= files || seen[file] == i + 1)
                continue;
            seen[file] = i + 1;
            by_file[file]++;
        }
    return by_file;
}

struct str inputs_of_report(const struct job_tools *tools, const struct document *doc,
                            const struct edition *edition, struct arena *arena) {
    struct receipt receipt = {
        .seed = INPUTS_SEED, .dataset = tools->dataset, .fonts = tools->fonts};
    receipt.scripts = inputs_scripts(tools, arena, &receipt.script_count);
    receipt.templates =
        inputs_templates(tools, NULL, 0, arena, &receipt.template_count);
    struct buf out = buf_open(INPUTS_CAP);
    receipt_write_inputs(&receipt, edition, figures_by_file(tools, doc, arena), &out);
    struct str text = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return text;
}
