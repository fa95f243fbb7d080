#include "render/ruling.h"

#define RULE_ROWS 3 /* that follow a line amid rows, at least */

size_t ruling_tied(const struct grid *body, size_t from) {
    size_t end = from + 1;
    for (size_t r = from; r < end; r++)
        for (size_t c = 0; c < body->columns; c++)
            while (end < body->rows && grid_at(body, end, c)->cell &&
                   grid_at(body, end, c)->cell == grid_at(body, r, c)->cell)
                end++;
    return end;
}

bool ruling_parts(enum doc_row_kind kind) {
    return kind == ROW_GROUP || kind == ROW_TOTAL;
}

static bool is_indented(const struct grid *body, size_t row) {
    const struct doc_cell *cell =
        body->columns > 0 ? grid_at(body, row, 0)->cell : NULL;
    return cell != NULL && cell->indent > 0;
}

struct ruling ruling_open(const struct doc_table *table, const struct grid *body,
                          size_t every) {
    struct ruling ruling = {.table = table, .every = every};
    for (size_t r = 0; r < body->rows; r++)
        if (table->body[r].kind == ROW_GROUP || ruling_tied(body, r) > r + 1 ||
            is_indented(body, r))
            ruling.every = 0;
    return ruling;
}

size_t ruling_to_come(const struct doc_table *table, size_t end) {
    size_t count = 0;
    while (end + count < table->body_count &&
           !ruling_parts(table->body[end + count].kind))
        count++;
    return count;
}

bool ruling_below(struct ruling *ruling, size_t from, size_t end) {
    const struct doc_table *table = ruling->table;
    enum doc_row_kind kind = table->body[end - 1].kind;
    ruling->since = ruling_parts(kind) ? 0 : ruling->since + (end - from);
    bool rule =
        kind == ROW_TOTAL || (ruling_parts(table->body[end].kind) && kind != ROW_GROUP);
    rule = rule || (end - from > 1 && kind != ROW_GROUP);
    if (!rule && ruling->every > 0 && ruling->since >= ruling->every)
        rule = ruling_to_come(table, end) >= RULE_ROWS;
    if (rule)
        ruling->since = 0;
    return rule;
}
