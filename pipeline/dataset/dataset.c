/* The dataset as a whole, and what has no keys of its own: files, statements,
   records, issues. */
#include "dataset/room.h"

struct dataset *dataset_open(struct arena *arena) {
    struct dataset *ds = arena_alloc(arena, sizeof *ds);
    ds->arena = arena;
    dataset_intern_vintage(ds, &(struct vintage){STR(""), 0, 0}); /* VINTAGE_NONE */
    dataset_intern_text(ds, STR(""));
    return ds;
}

void dataset_seal(struct dataset *ds) {
    if (ds->sealed) {
        return;
    }
    series_seal(ds);
    vintages_seal(ds);
    observations_seal(ds);
    ds->sealed = true;
}

uint32_t dataset_add_file(struct dataset *ds, const struct input_file *file) {
    ds->files = arena_grow(ds->arena, ds->files, ds->file_count, &ds->file_capacity,
                           sizeof *ds->files);
    ds->files[ds->file_count] = *file;
    return (uint32_t)ds->file_count++;
}

void dataset_add_statement(struct dataset *ds, const struct statement *s) {
    ds->statements = arena_grow(ds->arena, ds->statements, ds->statement_count,
                                &ds->statement_capacity, sizeof *ds->statements);
    ds->statements[ds->statement_count++] = *s;
}

struct record_table *dataset_add_records(struct dataset *ds,
                                         const struct record_table *table) {
    ds->records = arena_grow(ds->arena, ds->records, ds->record_count,
                             &ds->record_capacity, sizeof *ds->records);
    ds->records[ds->record_count] = *table;
    return &ds->records[ds->record_count++];
}

void dataset_add_appointment(struct dataset *ds,
                             const struct appointment *appointment) {
    ds->appointments = arena_grow(ds->arena, ds->appointments, ds->appointment_count,
                                  &ds->appointment_capacity, sizeof *ds->appointments);
    ds->appointments[ds->appointment_count++] = *appointment;
}

const struct appointment *dataset_find_appointment(const struct dataset *ds,
                                                   struct str report,
                                                   struct period period) {
    for (size_t i = 0; i < ds->appointment_count; i++)
        if (str_equal(ds->appointments[i].report, report) &&
            period_equal(ds->appointments[i].period, period))
            return &ds->appointments[i];
    return NULL;
}

void dataset_add_issue(struct dataset *ds, const struct issue *issue) {
    ds->issues = arena_grow(ds->arena, ds->issues, ds->issue_count, &ds->issue_capacity,
                            sizeof *ds->issues);
    ds->issues[ds->issue_count++] = *issue;
}

size_t dataset_file_count(const struct dataset *ds) { return ds->file_count; }

const struct input_file *dataset_file(const struct dataset *ds, uint32_t id) {
    return id < ds->file_count ? &ds->files[id] : NULL;
}

struct input_file *dataset_file_mutable(struct dataset *ds, uint32_t id) {
    return id < ds->file_count ? &ds->files[id] : NULL;
}

const struct statement *dataset_statements(const struct dataset *ds, size_t *count) {
    *count = ds->statement_count;
    return ds->statements;
}

const struct record_table *dataset_records(const struct dataset *ds, struct str name) {
    for (size_t i = 0; i < ds->record_count; i++) {
        if (str_equal(ds->records[i].name, name)) {
            return &ds->records[i];
        }
    }
    return NULL;
}

const struct issue *dataset_issues(const struct dataset *ds, size_t *count) {
    *count = ds->issue_count;
    return ds->issues;
}

const struct issue *dataset_find_issue(const struct dataset *ds, struct str report,
                                       struct period period) {
    for (size_t i = 0; i < ds->issue_count; i++) {
        if (str_equal(ds->issues[i].report, report) &&
            period_equal(ds->issues[i].period, period)) {
            return &ds->issues[i];
        }
    }
    return NULL;
}

struct str dataset_cell_name(size_t line, size_t column, struct arena *arena) {
    char letters[16];
    size_t n = sizeof letters;
    for (; column > 0; column = (column - 1) / 26) {
        letters[--n] = (char)('A' + (column - 1) % 26);
    }
    return arena_printf(arena, "%.*s%zu", (int)(sizeof letters - n), letters + n, line);
}

struct place dataset_place(const struct dataset *ds, struct source_cell source,
                           struct arena *arena) {
    struct place place = {.line = source.line, .column = source.column};
    const struct input_file *file = dataset_file(ds, source.file);
    if (file != NULL) {
        place.file = file->path;
    }
    if (source.line > 0 && source.column > 0) {
        place.cell =
            dataset_cell_name(source.line - source.joined, source.column, arena);
    }
    return place;
}
