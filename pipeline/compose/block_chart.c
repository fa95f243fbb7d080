/* ```chart: read by what its kind says of its data. */
#include "compose/fields.h"
#include "compose/objects.h"
#include "document/block.h"
#include "document/chart.h"
#include "words/words.h"
#include <math.h>
#include <string.h>

#define CHART_ITEMS 10000
#define GRID_MOST 99

static bool is_absent(struct str text) { return text.n == 0; }

/* One number for each label of the chart. */
static double *read_numbers(struct fields *f, int index, const char *name,
                            size_t labels) {
    int array = fields_table(f, index, name);
    size_t count = fields_length(f, array, CHART_ITEMS);
    if (count != labels)
        fields_fail(f, "it has %zu values for %zu labels", count, labels);
    double *values = arena_array(f->composition->arena, labels + 1, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = fields_number_item(f, array, i + 1);
    lua_pop(f->L, 1);
    return values;
}

/* Reads a field of the Lua table at `index` into `base`: the chart, or one of a list.
 */
static void read_field(struct fields *f, int index, const struct chart_field *field,
                       const struct doc_chart *chart, char *base) {
    void *out = base + field->offset;
    switch (field->value) {
    case CHART_TEXT:
    case CHART_WORDS: {
        struct str text = field->value == CHART_TEXT
                              ? fields_string(f, index, field->name)
                              : fields_words(f, index, field->name);
        if (field->required && is_absent(text))
            fields_fail(f, "it has no %s", field->name);
        memcpy(out, &text, sizeof text);
        return;
    }
    case CHART_NUMBER: {
        double number = fields_number(f, index, field->name, (double)NAN);
        if (field->required && isnan(number))
            fields_fail(f, "it has no %s", field->name);
        memcpy(out, &number, sizeof number);
        return;
    }
    case CHART_PLACE: {
        double place = (double)fields_integer(f, index, field->name, 0, 1,
                                              (lua_Integer)chart->label_count);
        memcpy(out, &place, sizeof place);
        return;
    }
    case CHART_GRID: {
        int place = (int)fields_integer(f, index, field->name, -1,
                                        field->required ? 0 : -1, GRID_MOST);
        memcpy(out, &place, sizeof place);
        return;
    }
    case CHART_FLAG: {
        bool flag = fields_flag(f, index, field->name, false);
        memcpy(out, &flag, sizeof flag);
        return;
    }
    case CHART_TEXTS: {
        size_t count;
        struct str *texts = fields_strings(f, index, field->name, CHART_ITEMS, &count);
        if (field->required && count == 0)
            fields_fail(f, "it has no %s", field->name);
        memcpy(out, &texts, sizeof(struct str *));
        memcpy(base + field->count, &count, sizeof count);
        return;
    }
    case CHART_NUMBERS: {
        double *numbers = read_numbers(f, index, field->name, chart->label_count);
        memcpy(out, &numbers, sizeof(double *));
        return;
    }
    }
}

static void read_list(struct fields *f, int index, const struct chart_list *list,
                      struct doc_chart *chart) {
    int array = fields_table(f, index, list->name);
    size_t count = fields_length(f, array, CHART_ITEMS);
    char *items = arena_array(f->composition->arena, count + 1, list->size);
    for (size_t i = 0; i < count; i++) {
        fields_enter(f, list->one, i + 1);
        int item = fields_item(f, array, i + 1);
        for (const struct chart_field *field = list->fields; field->name != NULL;
             field++)
            read_field(f, item, field, chart, items + i * list->size);
        lua_pop(f->L, 1);
        fields_leave(f);
    }
    lua_pop(f->L, 1);
    memcpy((char *)chart + list->offset, &items, sizeof(char *));
    memcpy((char *)chart + list->count, &count, sizeof count);
}

/* What the picture leaves out is said below the author's own notes. */
static void note_left_out(struct doc_chart *chart, struct arena *arena) {
    if (chart->kind->leaves_out == NULL)
        return;
    struct str note = chart->kind->leaves_out(chart, arena);
    if (note.n == 0)
        return;
    struct str *notes = arena_array(arena, chart->note_count + 1, sizeof *notes);
    for (size_t i = 0; i < chart->note_count; i++)
        notes[i] = chart->notes[i];
    notes[chart->note_count++] = note;
    chart->notes = notes;
}

/* What the picture has beside its data is said behind the alternative text. */
static void say_more(struct doc_chart *chart, struct arena *arena) {
    struct str more = {0};
    if (chart->kind->also_shows != NULL)
        more = chart->kind->also_shows(chart, arena);
    if (more.n == 0)
        return;
    struct words_value values[] = {{"said", chart->alt}, {"more", more}};
    chart->alt = words_fill(chart->words, "sign.sentences", values, 2, arena);
}

static struct object *read_chart(struct objects_reader *reader, int index) {
    struct fields f = fields_open(reader);
    const struct chart_kind *kind =
        (const void *)fields_kind(&f, index, "kind", chart_kinds);
    struct doc_chart *chart = arena_alloc(reader->composition->arena, kind->size);
    chart->object.kind = OBJECT_CHART;
    chart->kind = kind;
    chart->id = reader->block->id;
    chart->caption = reader->caption;
    chart->unit = fields_string(&f, index, "unit");
    chart->alt = fields_string(&f, index, "alt");
    if (is_absent(chart->alt))
        fields_fail(&f, "it has no alt, the sentence that says what the picture shows");
    chart->from_zero = fields_flag(&f, index, "from_zero", true);
    chart->ranked = fields_flag(&f, index, "ranked", false);
    fields_notes(&f, index, &chart->notes, &chart->note_count, &chart->source);
    for (const struct chart_field *field = kind->fields;
         field != NULL && field->name != NULL; field++)
        read_field(&f, index, field, chart, (char *)chart);
    for (const struct chart_list *list = kind->lists;
         list != NULL && list->name != NULL; list++)
        read_list(&f, index, list, chart);
    chart->words = reader->composition->doc->words.vocabulary;
    note_left_out(chart, reader->composition->arena);
    say_more(chart, reader->composition->arena);
    if (!kind->drawable(chart))
        fields_fail(&f, "it has no values: nothing would be drawn");
    return &chart->object;
}

const struct block_kind block_chart = {
    .kind = {"chart", "a chart", "图"},
    .keys = {"id", "caption"},
    .required = "caption",
    .example = "chart id=fig-x caption=…",
    .body = BLOCK_LUA,
    .maker = "chart_of",
    .read = read_chart,
};
