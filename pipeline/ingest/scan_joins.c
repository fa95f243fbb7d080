/* Columns that say something together: their texts get ids, column by column, and what
   a tuple of ids says is known again as a text is. */
#include "ingest/scan_room.h"

uint32_t scan_part(struct scanner *scanner, size_t column, const char *p, size_t n) {
    struct part *part = &scanner->parts[column];
    struct lexicon_entry e = lexicon_entry(p, n);
    if (lexicon_same(&part->last, &e)) {
        return part->last.id; /* many columns say the same in most rows */
    }
    const struct lexicon_entry *found = lexicon_at(&part->lexicon, &e);
    if (found != NULL) {
        part->last = *found;
        return found->id;
    }
    if (part->count + 1 >= part->capacity) {
        part->capacity = part->capacity * 2 + 64;
        part->texts = memory_realloc(part->texts, part->capacity * sizeof *part->texts);
    }
    struct str text = scan_keep_text(scanner, (struct str){p, n});
    uint32_t id = (uint32_t)++part->count;
    part->texts[id] = text;
    lexicon_add(&part->lexicon, text, id);
    scanner->full |= part->count > SCAN_TEXTS_MAX;
    return id;
}

/* Ids of texts, column by column, and the words by which they are known again: four ids
   a word, or two if one of them has more than 16 bits. Words are stored and loaded
   whole, for a load of several stores waits for all of them; and a tuple of twelve is
   as short as a text that is compared without looking elsewhere. */
struct tuple {
    uint32_t ids[SCAN_JOIN_COLUMNS];
    uint64_t words[SCAN_JOIN_COLUMNS / 2 + 1];
    size_t count, word_count;
};

static struct str bytes_of(const struct tuple *t) {
    return (struct str){(const char *)t->words, t->word_count * sizeof *t->words};
}

static void pack(struct tuple *t, size_t each) {
    size_t bits = 64 / each;
    t->word_count = 0;
    for (size_t i = 0; i < t->count; i += each) {
        uint64_t word = 0;
        for (size_t k = 0; k < each && i + k < t->count; k++) {
            word |= (uint64_t)t->ids[i + k] << (bits * k);
        }
        t->words[t->word_count++] = word;
    }
}

static inline void gather(const struct scanner *scanner, const uint16_t *columns,
                          size_t count, struct tuple *out) {
    uint32_t all = 0;
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        out->ids[i] = scanner->texts[columns[i]];
        all |= out->ids[i];
    }
    pack(out, all > UINT16_MAX ? 2 : 4);
}

/* The texts of a tuple, for who is asked. */
static void spell(const struct scanner *scanner, const uint16_t *columns,
                  const struct tuple *t, struct scan_text *out) {
    for (size_t i = 0; i < t->count; i++) {
        out[i] = (struct scan_text){columns[i], {"", 0}};
        if (t->ids[i] > 0) {
            out[i].text = scanner->parts[columns[i]].texts[t->ids[i]];
        }
    }
}

static uint32_t learn_fact(struct scanner *scanner, size_t index,
                           const struct tuple *t) {
    const struct scan_layout *layout = scanner->layout;
    const struct scan_fact *fact = &layout->facts[index];
    struct scan_text texts[SCAN_JOIN_COLUMNS];
    spell(scanner, fact->columns, t, texts);
    struct str known = scan_keep_text(scanner, bytes_of(t));
    uint32_t id =
        layout->resolve(layout->context, fact->role, fact->of, texts, t->count);
    return scan_settle_id(scanner, &scanner->facts[index], known, id);
}

/* The id of the text that is made of them. */
static uint32_t learn_made(struct scanner *scanner, size_t k, const struct tuple *t) {
    const struct scan_layout *layout = scanner->layout;
    const struct scan_made *made = &layout->made[k];
    struct scan_text texts[SCAN_JOIN_COLUMNS];
    struct str known = scan_keep_text(scanner, bytes_of(t)), text;
    uint32_t id = 0;
    spell(scanner, made->columns, t, texts);
    if (!layout->make(layout->context, made->of, texts, t->count, &text)) {
        id = SCAN_ODD;
    } else if (text.n > 0) {
        text = scan_keep_text(scanner, text); /* whole words of it are looked at */
        id = scan_part(scanner, layout->column_count + made->of, text.p, text.n);
    }
    lexicon_add(&scanner->made[k], known, id);
    scanner->full |= scanner->made[k].count > SCAN_TEXTS_MAX;
    return id;
}

bool scan_join(struct scanner *scanner, bool *special) {
    const struct scan_layout *layout = scanner->layout;
    struct tuple t;
    for (size_t k = 0; k < layout->made_count; k++) {
        const struct scan_made *made = &layout->made[k];
        gather(scanner, made->columns, made->count, &t);
        struct str known = bytes_of(&t);
        uint32_t id = lexicon_find(&scanner->made[k], known.p, known.n);
        id = id != LEXICON_UNKNOWN ? id : learn_made(scanner, k, &t);
        if (id == SCAN_ODD) {
            return false;
        }
        scanner->texts[layout->column_count + made->of] = id;
    }
    for (size_t k = 0; k < scanner->join_count; k++) {
        size_t index = scanner->joins[k];
        const struct scan_fact *fact = &layout->facts[index];
        gather(scanner, fact->columns, fact->count, &t);
        struct str known = bytes_of(&t);
        uint32_t id = lexicon_find(&scanner->facts[index], known.p, known.n);
        id = id != LEXICON_UNKNOWN ? id : learn_fact(scanner, index, &t);
        scanner->ids[index] = id;
        *special |= id >= SCAN_REMARK;
    }
    return true;
}
