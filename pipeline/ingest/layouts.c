#include "ingest/layouts.h"
#include "ingest/note_rows.h"

#define ENTRY(NAME) &layout_##NAME.kind,
const struct kind *const layout_kinds[] = {LAYOUT_KINDS(ENTRY) NULL};

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

bool layouts_read_table(struct reading_context *context, const struct sheet *sheet,
                        const struct file_facts *facts) {
    struct table table;
    bool whole =
        table_find(sheet, context->profile, context->scratch, context->diag, &table);
    if (table.head == NULL) {
        return false;
    }
    note_rows_restore(context, &table);
    copy_notes(context->ds, facts->file, &table, context->arena);
    /* After a ragged row the others are still read: all faults in one run. */
    return rows_read(context, &table, facts) && whole;
}

bool layouts_most(size_t part, size_t filled) {
    return filled > 0 && part * 2 >= filled;
}

struct source_cell layouts_cell(const struct sheet *sheet, const struct sheet_row *row,
                                uint32_t file, size_t column) {
    return (struct source_cell){
        .file = file,
        .line = row->line,
        .column = (uint16_t)(sheet_column(sheet, column) + 1),
        .joined = (uint16_t)(row->joined > UINT16_MAX ? UINT16_MAX : row->joined)};
}
