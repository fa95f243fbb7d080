#include "render/pdf/table.h"
#include "render/pdf/inline.h"
#include "render/pdf/rows.h"
#include <math.h>

#define TEXT_LEAST 5.0f /* em: a text column narrower than this is hard to read */
#define HEAD_LEAST 4.1f
#define SAMPLE_ROWS 4000 /* rows measured for the widths; later ones wrap */

size_t table_decimal_point(struct str text) {
    bool digit = false;
    size_t point = STR_NOT_FOUND;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c >= '0' && c <= '9') {
            digit = true;
        } else if (c == '.' && digit && point == STR_NOT_FOUND) {
            point = i;
        } else if (digit && point == STR_NOT_FOUND && c != ',' && c != ' ') {
            point = i; /* a sign or a unit behind the figures */
        }
    }
    if (!digit)
        return STR_NOT_FOUND;
    return point == STR_NOT_FOUND ? text.n : point;
}

static float widest_line(const struct layout *layout, const struct theme_text *text,
                         struct str words) {
    float widest = 0;
    for (size_t at = 0; at <= words.n;) {
        size_t end = str_find(words, STR("\n"), at);
        if (end == STR_NOT_FOUND)
            end = words.n;
        widest = fmaxf(widest, fonts_width(layout->fonts, text->role, text->size,
                                           str_slice(words, at, end)));
        at = end + 1;
    }
    return widest;
}

static void measure_cell(struct table_layout *t, const struct doc_cell *cell,
                         size_t column, bool strong) {
    const struct theme_text *text = strong || cell->strong ? &t->strong : &t->text;
    struct column *c = &t->columns[column];
    float indent = (float)cell->indent * t->text.size;
    float natural = widest_line(t->layout, text, cell->text) + indent;
    size_t point = table_decimal_point(cell->text);
    bool number = point != STR_NOT_FOUND && cell->align != ALIGN_LEFT;
    c->natural = fmaxf(c->natural, natural);
    c->body = fmaxf(c->body, natural);
    c->least =
        fmaxf(c->least, number ? natural : fminf(natural, TEXT_LEAST * t->text.size));
    if (cell->align != ALIGN_DECIMAL || !number)
        return;
    float whole = fonts_width(t->layout->fonts, text->role, text->size,
                              str_slice(cell->text, 0, point));
    c->whole = fmaxf(c->whole, whole);
    c->part = fmaxf(c->part, natural - whole);
    c->natural = fmaxf(c->natural, c->whole + c->part);
    c->body = fmaxf(c->body, c->whole + c->part);
    c->least = fmaxf(c->least, c->whole + c->part);
}

/* What a cell over several columns needs beyond theirs is shared among them. */
static void widen(struct table_layout *t, const struct doc_cell *cell, size_t first,
                  const struct theme_text *text, bool head) {
    size_t span = cell->column_span;
    if (first + span > t->table->columns)
        span = t->table->columns - first;
    float natural = widest_line(t->layout, text, cell->text), have = 0, least = 0;
    for (size_t i = first; i < first + span; i++) {
        have += t->columns[i].natural + (i > first ? 2 * TABLE_PADDING : 0);
        least += t->columns[i].least + (i > first ? 2 * TABLE_PADDING : 0);
    }
    float want = fminf(natural, (head ? HEAD_LEAST : TEXT_LEAST) * text->size);
    for (size_t i = first; i < first + span; i++) {
        if (natural > have)
            t->columns[i].natural += (natural - have) / (float)span;
        if (want > least)
            t->columns[i].least += (want - least) / (float)span;
    }
}

static void measure(struct table_layout *t) {
    const struct doc_table *table = t->table;
    size_t rows = table->body_count < SAMPLE_ROWS ? table->body_count : SAMPLE_ROWS;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < table->columns; c++) {
            const struct grid_slot *slot = grid_at(&t->body, r, c);
            bool strong = table->body[r].highlight || table->body[r].kind == ROW_TOTAL;
            if (slot->origin && slot->cell->column_span <= 1)
                measure_cell(t, slot->cell, c, strong);
        }
    for (size_t r = 0; r < table->head_count; r++)
        for (size_t c = 0; c < table->columns; c++) {
            const struct grid_slot *slot = grid_at(&t->head, r, c);
            if (!slot->origin || slot->cell->column_span > 1)
                continue;
            float natural = widest_line(t->layout, &t->head_text, slot->cell->text);
            struct column *column = &t->columns[c];
            column->natural = fmaxf(column->natural, natural);
            column->least =
                fmaxf(column->least, fminf(natural, HEAD_LEAST * t->head_text.size));
        }
    for (size_t r = 0; r < table->head_count; r++)
        for (size_t c = 0; c < table->columns; c++) {
            const struct grid_slot *slot = grid_at(&t->head, r, c);
            if (slot->origin && slot->cell->column_span > 1)
                widen(t, slot->cell, c, &t->head_text, true);
        }
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < table->columns; c++) {
            const struct grid_slot *slot = grid_at(&t->body, r, c);
            if (slot->origin && slot->cell->column_span > 1)
                widen(t, slot->cell, c, &t->text, false);
        }
}

static float least_width(const struct table_layout *t, size_t from, size_t to) {
    float width = 0;
    for (size_t i = from; i < to; i++)
        width += t->columns[i].least + 2 * TABLE_PADDING;
    return width;
}

/* A column's width when none may be wider than `level`, unless it cannot wrap. Heads
   wrap before cells do. */
static float width_at(const struct column *c, float level) {
    return fmaxf(c->least, fminf(c->body, level));
}

/* The level at which the shown columns fill `room`: narrow columns keep their
   natural width, wide ones wrap. */
static float level_of(const struct table_layout *t, float room) {
    float low = 0, high = room;
    for (int step = 0; step < 24; step++) {
        float middle = (low + high) / 2, sum = 0;
        for (size_t i = 0; i < t->table->columns; i++)
            sum += t->columns[i].shown ? width_at(&t->columns[i], middle) : 0;
        if (sum <= room)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Gives the shown columns their places in `width`: white in proportion to what
   they hold, or what is lacking taken from the widest. */
static void share(struct table_layout *t, float width) {
    float natural = 0, pads = 0, x = t->layout->measure.x;
    for (size_t i = 0; i < t->table->columns; i++)
        if (t->columns[i].shown) {
            natural += t->columns[i].natural;
            pads += 2 * TABLE_PADDING;
        }
    float room = width - pads;
    bool loose = natural <= room;
    float level = loose ? room : level_of(t, room), used = 0;
    for (size_t i = 0; i < t->table->columns; i++)
        used += t->columns[i].shown && !loose ? width_at(&t->columns[i], level) : 0;
    /* What is left is shared in proportion to what would still be filled. */
    float left = room - (loose ? natural : used);
    float want = loose ? natural : natural - used;
    for (size_t i = 0; i < t->table->columns; i++) {
        struct column *c = &t->columns[i];
        if (!c->shown)
            continue;
        float own = loose ? c->natural : width_at(c, level);
        float more = loose ? c->natural : c->natural - own;
        c->x = x;
        c->width = own + (want > 0 ? left * more / want : 0) + 2 * TABLE_PADDING;
        x += c->width;
    }
    t->width = width;
}

/* The end of the column group that starts at `from`: heads over several columns
   are not divided. */
static size_t group_end(const struct table_layout *t, size_t from) {
    size_t end = from + 1;
    for (size_t c = from; c < end; c++)
        for (size_t r = 0; r < t->table->head_count; r++)
            while (end < t->table->columns && grid_at(&t->head, r, end)->cell &&
                   grid_at(&t->head, r, end)->cell == grid_at(&t->head, r, c)->cell)
                end++;
    return end;
}

/* Parts of at most `width` from the column after the stub on, or 0 if a group of
   columns alone is wider. `ends`, if given, gets where each part ends. */
static size_t count_parts(const struct table_layout *t, float width, size_t *ends) {
    size_t parts = 0, stub = t->table->stub_columns;
    float fixed = least_width(t, 0, stub);
    for (size_t from = stub; from < t->table->columns; parts++) {
        size_t to = from;
        float used = fixed;
        while (to < t->table->columns) {
            size_t end = group_end(t, to);
            float more = least_width(t, to, end);
            if (used + more > width && to > from)
                break;
            used += more;
            to = end;
        }
        if (used > width)
            return 0;
        if (ends)
            ends[parts] = to;
        from = to;
    }
    return parts;
}

/* The narrowest width that needs no more parts: they come out even. */
static float even_width(const struct table_layout *t, float width, size_t parts) {
    float low = 0, high = width;
    while (high - low > 1) {
        float middle = (low + high) / 2;
        size_t got = count_parts(t, middle, NULL);
        if (got > 0 && got <= parts)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static bool split_columns(struct table_layout *t, float width) {
    size_t stub = t->table->stub_columns, columns = t->table->columns;
    size_t parts = count_parts(t, width, NULL);
    if (parts == 0) {
        diag_error(t->layout->diag, t->table->object.place,
                   "the table “%.*s” has columns wider than a page of %.0f pt",
                   STR_ARG(t->table->caption), (double)width);
        diag_hint(t->layout->diag,
                  "shorten the column heads, drop columns, or split a column group");
        return false;
    }
    size_t *ends = arena_array(t->layout->arena, columns, sizeof *ends);
    parts = count_parts(t, even_width(t, width, parts), ends);
    for (size_t part = 0; part < parts; part++) {
        size_t from = part == 0 ? stub : ends[part - 1];
        for (size_t i = 0; i < columns; i++)
            t->columns[i].shown = i < stub || (i >= from && i < ends[part]);
        t->continued = part > 0;
        share(t, width);
        table_boxes(t, part + 1 == parts);
    }
    return true;
}

static struct measure landscape_measure(const struct layout *layout) {
    const struct theme *theme = layout->theme;
    return (struct measure){
        .width = theme->page_height - theme->margin_left - theme->margin_right,
        .page_height = theme->page_width - theme->margin_top - theme->margin_bottom,
        .landscape = true,
    };
}

void layout_table(struct layout *layout, const struct doc_table *table) {
    struct table_layout t = {.layout = layout, .table = table};
    t.text = layout->theme->table;
    t.head_text = layout->theme->table_head;
    t.strong = t.text;
    t.strong.role = style_of(&t.text).bold;
    if (table->columns == 0)
        return;
    t.columns = arena_array(layout->arena, table->columns, sizeof *t.columns);
    t.head = grid_open(table->head, table->head_count, table->columns, layout->arena);
    t.body = grid_open(table->body, table->body_count, table->columns, layout->arena);
    measure(&t);
    for (size_t i = 0; i < table->columns; i++)
        t.columns[i].shown = true;
    float least = least_width(&t, 0, table->columns);
    struct measure upright = layout->measure;
    if (table->landscape || least > upright.width)
        layout->measure = landscape_measure(layout);
    if (least <= layout->measure.width) {
        share(&t, layout->measure.width);
        table_boxes(&t, true);
    } else if (!split_columns(&t, layout->measure.width)) {
        layout->failed = true;
    }
    layout->measure = upright;
}
