#include "render/pdf/rows.h"
#include "render/pdf/box.h"
#include "render/pdf/caption.h"
#include "render/pdf/cell.h"
#include "render/ruling.h"
#include <assert.h>
#include <math.h>
#include <string.h>

#define CELL_ABOVE 0.9f  /* points: 0.32 mm above and below a row's text */
#define GROUP_ABOVE 1.6f /* more above the name of a group */
#define HEAD_ABOVE 2.9f
#define EDGE_WHITE 2.0f /* more between the rows and the rules around them all */
#define WHOLE_ROWS 16   /* a table of no more rows stays on one page */
#define ROW_GIVE 0.08f  /* of its leading, to save a page */
#define PART_ROWS 5     /* in a part of a divided table, at least */
#define PART_COST 0.2f  /* of a page's end within a table, in squared blank: 45 % */
#define PART_NEW 0.1f   /* before a new group */
#define PART_OPEN 0.25f /* within one */
#define PART_SHORT 3    /* with fewer rows on a side: worse than blank pages */
#define PIECE_LINES 4   /* at either end of a row that is higher than a page */
#define TALL 0.5f       /* of a page: a higher row may be divided */

static float span_width_of(const struct table_layout *t, size_t column, size_t span) {
    float width = 0;
    for (size_t i = column; i < column + span && i < t->table->columns; i++)
        width += t->columns[i].shown ? t->columns[i].width : 0;
    return width;
}

static uint16_t shown_span(const struct table_layout *t, size_t column, size_t span) {
    uint16_t count = 0;
    for (size_t i = column; i < column + span && i < t->table->columns; i++)
        count = (uint16_t)(count + t->columns[i].shown);
    return count > 1 ? count : 1;
}

static struct tag *cell_tag(struct table_layout *t, struct tag *row,
                            const struct doc_cell *cell, size_t column, bool head) {
    if (!row)
        return NULL;
    bool stub = column < t->table->stub_columns;
    struct tag *tag =
        tag_new(t->layout->arena, head || stub ? TAG_TH : TAG_TD, row, true);
    tag->scope = head ? SCOPE_COLUMN : stub ? SCOPE_ROW : SCOPE_NONE;
    tag->column_span = shown_span(t, column, cell->column_span);
    tag->row_span = cell->row_span;
    if (t->layout->theme->pdf_figures)
        tag->figure = doc_figures_of(t->layout->doc->figures, cell->text);
    return tag;
}

/* The head cells above a column, topmost first, and in a body row the cell that
   names the row: said where heads span columns, for there Scope is not enough. */
static void name_heads(struct table_layout *t, struct tag *tag, size_t column,
                       size_t head_rows, struct tag *row_head) {
    const struct tag **heads =
        arena_array(t->layout->arena, head_rows + 1, sizeof *heads);
    size_t count = 0;
    for (size_t r = 0; r < head_rows; r++) {
        struct tag *head = t->head_tags[r * t->table->columns + column];
        if (head && head != tag && (count == 0 || heads[count - 1] != head)) {
            head->named = true;
            heads[count++] = head;
        }
    }
    if (row_head && row_head != tag) {
        row_head->named = true;
        heads[count++] = row_head;
    }
    if (count == 0)
        return;
    tag_extra_of(t->layout->arena, tag)->heads = heads;
    tag->extra->head_count = count;
}

/* Heads of the cells of a row whose tags are in `sets`. */
static void name_row_heads(struct table_layout *t, const struct grid *grid, size_t row,
                           const struct cell_set *sets, bool head) {
    size_t columns = t->table->columns;
    struct tag *row_head = NULL;
    for (size_t c = 0; c < columns; c++) {
        struct tag *tag = sets[c].tag;
        const struct grid_slot *slot = grid_at(grid, row, c);
        if (!tag)
            continue;
        if (head) {
            for (size_t r = row; r < row + slot->cell->row_span && r < grid->rows; r++)
                for (size_t k = c; k < c + slot->cell->column_span && k < columns; k++)
                    t->head_tags[r * columns + k] = tag;
            name_heads(t, tag, c, row, NULL);
        } else if (c < t->table->stub_columns) {
            row_head = tag; /* the last of the stub names the row */
        } else {
            name_heads(t, tag, c, t->table->head_count, row_head);
        }
    }
}

/* Sets the words of a cell for the width of its columns. */
static struct cell_set set_cell(struct table_layout *t, const struct doc_row *row,
                                const struct doc_cell *cell, size_t column, bool head,
                                struct tag *tag) {
    const struct theme_text *text = head ? &t->head_text : cell_text(t, row, cell);
    float width = span_width_of(t, column, cell->column_span) - 2 * t->padding;
    return cell_lines(t, row, cell, text, column, width, head,
                      cell_tag(t, tag, cell, column, head));
}

static float set_height(const struct cell_set *set) {
    assert(set->text);
    return (float)(set->words.count > 0 ? set->words.count : 1) * set->text->leading;
}

static void draw_cell(struct table_layout *t, struct box *box,
                      const struct cell_set *set, const struct doc_cell *cell,
                      size_t column, float y) {
    float x = t->columns[column].x + t->padding + (float)cell->indent * t->text.size +
              set->shift;
    assert(set->text);
    for (size_t i = 0; i < set->words.count; i++)
        box_line(t->layout, box, &set->words.lines[i], x,
                 y + (float)i * set->text->leading + baseline_of(set->text), set->tag);
}

/* The first column of a slot's cell that is shown: where it is drawn in a part that
   leaves its real first one out. */
static bool starts_here(const struct table_layout *t, const struct grid *grid,
                        size_t row, size_t column) {
    const struct doc_cell *cell = grid_at(grid, row, column)->cell;
    if (!cell || !t->columns[column].shown ||
        (row > 0 && grid_at(grid, row - 1, column)->cell == cell))
        return false;
    for (size_t c = column; c > 0 && grid_at(grid, row, c - 1)->cell == cell; c--)
        if (t->columns[c - 1].shown)
            return false;
    return true;
}

/* Lays out rows [from, to) of a grid into one box, heights shared where a cell
   spans several. */
static void draw_rows(struct table_layout *t, struct box *box, const struct grid *grid,
                      const struct doc_row *rows, size_t from, size_t to, bool head,
                      struct tag *section) {
    struct layout *layout = t->layout;
    size_t columns = t->table->columns, count = (to - from) * columns;
    if (t->set_capacity < count) {
        t->set_capacity = count * 2;
        t->sets = arena_array(layout->arena, t->set_capacity, sizeof *t->sets);
    }
    struct cell_set *sets = t->sets;
    memset(sets, 0, count * sizeof *sets);
    box->capacity = count + 4; /* most cells are one run */
    box->items = arena_array(layout->arena, box->capacity, sizeof *box->items);
    float *tops = arena_array(layout->arena, to - from + 1, sizeof *tops);
    float *down = arena_array(layout->arena, to - from + 1, sizeof *down);
    float pad = head ? HEAD_ABOVE : CELL_ABOVE * t->close;
    float above = head && to > from + 1 ? HEAD_ABOVE * 0.6f : pad;
    for (size_t r = from; r < to; r++) {
        struct tag *row =
            section ? tag_new(layout->arena, TAG_TR, section, true) : NULL;
        float *bottom = &tops[r - from + 1];
        bool wrapped = false;
        *bottom = tops[r - from] + (head ? t->head_text.leading : t->text.leading) +
                  2 * above;
        for (size_t c = 0; c < columns; c++) {
            const struct grid_slot *slot = grid_at(grid, r, c);
            if (starts_here(t, grid, r, c))
                sets[(r - from) * columns + c] =
                    set_cell(t, &rows[r], slot->cell, c, head, row);
            /* A cell that ends in this row must end above its lower edge. */
            if (!slot->cell || !t->columns[c].shown)
                continue;
            size_t first = r;
            while (first > from && grid_at(grid, first - 1, c)->cell == slot->cell)
                first--;
            bool ends = r + 1 == to || grid_at(grid, r + 1, c)->cell != slot->cell;
            const struct cell_set *set = &sets[(first - from) * columns + c];
            if (ends && !head && set->words.count > 1)
                wrapped = true;
            if (ends && set->text)
                *bottom =
                    fmaxf(*bottom, tops[first - from] + set_height(set) + 2 * above);
        }
        if (row && t->head_tags)
            name_row_heads(t, grid, r, &sets[(r - from) * columns], head);
        if (wrapped) { /* or its lines would run into those of the next row */
            *bottom += 2 * WRAPPED_WHITE * t->close;
            down[r - from] = WRAPPED_WHITE * t->close;
        }
        if (rows[r].kind == ROW_GROUP && r > 0) {
            *bottom += GROUP_ABOVE;
            down[r - from] += GROUP_ABOVE;
        }
    }
    box->height = tops[to - from];
    for (size_t r = from; r < to; r++) {
        if (!head && rows[r].highlight)
            box_rect(layout, box, t->x, tops[r - from], t->width,
                     tops[r - from + 1] - tops[r - from], layout->theme->tint);
        for (size_t c = 0; c < columns; c++) {
            const struct grid_slot *slot = grid_at(grid, r, c);
            if (!starts_here(t, grid, r, c))
                continue;
            const struct cell_set *set = &sets[(r - from) * columns + c];
            size_t high = slot->cell->row_span > 0 ? slot->cell->row_span : 1;
            size_t end = r + high < to ? r + high : to;
            float top = tops[r - from], bottom = tops[end - from];
            float width = span_width_of(t, c, slot->cell->column_span);
            if (!head && (slot->cell->shade > 0 || grid_alarms(slot->cell)))
                box_rect(layout, box, t->columns[c].x + 0.5f, top + 0.5f, width - 1,
                         bottom - top - 1, cell_fill(layout->theme, slot->cell));
            if (layout->theme->rule_inner > 0 && t->columns[c].x > t->x + 0.1f)
                box_rect(layout, box, t->columns[c].x, top, layout->theme->rule_inner,
                         bottom - top, layout->theme->hairline);
            float y =
                head ? bottom - above - set_height(set) : top + above + down[r - from];
            draw_cell(t, box, set, slot->cell, c, y);
            /* A light rule below a head that stands over several columns. */
            if (head && slot->cell->column_span > 1 && end < to)
                box_rect(layout, box, t->columns[c].x + t->padding,
                         bottom - layout->theme->rule_light, width - 2 * t->padding,
                         layout->theme->rule_light, layout->theme->grey);
        }
    }
}

/* White between the rows and the rules around them, the rules between columns going
   on through it. */
static void add_white(struct table_layout *t, struct box *box, float white) {
    const struct theme *theme = t->layout->theme;
    for (size_t c = 0; c < t->table->columns && theme->rule_inner > 0; c++)
        if (t->columns[c].shown && t->columns[c].x > t->x + 0.1f)
            box_rect(t->layout, box, t->columns[c].x, box->height, theme->rule_inner,
                     white, theme->hairline);
    box->height += white;
}

static void add_rule(struct table_layout *t, struct box *box, float y, float weight,
                     uint32_t colour) {
    box_rect(t->layout, box, t->x, y - weight / 2, t->width, weight, colour);
}

static struct box *head_box(struct table_layout *t, struct tag *tag) {
    struct layout *layout = t->layout;
    const struct theme *theme = layout->theme;
    struct box *box = box_new(layout, 0);
    struct tag *section = tag && t->table->head_count > 0
                              ? tag_new(layout->arena, TAG_THEAD, tag, true)
                              : NULL;
    if (t->table->head_count > 0)
        draw_rows(t, box, &t->head, t->table->head, 0, t->table->head_count, true,
                  section);
    add_rule(t, box, 0, theme->rule_heavy, theme->accent);
    if (t->table->head_count > 0)
        add_rule(t, box, box->height, theme->rule_head, theme->accent);
    add_white(t, box, EDGE_WHITE);
    box->keep_next = true;
    return box;
}

/* White that makes the last row as far from its rule as the first from its. */
static float last_white(const struct theme *theme) {
    return EDGE_WHITE + (theme->rule_heavy - theme->rule_head) / 2;
}

/* What a continued part begins with: artifacts, for the reader has heard it. */
static const struct table_part *part_of(struct table_layout *t) {
    struct layout *layout = t->layout;
    struct table_part *part = arena_alloc(layout->arena, sizeof *part);
    struct box_list list = box_list_take(layout);
    float panel = layout->panel;
    layout->panel = 0;
    if (!t->table->plain)
        caption_boxes(layout, t->table->label, t->table->caption, t->table->unit, true,
                      t->x, t->width, NULL, t->table->object.place);
    struct box *head = head_box(t, NULL);
    box_append(layout, head);
    layout->panel = panel;
    part->head = box_list_put(layout, list).first;
    part->gap = last_white(layout->theme);
    part->foot = box_new(layout, part->gap + layout->theme->note.leading);
    box_words(layout, part->foot, &layout->theme->note, layout->doc->words.goes_on,
              t->x + t->width, part->gap + baseline_of(&layout->theme->note),
              ANCHOR_END, NULL);
    part->x = t->x;
    part->width = t->width;
    part->rule = layout->theme->rule_heavy;
    part->colour = layout->theme->accent;
    return part;
}

/* The same part with one box more below its heads. */
static const struct table_part *
part_with(struct table_layout *t, const struct table_part *plain, struct box *more) {
    struct table_part *part = arena_alloc(t->layout->arena, sizeof *part);
    *part = *plain;
    struct box **last = &part->head;
    for (const struct box *box = plain->head; box != NULL; box = box->next) {
        *last = arena_alloc(t->layout->arena, sizeof **last);
        **last = *box;
        last = &(*last)->next;
    }
    *last = more;
    return part;
}

/* The part that goes on within a group: its name stands again below the heads. */
static const struct table_part *
part_in_group(struct table_layout *t, const struct table_part *plain, size_t row) {
    struct box *name = box_new(t->layout, 0);
    draw_rows(t, name, &t->body, t->table->body, row, row + 1, false, NULL);
    return part_with(t, plain, name);
}

/* The part that goes on with `rest` of a row: its stub stands again beside the first
   line. */
static const struct table_part *part_in_row(struct table_layout *t, size_t row,
                                            const struct box *rest) {
    struct box *stub = box_new(t->layout, 0);
    float line = rest->height;
    for (size_t i = 0; i < rest->count; i++)
        if (rest->items[i].kind == ITEM_TEXT)
            line = fminf(line, rest->items[i].y + rest->items[i].run->rise);
    for (size_t c = 0; c < t->table->stub_columns; c++) {
        if (!starts_here(t, &t->body, row, c))
            continue;
        const struct doc_cell *cell = grid_at(&t->body, row, c)->cell;
        struct cell_set set = set_cell(t, &t->table->body[row], cell, c, false, NULL);
        if (set.words.count > 0 && set.words.count <= PIECE_LINES)
            draw_cell(t, stub, &set, cell, c, line - baseline_of(set.text));
    }
    return stub->count > 0 ? part_with(t, t->part, stub) : t->part;
}

/* Cuts the lines off that stand first in a row, one if no other is cut by that. */
static struct box *cut_lines(const struct table_layout *t, struct box *box,
                             size_t lines) {
    struct box *rest = NULL;
    for (; rest == NULL && lines <= PIECE_LINES; lines++)
        rest = box_divide(t->layout, box, (float)lines * t->text.leading);
    return rest;
}

/* The box of row `row`; if it is higher than TALL of a page it becomes one every line,
   and a page that ends in it is full: true. What is kept with the first row, heads and
   headings, needs room too. */
static bool append_row(struct table_layout *t, struct box *box, size_t row,
                       float most) {
    const struct table_part *own = box->table;
    bool tall = box->height > TALL * most, keep_next = box->keep_next;
    float few = PIECE_LINES * t->text.leading, end = box->end;
    size_t lines = PIECE_LINES;
    if (tall)
        box->give = 0; /* as lines of text */
    while (tall && box->height > few) {
        struct box *rest = cut_lines(t, box, lines);
        if (rest == NULL)
            break;
        const struct table_part *within = part_in_row(t, row, rest);
        rest->table = own;
        rest->continues = within;
        rest->end = end;
        rest->keep_next = keep_next;
        box->table = within;
        box->end = PAGE_OPEN;
        box->goes_on = true;
        box->keep_next = false;
        box_append(t->layout, box);
        box = rest;
        lines = 1;
    }
    box_append(t->layout, box);
    return tall;
}

static float heights_of(const struct box *box) {
    float height = 0;
    for (; box != NULL; box = box->next)
        height += box->before + box->height;
    return height;
}

/* What a page's end below rows [from, end) costs; `since` rows of their group stand
   above that place, if the table has groups. */
static float part_cost(const struct doc_table *table, bool groups, size_t end,
                       size_t since) {
    bool few = end < PART_ROWS || table->body_count - end < PART_ROWS;
    if (few)
        return PART_SHORT;
    if (ruling_parts(table->body[end].kind))
        return PART_NEW;
    if (!groups)
        return PART_COST;
    bool whole = since < PART_ROWS || ruling_to_come(table, end) < PART_ROWS;
    return whole ? PART_SHORT : PART_OPEN;
}

/* True if a row of them is divided. */
static bool add_rows(struct table_layout *t, struct tag *tag, struct box **last) {
    struct layout *layout = t->layout;
    const struct theme *theme = layout->theme;
    const struct doc_table *table = t->table;
    struct tag *body = tag_new(layout->arena, TAG_TBODY, tag, true);
    const struct table_part *plain = t->part = part_of(t);
    float most = layout->measure.page_height - heights_of(t->part->head) -
                 heights_of(t->part->foot);
    struct ruling ruling = ruling_open(table, &t->body, theme->rule_every);
    bool divided = false, groups = false;
    size_t since = 0; /* rows of the group so far */
    for (size_t r = 0; r < table->body_count;) {
        size_t end = ruling_tied(&t->body, r);
        struct box *box = box_new(layout, 0);
        box->place = cell_place(t, &table->body[r]);
        draw_rows(t, box, &t->body, table->body, r, end, false, body);
        box->give = ROW_GIVE * box->height;
        if (ruling_parts(table->body[r].kind))
            t->part = plain;
        box->continues = r > 0 ? t->part : NULL;
        bool named = table->body[r].kind == ROW_GROUP;
        groups = groups || named;
        since = ruling_parts(table->body[r].kind) ? 0 : since + (end - r);
        if (named && table->body_count > WHOLE_ROWS)
            t->part = part_in_group(t, plain, r);
        if (end == table->body_count) {
            add_white(t, box, last_white(theme));
            add_rule(t, box, box->height, theme->rule_heavy, theme->accent);
        } else {
            box->ruled = ruling_below(&ruling, r, end);
            if (box->ruled)
                add_rule(t, box, box->height, theme->rule_light, theme->hairline);
            box->end = part_cost(table, groups, end, since);
            box->table = t->part;
            /* No part with one row only, and no group's name at its end. */
            box->keep_next = r == 0 || end + 1 >= table->body_count || named;
        }
        divided = append_row(t, box, r, most) || divided;
        *last = layout->last;
        r = end;
    }
    return divided;
}

void table_boxes(struct table_layout *t, bool last_part) {
    struct layout *layout = t->layout;
    const struct doc_table *table = t->table;
    struct box *before = layout->last, *last = NULL;
    struct tag *tag = tag_new(layout->arena, TAG_TABLE, layout->parent, true);
    t->head_tags = NULL;
    for (size_t i = 0; i < table->head_count * table->columns && !t->head_tags; i++)
        if (t->head.slots[i].cell && t->head.slots[i].cell->column_span > 1)
            t->head_tags =
                arena_array(layout->arena, table->head_count * table->columns,
                            sizeof *t->head_tags);
    struct box *caption = NULL;
    if (!table->plain)
        caption = caption_boxes(layout, table->label, table->caption, table->unit,
                                t->continued, t->x, t->width,
                                tag_new(layout->arena, TAG_CAPTION, tag, true),
                                table->object.place);
    if (caption && !t->continued)
        caption->anchor = table->id;
    struct box *head = head_box(t, tag);
    if (table->plain)
        head->before = 8;
    box_append(layout, head);
    bool divided = add_rows(t, tag, &last);
    if (last && last_part && (table->note_count > 0 || table->source.n > 0)) {
        last->keep_next = true;
        caption_notes(layout, table->notes, table->note_count, table->source, t->x,
                      t->width, table->object.place);
    }
    struct box *first = before ? before->next : layout->first;
    float height = 0;
    for (struct box *box = first; box; box = box->next)
        height += box->before + box->height;
    bool whole = !divided && height <= layout->measure.page_height &&
                 table->body_count <= WHOLE_ROWS;
    for (struct box *box = first; whole && box && box != layout->last; box = box->next)
        box->keep_next = true;
    assert(first);
    if (layout->panel <= 0) {
        first->float_last = layout->last;
        first->stream = STREAM_TABLES;
    }
    layout->after = 0;
}
