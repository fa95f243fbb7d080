/* The dataset as text. A line is a word for what it is, its key, and what is known
   of it as name=value; the fields stand apart by tabs, so that cut, grep and diff
   work on them. */
#include "dataset/codes.h"
#include "dataset/room.h"

#define CODE_CAP ((size_t)1 << 20)

/* ---- fields ---- */

static void field(struct buf *out, struct str text) {
    buf_char(out, '\t');
    buf_escaped(out, text);
}

static void named(struct buf *out, const char *name, struct str text) {
    if (text.n > 0) {
        buf_printf(out, "\t%s=", name);
        buf_escaped(out, text);
    }
}

/* Of an enum whose first member goes without saying. */
static void choice(struct buf *out, const char *name, const char *const *codes,
                   unsigned value) {
    if (value != 0) {
        named(out, name, str_from(codes[value]));
    }
}

static void whole(struct buf *out, const char *name, int64_t value) {
    if (value != 0) {
        buf_printf(out, "\t%s=", name);
        buf_integer(out, value);
    }
}

static void put_decimal(struct buf *out, const char *name, struct decimal value) {
    buf_printf(out, "\t%s=", name);
    decimal_print(value, out);
}

static void put_place(struct buf *out, const struct dataset *ds,
                      struct source_cell source) {
    const struct input_file *file = dataset_file(ds, source.file);
    buf_puts(out, "\tat=");
    buf_escaped(out, file != NULL ? file->path : STR(""));
    buf_printf(out, ":%u", source.line);
    if (source.column > 0) {
        buf_printf(out, ":%u", source.column);
    }
}

static void defined_at(struct buf *out, struct place place) {
    if (place.file.n > 0) {
        buf_puts(out, "\tat=");
        buf_escaped(out, place.file);
        buf_printf(out, ":%zu", place.line);
    }
}

/* ---- dictionaries ---- */

static void dump_indicator(struct buf *out, const struct indicator *i) {
    buf_puts(out, "indicator");
    field(out, i->code);
    field(out, i->name);
    named(out, "name_en", i->name_en);
    named(out, "element", i->element);
    named(out, "group", i->group);
    named(out, "parent", i->parent);
    named(out, "unit", i->unit);
    choice(out, "direction", direction_codes, i->direction);
    named(out, "kind", str_from(indicator_kind_codes[i->kind]));
    choice(out, "growth", growth_rule_codes, i->growth);
    named(out, "growth_source", i->growth_source);
    choice(out, "aggregation", aggregation_codes, i->aggregation);
    named(out, "numerator", i->numerator);
    named(out, "denominator", i->denominator);
    named(out, "rank_of", i->rank_of);
    whole(out, "decimals", i->decimals);
    whole(out, "break_year", i->break_year);
    whole(out, "demo", i->demo);
    named(out, "definition", i->definition);
    named(out, "definition_en", i->definition_en);
    named(out, "brief", i->brief);
    named(out, "brief_en", i->brief_en);
    named(out, "source", i->source);
    named(out, "source_en", i->source_en);
    named(out, "aliases", i->aliases);
    defined_at(out, i->place);
    buf_char(out, '\n');
}

static void dump_area(const struct dataset *ds, struct buf *out, const struct area *a) {
    const struct area *parent = dataset_area(ds, a->parent);
    buf_puts(out, "area");
    field(out, a->code);
    field(out, a->name);
    named(out, "short_name", a->short_name);
    named(out, "abbreviation", a->abbreviation);
    named(out, "name_en", a->name_en);
    named(out, "level", a->level);
    named(out, "parent", parent != NULL ? parent->code : STR(""));
    named(out, "regions", a->regions);
    named(out, "groups", a->groups);
    named(out, "aliases", a->aliases);
    whole(out, "ranked", a->ranked);
    if (a->tile_row >= 0 && a->tile_column >= 0) {
        buf_printf(out, "\ttile=%d,%d", a->tile_row, a->tile_column);
    }
    whole(out, "demo", a->demo);
    defined_at(out, a->place);
    buf_char(out, '\n');
}

static void dump_dimension(const struct dataset *ds, struct buf *out, uint32_t id) {
    const struct dimension *d = dataset_dimension(ds, id);
    buf_puts(out, "dimension");
    field(out, d->code);
    field(out, d->name);
    named(out, "name_en", d->name_en);
    named(out, "total", d->total_names);
    defined_at(out, d->place);
    buf_char(out, '\n');
    for (uint32_t i = 0; i < dataset_item_count(ds); i++) {
        const struct dimension_item *item = dataset_item(ds, i);
        const struct dimension_item *parent = dataset_item(ds, item->parent);
        if (item->dimension != id) {
            continue;
        }
        buf_puts(out, "item");
        field(out, d->code);
        field(out, item->code);
        field(out, item->name);
        named(out, "name_en", item->name_en);
        named(out, "parent", parent != NULL ? parent->code : STR(""));
        named(out, "definition", item->definition);
        named(out, "definition_en", item->definition_en);
        named(out, "brief", item->brief);
        named(out, "brief_en", item->brief_en);
        named(out, "aliases", item->aliases);
        defined_at(out, item->place);
        buf_char(out, '\n');
    }
}

/* ---- series, vintages, observations ---- */

static void put_series(const struct dataset *ds, struct buf *out, uint32_t id) {
    struct buf code = buf_open(CODE_CAP);
    dataset_put_series(ds, id, &code);
    field(out, buf_str(&code));
    buf_close(&code);
}

static void dump_vintage(struct buf *out, const struct vintage *v) {
    buf_puts(out, "vintage");
    field(out, v->name);
    if (v->known != 0) {
        buf_puts(out, "\tknown=");
        day_print(v->known, out);
    }
    whole(out, "order", v->order);
    buf_char(out, '\n');
}

static void dump_observation(const struct dataset *ds, struct buf *out,
                             const struct observation *o, struct arena *scratch) {
    buf_puts(out, "observation");
    put_series(ds, out, o->series);
    field(out, dataset_area(ds, o->area)->code);
    field(out, period_code(o->period, scratch));
    named(out, "vintage", dataset_vintage(ds, o->vintage)->name);
    if (o->text != 0) {
        named(out, "text", dataset_text(ds, o));
    } else if (observation_has_number(o)) {
        put_decimal(out, "value", o->value);
    }
    named(out, "unit", dataset_unit(ds, o));
    choice(out, "status", observation_status_codes, o->status);
    choice(out, "qualifier", qualifier_codes, o->qualifier);
    put_place(out, ds, o->source);
    buf_char(out, '\n');
}

/* The older vintages first; they are chained the other way. */
static void dump_vintages(const struct dataset *ds, struct buf *out,
                          const struct observation *newest, struct arena *scratch) {
    const struct observation *o = newest;
    size_t count = 0;
    for (; o != NULL; o = dataset_older(ds, o)) {
        count++;
    }
    const struct observation **all = arena_array(scratch, count, sizeof *all);
    size_t at = count;
    for (o = newest; o != NULL; o = dataset_older(ds, o)) {
        all[--at] = o;
    }
    for (size_t i = 0; i < count; i++) {
        dump_observation(ds, out, all[i], scratch);
    }
}

/* ---- the rest ---- */

static void dump_file(struct buf *out, const struct input_file *f) {
    buf_puts(out, "file");
    field(out, f->path);
    named(out, "source", f->source);
    named(out, "sha256", str_from(f->sha256));
    whole(out, "bytes", (int64_t)f->bytes);
    whole(out, "rows", (int64_t)f->rows);
    whole(out, "observations", (int64_t)f->observations);
    whole(out, "skipped", (int64_t)f->skipped);
    whole(out, "ignored", f->ignored);
    buf_char(out, '\n');
    for (size_t i = 0; i < f->note_count; i++) {
        buf_puts(out, "note");
        field(out, f->path);
        field(out, f->notes[i]);
        buf_char(out, '\n');
    }
}

static void dump_statement(const struct dataset *ds, struct buf *out,
                           const struct statement *s) {
    buf_puts(out, "statement");
    field(out, s->id);
    named(out, "speaker", s->speaker);
    named(out, "organisation", s->organisation);
    named(out, "section", s->section);
    named(out, "indicator", s->indicator);
    named(out, "indicator_en", s->indicator_en);
    named(out, "subject", s->subject);
    named(out, "period", s->period);
    named(out, "value", s->value);
    named(out, "unit", s->unit);
    named(out, "qualifier", s->qualifier);
    named(out, "element", s->element);
    named(out, "kind", s->kind);
    named(out, "note", s->note);
    if (s->has_number) {
        put_decimal(out, "number", s->number);
    }
    named(out, "base_unit", s->base_unit);
    put_place(out, ds, s->source);
    buf_char(out, '\n');
}

static void dump_records(const struct dataset *ds, struct buf *out,
                         const struct record_table *t) {
    for (size_t r = 0; r < t->row_count; r++) {
        buf_puts(out, "record");
        field(out, t->name);
        for (size_t c = 0; c < t->column_count; c++) {
            field(out, t->columns[c]);
            buf_char(out, '=');
            buf_escaped(out, t->cells[r * t->column_count + c]);
        }
        put_place(out, ds, t->sources[r]);
        buf_char(out, '\n');
    }
}

static void dump_issue(struct buf *out, const struct issue *i, struct arena *scratch) {
    buf_puts(out, "issue");
    field(out, i->report);
    field(out, period_code(i->period, scratch));
    named(out, "number", i->number);
    named(out, "compiled_by", i->compiled_by);
    named(out, "reviewed_by", i->reviewed_by);
    named(out, "approved_by", i->approved_by);
    named(out, "date", i->date);
    buf_char(out, '\n');
}

static void dump_appointment(struct buf *out, const struct appointment *a,
                             struct arena *scratch) {
    buf_puts(out, "appointment");
    field(out, a->report);
    field(out, period_code(a->period, scratch));
    named(out, "at", a->said);
    named(out, "reason", a->reason);
    buf_char(out, '\n');
}

void dataset_dump(const struct dataset *ds, struct buf *out) {
    struct arena *scratch = arena_open();
    for (uint32_t i = 0; i < ds->indicator_count; i++) {
        dump_indicator(out, &ds->indicators[i]);
    }
    for (uint32_t i = 0; i < ds->area_count; i++) {
        dump_area(ds, out, &ds->areas[i]);
    }
    for (uint32_t i = 0; i < ds->dimension_count; i++) {
        dump_dimension(ds, out, i);
    }
    for (size_t i = 0; i < ds->file_count; i++) {
        dump_file(out, &ds->files[i]);
    }
    for (size_t i = 0; i < ds->series_count; i++) {
        buf_puts(out, "series");
        put_series(ds, out, ds->series_order[i]);
        buf_char(out, '\n');
    }
    for (size_t i = 1; i < ds->vintage_count; i++) {
        dump_vintage(out, &ds->vintages[ds->vintage_order[i]]);
    }
    for (size_t i = 0; i < ds->newest_count; i++) {
        dump_vintages(ds, out, &ds->newest[i], scratch);
    }
    for (size_t i = 0; i < ds->statement_count; i++) {
        dump_statement(ds, out, &ds->statements[i]);
    }
    for (size_t i = 0; i < ds->record_count; i++) {
        dump_records(ds, out, &ds->records[i]);
    }
    for (size_t i = 0; i < ds->issue_count; i++) {
        dump_issue(out, &ds->issues[i], scratch);
    }
    for (size_t i = 0; i < ds->appointment_count; i++) {
        dump_appointment(out, &ds->appointments[i], scratch);
    }
    arena_close(scratch);
}
