#include "ingest/breakdown.h"
#include "ingest/clean.h"
#include "ingest/items.h"
#include "ingest/marks.h"
#include "words/words.h"

/* The last level of 人口/性别. */
static struct str level_of(struct str head) {
    size_t at = head.n;
    while (at > 0 && head.p[at - 1] != '/') {
        at--;
    }
    return str_slice(head, at, head.n);
}

/* 类别, and 证书类别 or 所属行业: what else stands in such columns is no part. */
static bool ends_in_class(struct str key) {
    bool found = false;
    uint32_t cp;
    for (size_t at = 0; at < key.n && !found; at += utf8_decode(key, at, &cp)) {
        struct str end = str_slice(key, at, key.n);
        bool whole = at == 0 || (unsigned char)end.p[0] >= 0x80;
        found = whole && (words_listed("breakdown.classes", end) ||
                          words_listed("breakdown.names", end));
    }
    return found;
}

enum breakdown breakdown_of(const struct reading_context *context, struct str head) {
    struct str key = clean_key(marks_off(level_of(head)), context->scratch);
    /* A format by name asks for each dimension of its dictionary itself. */
    bool dimension =
        context->profile->format == NULL &&
        items_dimension(context->ds, head, context->scratch) != DATASET_NONE;
    if (dimension || words_listed("breakdown.names", key)) {
        return BREAKDOWN_NAMED;
    }
    return ends_in_class(key) ? BREAKDOWN_LIKELY : BREAKDOWN_NONE;
}

/* 男, Total, but neither M nor T1. */
static bool is_word(struct str text) {
    enum { LETTERS = 4 };
    size_t letters = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        letters += (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        letters = c >= 0x80 ? LETTERS : letters;
    }
    return letters >= LETTERS;
}

static bool names_item(const struct reading_context *context, struct str text) {
    uint32_t id, other;
    struct str unit;
    struct item_set items;
    text = clean_cell(text);
    bool item =
        is_word(text) && item_read(context->items, text, DATASET_NONE, context->profile,
                                   context->scratch, &id, &other) == NAME_FOUND;
    return item && id != DATASET_NONE &&
           indicator_read(context->indicators, text, context->profile, context->scratch,
                          &id, &other, &unit, &items) == NAME_UNKNOWN;
}

enum breakdown breakdown_by_cell(const struct reading_context *context,
                                 struct str text) {
    return names_item(context, text)             ? BREAKDOWN_LIKELY
           : dataset_item_count(context->ds) > 0 ? BREAKDOWN_CELLS
                                                 : BREAKDOWN_NONE;
}

/* -, …, *: nothing is named. */
static bool is_sign(struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                      (c >= 'a' && c <= 'z') || c >= 0xE3;
        if (letter) {
            return false;
        }
    }
    return true;
}

static bool is_total(const struct reading_context *context, struct str text) {
    static const char *const heads[] = {"全部", "全体", "所有", "不分", "总"};
    struct str key = clean_key(marks_off(text), context->scratch);
    bool total = (name_is_total(text, context->profile, context->scratch) &&
                  !name_is_subtotal(text, context->scratch)) ||
                 words_listed("breakdown.totals", key);
    for (size_t i = 0; i < sizeof heads / sizeof *heads && !total; i++) {
        total = str_starts(key, str_from(heads[i]));
    }
    return total;
}

bool breakdown_is_part(const struct reading_context *context,
                       const struct column *column, struct str text) {
    uint32_t id, other;
    text = clean_cell(text);
    if (column->breakdown == BREAKDOWN_CELLS) {
        return names_item(context, text);
    }
    if (column->breakdown == BREAKDOWN_NONE || is_sign(text) ||
        is_total(context, text)) {
        return false;
    }
    uint32_t dimension = items_dimension(context->ds, column->head, context->scratch);
    enum name_reading reading =
        item_read(context->items, text, dimension, context->profile, context->scratch,
                  &id, &other);
    bool known =
        reading == NAME_AMBIGUOUS || (reading == NAME_FOUND && id != DATASET_NONE);
    return known || (column->breakdown == BREAKDOWN_NAMED && reading == NAME_UNKNOWN) ||
           words_listed("breakdown.parts",
                        clean_key(marks_off(text), context->scratch));
}
