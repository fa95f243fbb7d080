/* The total rows of a table against the rows that were read: for indicators that add
   up, beyond what rounding explains (half a unit of the last digit for each cell). */
#include "ingest/numbers.h"
#include "ingest/plausible.h"
#include "ingest/whole.h"
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

/* What some rows of a column come to. */
struct rows_sum {
    mpq_t sum, slack;
    size_t count;
    int decimals;
    struct decimal first; /* of them */
    bool unknown;         /* one of them is no number */
};

/* A total that is to be compared. */
struct total_cell {
    size_t column;
    struct decimal value;
    struct place place;
};

/* Subtotals stand below their rows, or above them if the first one has no row above. */
enum subtotals { SUBTOTALS_UNSEEN, SUBTOTALS_BELOW, SUBTOTALS_ABOVE };

struct sums_column {
    bool used;
    struct rows_sum all, since; /* since the last subtotal or total */
    enum subtotals subtotals;
    bool waits; /* `above` is compared when its rows have been read */
    struct total_cell above;
};

struct totals_file {
    struct arena *arena;
    struct sums_column *columns;
    size_t width;
    struct total_cell *cells;
    size_t count, capacity;
};

struct totals_file *totals_open(struct arena *arena) {
    struct totals_file *file = arena_alloc(arena, sizeof *file);
    *file = (struct totals_file){.arena = arena};
    return file;
}

static void sum_open(struct rows_sum *sum) { mpq_inits(sum->sum, sum->slack, NULL); }

static void sum_close(struct rows_sum *sum) { mpq_clears(sum->sum, sum->slack, NULL); }

static void sum_clear(struct rows_sum *sum) {
    sum_close(sum);
    *sum = (struct rows_sum){0};
    sum_open(sum);
}

/* Adds half a unit of the last digit. */
static void add_slack(struct decimal d, mpq_t slack, mpq_t work) {
    decimal_to_rational((struct decimal){5, (int16_t)(d.exponent - 1), 0}, work);
    mpq_add(slack, slack, work);
}

static void sum_add(struct rows_sum *sum, bool known, struct decimal d) {
    mpq_t work;
    sum->first = sum->count++ == 0 ? d : sum->first;
    sum->unknown |= !known;
    if (sum->unknown) {
        return;
    }
    mpq_init(work);
    decimal_to_rational(d, work);
    mpq_add(sum->sum, sum->sum, work);
    add_slack(d, sum->slack, work);
    mpq_clear(work);
    sum->decimals = d.decimals > sum->decimals ? d.decimals : sum->decimals;
}

static void report(struct decimal value, const struct rows_sum *sum, bool part,
                   struct place place, struct diag *diag) {
    struct buf a = buf_open(200), b = buf_open(200);
    mpq_t total;
    mpq_init(total);
    decimal_to_rational(value, total);
    int decimals = value.decimals > sum->decimals ? value.decimals : sum->decimals;
    rational_print(total, decimals, ROUND_HALF_AWAY, &a);
    rational_print(sum->sum, decimals, ROUND_HALF_AWAY, &b);
    if (part) {
        diag_warning(diag, place, "the subtotal %s is not the sum %s of its %zu parts",
                     buf_z(&a), buf_z(&b), sum->count);
    } else {
        diag_warning(diag, place, "the total %s is not the sum %s of its %zu parts",
                     buf_z(&a), buf_z(&b), sum->count);
    }
    mpq_clear(total);
    buf_close(&a);
    buf_close(&b);
}

static bool fits(struct decimal value, const struct rows_sum *sum) {
    mpq_t total, slack, work;
    mpq_inits(total, slack, work, NULL);
    decimal_to_rational(value, total);
    mpq_set(slack, sum->slack);
    add_slack(value, slack, work);
    mpq_sub(work, total, sum->sum);
    mpq_abs(work, work);
    bool ok = sum->unknown || mpq_cmp(work, slack) <= 0;
    mpq_clears(total, slack, work, NULL);
    return ok;
}

/* The first of the rows may be what the others are parts of: 安徽, 合肥, …, 小计. */
static bool fits_parts(struct decimal value, const struct rows_sum *sum) {
    struct rows_sum parts = *sum;
    if (fits(value, sum) || sum->count < 3) {
        return fits(value, sum);
    }
    mpq_t first;
    mpq_inits(first, parts.sum, NULL);
    decimal_to_rational(sum->first, first);
    mpq_sub(parts.sum, sum->sum, first);
    bool ok = fits(value, &parts);
    mpq_clears(first, parts.sum, NULL);
    return ok;
}

/* The rows of a subtotal that stands above them are complete. */
static void settle_above(struct sums_column *c, struct diag *diag) {
    if (c->waits && c->since.count > 0 && !fits_parts(c->above.value, &c->since)) {
        report(c->above.value, &c->since, true, c->above.place, diag);
    }
    c->waits = false;
}

/* A subtotal right below another one is of all rows up to it. */
static void take_subtotal(struct sums_column *c, const struct total_cell *cell,
                          struct diag *diag) {
    const struct rows_sum *sum = c->since.count > 0 ? &c->since : &c->all;
    if (c->subtotals == SUBTOTALS_UNSEEN) {
        c->subtotals = c->all.count > 0 ? SUBTOTALS_BELOW : SUBTOTALS_ABOVE;
    }
    if (c->subtotals == SUBTOTALS_ABOVE) {
        c->above = *cell;
        c->waits = true;
    } else if (!fits_parts(cell->value, sum) && !fits(cell->value, &c->all)) {
        report(cell->value, sum, true, cell->place, diag);
    }
}

static void take_row(struct totals_file *file, const struct totals_row *row,
                     const struct reading_context *context, const struct table *table,
                     size_t column) {
    struct sums_column *c = &file->columns[column];
    struct total_cell cell = {.column = column};
    bool known = plain_number(context, row->row, column, &cell.value);
    if (row->kind == TOTALS_PART) {
        sum_add(&c->all, known, cell.value);
        sum_add(&c->since, known, cell.value);
        return;
    }
    settle_above(c, context->diag);
    if (known) {
        cell.place = table_place(table, row->row, column, context->scratch);
        cell.place.cell = arena_copy(file->arena, cell.place.cell);
    }
    if (known && row->kind == TOTALS_SUBTOTAL) {
        take_subtotal(c, &cell, context->diag);
    } else if (known) {
        file->cells = arena_grow(file->arena, file->cells, file->count, &file->capacity,
                                 sizeof *file->cells);
        file->cells[file->count++] = cell;
    }
    sum_clear(&c->since);
}

static void take(struct totals_file *file, const struct totals *totals,
                 const struct reading_context *context, const struct table *table,
                 const struct column *columns, uint32_t file_indicator) {
    if (file->columns == NULL) {
        file->width = table->width;
        file->columns = arena_array(file->arena, table->width, sizeof *file->columns);
    }
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
            sum_open(&c->all);
            sum_open(&c->since);
            c->used = true;
        }
        for (size_t k = 0; k < totals->count; k++) {
            take_row(file, &totals->rows[k], context, table, i);
        }
    }
}

void totals_close(struct totals_file *file, struct diag *diag) {
    for (size_t i = 0; i < file->count; i++) {
        const struct total_cell *cell = &file->cells[i];
        const struct rows_sum *sum = &file->columns[cell->column].all;
        if (sum->count > 1 && !fits(cell->value, sum)) {
            report(cell->value, sum, false, cell->place, diag);
        }
    }
    for (size_t i = 0; i < file->width; i++) {
        if (file->columns[i].used) {
            settle_above(&file->columns[i], diag);
            sum_close(&file->columns[i].all);
            sum_close(&file->columns[i].since);
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
    if (context->whole != NULL && context->whole->elsewhere != NULL) {
        context->whole->told |= totals->any; /* the parts are not all here */
    } else if (totals->file != NULL) {
        take(totals->file, totals, context, table, columns, file_indicator);
    } else if (totals->any && totals->part_count > 1) {
        struct totals_file *file = totals_open(context->scratch);
        take(file, totals, context, table, columns, file_indicator);
        totals_close(file, context->diag);
    }
}

const struct plausible_kind plausible_totals = {
    .kind = {"total_rows",
             "a total row is the sum of the rows above it, a subtotal of its own",
             "合计行等于各行之和，小计行等于所属各行之和"},
    .check_table = check,
};
