#include "rules/summary.h"

#include "rules/rules.h"
#include <stdlib.h>
#include <string.h>

static const char head[] = "series,name,unit,file,first,last,areas,count,low,high,"
                           "period_values,area_values\n";
enum { FIELDS = 12 };
#define LINES_CAP ((size_t)1 << 30)

/* Making. */

/* What one file gives of the series in hand. */
struct part {
    struct summary summary;
    struct period first, last;
    uint32_t area;  /* the last one met: a series goes area by area */
    size_t at;      /* where its next period probably stands */
    uint32_t *keys; /* of the periods */
    struct decimal low, high;
    bool has_number;
};

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

/* Equal for equal values, however they are written: 2.50 and 2.5. */
static uint64_t value_hash(const struct dataset *ds, const struct observation *o) {
    struct str text = dataset_text(ds, o);
    if (text.n > 0)
        return str_hash(text);
    int64_t coefficient = o->value.coefficient;
    int exponent = o->value.exponent;
    while (coefficient != 0 && coefficient % 10 == 0) {
        coefficient /= 10;
        exponent++;
    }
    return mix(mix(o->qualifier, (uint64_t)coefficient),
               coefficient == 0 ? 0 : (uint64_t)(exponent + 1000));
}

static struct summary_mark *mark_of_period(struct part *part, struct period period,
                                           struct arena *arena) {
    struct summary_marks *marks = &part->summary.periods;
    uint32_t key = period_key(period);
    size_t at = part->at;
    if (at >= marks->count || part->keys[at] != key)
        for (at = 0; at < marks->count && part->keys[at] != key; at++)
            ;
    if (at == marks->count) {
        size_t capacity = marks->capacity;
        marks->list =
            arena_grow(arena, marks->list, at, &marks->capacity, sizeof *marks->list);
        part->keys = arena_grow(arena, part->keys, at, &capacity, sizeof *part->keys);
        part->keys[at] = key;
        marks->list[at] = (struct summary_mark){.code = period_code(period, arena)};
        marks->count++;
    }
    part->at = at + 1;
    return &marks->list[at];
}

static struct summary_mark *mark_of_area(const struct dataset *ds, struct part *part,
                                         uint32_t area, struct arena *arena) {
    struct summary_marks *marks = &part->summary.areas;
    if (marks->count == 0 || part->area != area) {
        marks->list = arena_grow(arena, marks->list, marks->count, &marks->capacity,
                                 sizeof *marks->list);
        marks->list[marks->count++] =
            (struct summary_mark){.code = dataset_area(ds, area)->code};
        part->area = area;
    }
    return &marks->list[marks->count - 1];
}

static void add(const struct dataset *ds, struct part *part,
                const struct observation *o, struct arena *arena) {
    uint64_t hash = value_hash(ds, o);
    uint64_t of_period = mix(hash, str_hash(dataset_area(ds, o->area)->code));
    uint64_t of_area = mix(hash, period_key(o->period));
    /* A sum, since the order of areas may be another the next time. */
    mark_of_period(part, o->period, arena)->hash += (uint32_t)(of_period >> 32);
    mark_of_area(ds, part, o->area, arena)->hash += (uint32_t)(of_area >> 32);
    if (part->summary.count == 0 || period_compare(o->period, part->first) < 0)
        part->first = o->period;
    if (part->summary.count == 0 || period_compare(o->period, part->last) > 0)
        part->last = o->period;
    part->summary.count++;
    if (!observation_has_number(o))
        return;
    if (!part->has_number || decimal_compare(o->value, part->low) < 0)
        part->low = o->value;
    if (!part->has_number || decimal_compare(o->value, part->high) > 0)
        part->high = o->value;
    part->has_number = true;
}

static struct str decimal_text(struct decimal value, struct arena *arena) {
    struct buf buf = buf_open(200);
    decimal_print(value, &buf);
    struct str text = arena_copy(arena, buf_str(&buf));
    buf_close(&buf);
    return text;
}

static int compare_marks(const void *a, const void *b) {
    return str_compare(((const struct summary_mark *)a)->code,
                       ((const struct summary_mark *)b)->code);
}

static int compare_summaries(const void *a, const void *b) {
    const struct summary *x = a, *y = b;
    int order = str_compare(x->series, y->series);
    return order != 0 ? order : str_compare(x->file, y->file);
}

static void sort_marks(struct summary_marks *marks) {
    if (marks->count > 1)
        qsort(marks->list, marks->count, sizeof *marks->list, compare_marks);
}

/* `part_of` has room for every file and holds zeros, before and after. */
static void add_series(const struct dataset *ds, uint32_t id, uint32_t *part_of,
                       struct summary_list *out, struct arena *arena) {
    size_t count, n = 0, capacity = 0;
    const struct observation *o = dataset_of_series(ds, id, &count);
    struct part *parts = NULL;
    const struct indicator *indicator =
        dataset_indicator(ds, dataset_series(ds, id)->indicator);
    for (size_t i = 0; i < count; i++) {
        uint32_t file = o[i].source.file;
        if (!observation_has_value(&o[i]))
            continue;
        if (part_of[file] == 0) {
            parts = arena_grow(arena, parts, n, &capacity, sizeof *parts);
            parts[n] =
                (struct part){.summary = {.series = dataset_series_code(ds, id, arena),
                                          .name = indicator->name,
                                          .unit = indicator->unit,
                                          .file = dataset_file(ds, file)->path,
                                          .family = dataset_file(ds, file)->family}};
            part_of[file] = (uint32_t)++n;
        }
        add(ds, &parts[part_of[file] - 1], &o[i], arena);
    }
    for (size_t i = 0; i < count; i++)
        part_of[o[i].source.file] = 0;
    for (size_t i = 0; i < n; i++) {
        struct summary *s = &parts[i].summary;
        s->first = period_code(parts[i].first, arena);
        s->last = period_code(parts[i].last, arena);
        if (parts[i].has_number) {
            s->low = decimal_text(parts[i].low, arena);
            s->high = decimal_text(parts[i].high, arena);
        }
        sort_marks(&s->periods);
        sort_marks(&s->areas);
        out->list =
            arena_grow(arena, out->list, out->count, &out->capacity, sizeof *out->list);
        out->list[out->count++] = *s;
    }
}

/* Tables of text, told from dictionaries by their source. */
static void add_records(const struct dataset *ds, struct summary_list *out,
                        struct arena *arena) {
    for (uint32_t i = 0; i < dataset_file_count(ds); i++) {
        const struct input_file *file = dataset_file(ds, i);
        if (file->ignored || file->observations > 0 || file->source.n == 0)
            continue;
        struct summary s = {.file = file->path, .count = file->rows};
        s.periods.list = arena_array(arena, 1, sizeof *s.periods.list);
        s.periods.list[s.periods.count++] = (struct summary_mark){
            .code = STR("undated"),
            .hash = (uint32_t)strtoul(
                arena_copy(arena, (struct str){file->sha256, 8}).p, NULL, 16)};
        out->list =
            arena_grow(arena, out->list, out->count, &out->capacity, sizeof *out->list);
        out->list[out->count++] = s;
    }
}

struct summary *summaries_of(const struct dataset *ds, struct arena *arena,
                             size_t *count) {
    struct summary_list out = {0};
    uint32_t *part_of = memory_alloc((dataset_file_count(ds) + 1) * sizeof *part_of);
    for (uint32_t id = 0; id < dataset_series_count(ds); id++)
        add_series(ds, id, part_of, &out, arena);
    free(part_of);
    add_records(ds, &out, arena);
    if (out.count > 1)
        qsort(out.list, out.count, sizeof *out.list, compare_summaries);
    *count = out.count;
    return out.list;
}

/* Writing. */

static void put_field(struct buf *out, struct str text) {
    bool plain = true;
    for (size_t i = 0; i < text.n; i++)
        plain = plain && text.p[i] != ',' && text.p[i] != '"' && text.p[i] != '\n';
    if (plain) {
        buf_put(out, text);
        return;
    }
    buf_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_char(out, '"');
        buf_char(out, text.p[i] == '\n' ? ' ' : text.p[i]);
    }
    buf_char(out, '"');
}

static void put_marks(struct buf *out, const struct summary_marks *marks) {
    for (size_t i = 0; i < marks->count; i++)
        buf_printf(out, "%s%.*s:%08x", i > 0 ? " " : "", STR_ARG(marks->list[i].code),
                   marks->list[i].hash);
}

static void put_lines(const struct summary *list, size_t count, struct buf *out) {
    for (size_t i = 0; i < count; i++) {
        const struct summary *s = &list[i];
        const struct str fields[] = {s->series, s->name,  s->unit,
                                     s->file,   s->first, s->last};
        for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++) {
            put_field(out, fields[k]);
            buf_char(out, ',');
        }
        buf_printf(out, "%zu,%zu,%.*s,%.*s,", s->areas.count, s->count, STR_ARG(s->low),
                   STR_ARG(s->high));
        put_marks(out, &s->periods);
        buf_char(out, ',');
        put_marks(out, &s->areas);
        buf_char(out, '\n');
    }
}

struct coded {
    struct str code;
    uint32_t id;
};

static int compare_codes(const void *a, const void *b) {
    return str_compare(((const struct coded *)a)->code,
                       ((const struct coded *)b)->code);
}

/* Writes the lines of a list, and gives its arena back: what all series have at once is
   larger than the data. */
static struct str put_list(struct summary_list *list, struct buf *out,
                           struct arena *arena) {
    if (list->count > 1)
        qsort(list->list, list->count, sizeof *list->list, compare_summaries);
    buf_clear(out);
    put_lines(list->list, list->count, out);
    arena_close(arena);
    return buf_str(out);
}

void summaries_walk(const struct dataset *ds,
                    void (*each)(void *context, struct str series, struct str lines),
                    void *context) {
    struct arena *arena = arena_open(), *own = arena_open();
    struct buf out = buf_open(LINES_CAP);
    size_t count = dataset_series_count(ds);
    struct coded *order = arena_array(arena, count + 1, sizeof *order);
    uint32_t *part_of = arena_array(arena, dataset_file_count(ds) + 1, sizeof *part_of);
    struct summary_list records = {0};
    for (uint32_t id = 0; id < count; id++)
        order[id] = (struct coded){dataset_series_code(ds, id, arena), id};
    qsort(order, count, sizeof *order, compare_codes);
    add_records(ds, &records, own);
    each(context, STR(""), put_list(&records, &out, own));
    for (size_t i = 0; i < count; i++) {
        struct summary_list list = {0};
        own = arena_open();
        add_series(ds, order[i].id, part_of, &list, own);
        each(context, order[i].code, put_list(&list, &out, own));
    }
    buf_close(&out);
    arena_close(arena);
}

static void write_lines(void *context, struct str series, struct str lines) {
    (void)series;
    buf_put(context, lines);
}

void rules_write_series(const struct dataset *ds, struct buf *out) {
    buf_puts(out, head);
    summaries_walk(ds, write_lines, out);
}

/* Reading: only what was written above, so anything else is no line of it. */

static struct str read_field(struct str text, size_t *at, struct arena *arena) {
    size_t from = *at;
    if (from >= text.n || text.p[from] != '"') {
        while (*at < text.n && text.p[*at] != ',' && text.p[*at] != '\n')
            (*at)++;
        return str_slice(text, from, *at);
    }
    struct buf field = buf_open(text.n);
    for ((*at)++; *at < text.n; (*at)++) {
        if (text.p[*at] == '"' && (*at + 1 == text.n || text.p[*at + 1] != '"'))
            break;
        *at += text.p[*at] == '"';
        buf_char(&field, text.p[*at]);
    }
    *at += *at < text.n;
    struct str out = arena_copy(arena, buf_str(&field));
    buf_close(&field);
    return out;
}

static size_t number_of(struct str text, struct arena *arena) {
    return (size_t)strtoull(arena_copy(arena, text).p, NULL, 10);
}

static struct summary_marks read_marks(struct str text, struct arena *arena) {
    struct summary_marks marks = {0};
    for (size_t at = 0; at < text.n;) {
        size_t end = str_find(text, STR(" "), at);
        struct str word = str_slice(text, at, end);
        size_t colon = str_find(word, STR(":"), 0);
        at = end == STR_NOT_FOUND ? text.n : end + 1;
        if (colon == STR_NOT_FOUND)
            continue;
        marks.list = arena_grow(arena, marks.list, marks.count, &marks.capacity,
                                sizeof *marks.list);
        marks.list[marks.count++] = (struct summary_mark){
            .code = str_slice(word, 0, colon),
            .hash = (uint32_t)strtoul(
                arena_copy(arena, str_slice(word, colon + 1, word.n)).p, NULL, 16)};
    }
    return marks;
}

size_t summaries_begin(struct str text) {
    bool headed = str_starts(text, (struct str){head, sizeof head - 1});
    return headed ? sizeof head - 1 : 0;
}

static size_t line_end(struct str text, size_t at) {
    size_t end = str_find(text, STR("\n"), at);
    return end == STR_NOT_FOUND ? text.n : end + 1;
}

bool summaries_next(struct str text, size_t *at, struct arena *arena,
                    struct str *series, struct str *lines) {
    size_t from = *at, field = *at;
    if (from >= text.n)
        return false;
    *series = read_field(text, &field, arena);
    do
        field = *at = line_end(text, *at);
    while (*at < text.n && str_equal(read_field(text, &field, arena), *series));
    *lines = str_slice(text, from, *at);
    return true;
}

void summaries_add(struct summary_list *out, struct str lines, struct arena *arena) {
    for (size_t at = 0, end; at < lines.n; at = end) {
        struct str f[FIELDS] = {{0}};
        size_t n = 0;
        end = line_end(lines, at);
        while (n < FIELDS) {
            f[n++] = read_field(lines, &at, arena);
            if (at >= lines.n || lines.p[at] == '\n')
                break;
            at++;
        }
        if (n < FIELDS)
            continue;
        out->list =
            arena_grow(arena, out->list, out->count, &out->capacity, sizeof *out->list);
        out->list[out->count++] = (struct summary){.series = f[0],
                                                   .name = f[1],
                                                   .unit = f[2],
                                                   .file = f[3],
                                                   .first = f[4],
                                                   .last = f[5],
                                                   .count = number_of(f[7], arena),
                                                   .low = f[8],
                                                   .high = f[9],
                                                   .periods = read_marks(f[10], arena),
                                                   .areas = read_marks(f[11], arena)};
    }
}

/* Finding. */

const struct summary *summaries_find(const struct summary *list, size_t count,
                                     struct str series, struct str file) {
    const struct summary wanted = {.series = series, .file = file};
    return count == 0 ? NULL
                      : bsearch(&wanted, list, count, sizeof *list, compare_summaries);
}

const struct summary *summaries_of_series(const struct summary *list, size_t count,
                                          struct str series, size_t *lines) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_compare(list[middle].series, series) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *lines = 0;
    while (low + *lines < count && str_equal(list[low + *lines].series, series))
        (*lines)++;
    return &list[low];
}

const struct summary_mark *summary_mark_find(const struct summary_marks *marks,
                                             struct str code) {
    const struct summary_mark wanted = {.code = code};
    return marks->count == 0 ? NULL
                             : bsearch(&wanted, marks->list, marks->count,
                                       sizeof *marks->list, compare_marks);
}
