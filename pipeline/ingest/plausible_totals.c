/* The total rows of a table against the rows that were read: for indicators that add
   up, beyond what rounding explains (half a unit of the last digit for each cell). */
#include "ingest/numbers.h"
#include "ingest/plausible.h"
#include <gmp.h>

/* The plain number of a cell; false for anything else. */
static bool plain_number(const struct reading_context *context,
                         const struct sheet_row *row, size_t column,
                         struct decimal *out) {
    struct reading r = number_read(sheet_text(row, column), (struct str){"", 0},
                                   context->profile, context->scratch);
    *out = r.value;
    return r.kind == READING_NUMBER && r.multiplier == 0 && !r.exponent;
}

/* What the parts of a column come to. */
struct sums_column {
    mpq_t sum, slack;
    int decimals;
    bool used, known;
};

/* A total that is to be compared. */
struct total_cell {
    size_t column;
    struct decimal value;
    struct place place;
};

struct totals_file {
    struct arena *arena;
    struct sums_column *columns;
    size_t width, part_count;
    struct total_cell *cells;
    size_t count, capacity;
};

struct totals_file *totals_open(struct arena *arena) {
    struct totals_file *file = arena_alloc(arena, sizeof *file);
    *file = (struct totals_file){.arena = arena};
    return file;
}

/* Adds half a unit of the last digit. */
static void add_slack(struct decimal d, mpq_t slack, mpq_t work) {
    decimal_to_rational((struct decimal){5, (int16_t)(d.exponent - 1), 0}, work);
    mpq_add(slack, slack, work);
}

static void take_parts(struct sums_column *c, const struct totals *totals,
                       const struct reading_context *context, size_t column) {
    mpq_t work;
    struct decimal d;
    mpq_init(work);
    for (size_t i = 0; i < totals->part_count && c->known; i++) {
        c->known = plain_number(context, totals->parts[i], column, &d);
        decimal_to_rational(d, work);
        mpq_add(c->sum, c->sum, work);
        add_slack(d, c->slack, work);
        c->decimals = d.decimals > c->decimals ? d.decimals : c->decimals;
    }
    mpq_clear(work);
}

static void take_totals(struct totals_file *file, const struct totals *totals,
                        const struct reading_context *context,
                        const struct table *table, size_t column) {
    for (size_t k = 0; k < totals->total_count; k++) {
        const struct sheet_row *row = totals->totals[k];
        struct total_cell cell = {.column = column};
        if (!plain_number(context, row, column, &cell.value)) {
            continue;
        }
        cell.place = table_place(table, row, column, context->scratch);
        cell.place.cell = arena_copy(file->arena, cell.place.cell);
        file->cells = arena_grow(file->arena, file->cells, file->count, &file->capacity,
                                 sizeof *file->cells);
        file->cells[file->count++] = cell;
    }
}

static void take(struct totals_file *file, const struct totals *totals,
                 const struct reading_context *context, const struct table *table,
                 const struct column *columns, uint32_t file_indicator) {
    if (file->columns == NULL) {
        file->width = table->width;
        file->columns = arena_array(file->arena, table->width, sizeof *file->columns);
    }
    file->part_count += totals->part_count;
    for (size_t i = 0; i < table->width && i < file->width; i++) {
        struct sums_column *c = &file->columns[i];
        uint32_t id = columns[i].indicator != DATASET_NONE ? columns[i].indicator
                                                           : file_indicator;
        const struct indicator *indicator = dataset_indicator(context->ds, id);
        if (columns[i].role != ROLE_VALUE || indicator == NULL ||
            indicator->aggregation != AGGREGATION_SUM) {
            continue;
        }
        if (!c->used) {
            mpq_inits(c->sum, c->slack, NULL);
            c->used = c->known = true;
        }
        take_parts(c, totals, context, i);
        take_totals(file, totals, context, table, i);
    }
}

static void compare(const struct totals_file *file, const struct total_cell *cell,
                    struct diag *diag) {
    const struct sums_column *c = &file->columns[cell->column];
    mpq_t total, slack, work;
    mpq_inits(total, slack, work, NULL);
    decimal_to_rational(cell->value, total);
    mpq_set(slack, c->slack);
    add_slack(cell->value, slack, work);
    int decimals =
        cell->value.decimals > c->decimals ? cell->value.decimals : c->decimals;
    mpq_sub(work, total, c->sum);
    mpq_abs(work, work);
    if (c->known && mpq_cmp(work, slack) > 0) {
        struct buf a = buf_open(200), b = buf_open(200);
        rational_print(total, decimals, ROUND_HALF_AWAY, &a);
        rational_print(c->sum, decimals, ROUND_HALF_AWAY, &b);
        diag_warning(diag, cell->place,
                     "the total %s is not the sum %s of its %zu parts", buf_z(&a),
                     buf_z(&b), file->part_count);
        buf_close(&a);
        buf_close(&b);
    }
    mpq_clears(total, slack, work, NULL);
}

void totals_close(struct totals_file *file, struct diag *diag) {
    for (size_t i = 0; i < file->count && file->part_count > 1; i++) {
        compare(file, &file->cells[i], diag);
    }
    for (size_t i = 0; i < file->width; i++) {
        if (file->columns[i].used) {
            mpq_clears(file->columns[i].sum, file->columns[i].slack, NULL);
        }
    }
}

static void check(const struct totals *totals, const struct reading_context *context,
                  const struct table *table, const struct column *columns,
                  uint32_t file_indicator) {
    for (size_t i = 0; i < table->width; i++) {
        /* The rows must differ in their area alone. */
        if (columns[i].role == ROLE_PERIOD || columns[i].role == ROLE_INDICATOR ||
            columns[i].role == ROLE_UNIT || columns[i].role == ROLE_PARENT ||
            columns[i].role == ROLE_VINTAGE || columns[i].role == ROLE_DIMENSION) {
            return;
        }
    }
    if (totals->file != NULL) {
        take(totals->file, totals, context, table, columns, file_indicator);
    } else if (totals->total_count > 0 && totals->part_count > 1) {
        struct totals_file *file = totals_open(context->scratch);
        take(file, totals, context, table, columns, file_indicator);
        totals_close(file, context->diag);
    }
}

const struct plausible_kind plausible_totals = {
    .kind = {"total_rows", "a total row is the sum of the rows above it",
             "合计行等于各行之和"},
    .check_table = check,
};
