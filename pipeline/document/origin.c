#include "document/origin.h"

/* True if a name holds the character and is printed in the text. */
static bool prints(struct str text, struct str character, struct str name) {
    return str_find(name, character, 0) != STR_NOT_FOUND &&
           str_find(text, name, 0) != STR_NOT_FOUND;
}

static bool prints_any(struct str text, struct str character, const struct str *names,
                       size_t count) {
    for (size_t i = 0; i < count; i++)
        if (prints(text, character, names[i]))
            return true;
    return false;
}

/* The row of a dictionary that gives a name in the text; NULL if none does. */
static const struct place *row_of_name(const struct dataset *data, struct str text,
                                       struct str character) {
    for (size_t i = 0; i < dataset_area_count(data); i++) {
        const struct area *area = dataset_area(data, (uint32_t)i);
        const struct str names[] = {area->name, area->short_name, area->abbreviation,
                                    area->name_en};
        if (prints_any(text, character, names, sizeof names / sizeof *names))
            return &area->place;
    }
    for (size_t i = 0; i < dataset_indicator_count(data); i++) {
        const struct indicator *indicator = dataset_indicator(data, (uint32_t)i);
        const struct str names[] = {indicator->name, indicator->name_en,
                                    indicator->definition};
        if (prints_any(text, character, names, sizeof names / sizeof *names))
            return &indicator->place;
    }
    return NULL;
}

struct place origin_of(const struct document *doc, struct str text, size_t at,
                       struct place place, struct arena *arena) {
    if (doc->data == NULL)
        return place;
    const struct doc_figure *figure = doc_figures_at(doc->figures, text.p + at);
    struct place origin = place;
    if (figure != NULL && figure->cell_count > 0) {
        origin = doc_figure_cell(figure, 0, doc->data, arena);
    } else {
        uint32_t cp;
        size_t n = utf8_decode(text, at, &cp);
        const struct place *row =
            row_of_name(doc->data, text, str_slice(text, at, at + n));
        if (row != NULL)
            origin = *row;
    }
    origin.context = place.context;
    return origin;
}
