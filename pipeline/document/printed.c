#include "document/printed.h"

#include "document/document.h"
#include "words/words.h"
#include <stddef.h>

#define WORD(member) offsetof(struct printed_words, member)
#define OWN(member) offsetof(struct theme, member)
#define NO_OWN SIZE_MAX

/* Each word, its key in the vocabulary and the theme's field that goes before it. */
static const struct {
    size_t word;
    const char *key;
    size_t own;
} words[] = {
    {WORD(gap), "sign.gap", NO_OWN},
    {WORD(caption_gap), "sign.caption", NO_OWN},
    {WORD(colon), "sign.colon", NO_OWN},
    {WORD(comma), "sign.comma", NO_OWN},
    {WORD(open), "sign.open", NO_OWN},
    {WORD(close), "sign.close", NO_OWN},
    {WORD(stop), "sign.stop", NO_OWN},
    {WORD(mark_open), "sign.mark_open", NO_OWN},
    {WORD(mark_close), "sign.mark_close", NO_OWN},
    {WORD(blank), "sign.blank", NO_OWN},
    {WORD(heading[0]), "heading.1", OWN(numbering[0])},
    {WORD(heading[1]), "heading.2", OWN(numbering[1])},
    {WORD(heading[2]), "heading.3", OWN(numbering[2])},
    {WORD(heading[3]), "heading.4", OWN(numbering[3])},
    {WORD(annex), "heading.annex", NO_OWN},
    {WORD(table_label), "label.table", OWN(table_label)},
    {WORD(figure_label), "label.figure", OWN(figure_label)},
    {WORD(annex_table_label), "label.annex_table", NO_OWN},
    {WORD(annex_figure_label), "label.annex_figure", NO_OWN},
    {WORD(continued), "label.continued", OWN(continued)},
    {WORD(goes_on), "label.goes_on", NO_OWN},
    {WORD(unit_label), "label.unit", OWN(unit_prefix)},
    {WORD(note_label), "label.note", OWN(note_prefix)},
    {WORD(source_label), "label.source", OWN(source_prefix)},
    {WORD(contents), "page.contents", OWN(contents_title)},
    {WORD(figures), "page.figures", NO_OWN},
    {WORD(tables), "page.tables", NO_OWN},
    {WORD(page_number), "page.number", OWN(page_label)},
    {WORD(to_text), "page.to_text", NO_OWN},
    {WORD(to_index), "page.to_index", NO_OWN},
    {WORD(table_name), "page.table", NO_OWN},
    {WORD(footnotes), "page.footnotes", NO_OWN},
    {WORD(back), "page.back", NO_OWN},
    {WORD(demo), "mark.demo", OWN(demo_mark)},
};

void printed_words_of(struct catalogue vocabulary, const struct theme *theme,
                      struct printed_words *out) {
    if (vocabulary.bytes.n == 0)
        words_vocabulary(STR(""), &vocabulary);
    *out = (struct printed_words){.vocabulary = vocabulary};
    out->lang = vocabulary.language;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str *word = (struct str *)(void *)((char *)out + words[i].word);
        const struct str *own = NULL;
        if (words[i].own != NO_OWN && theme != NULL)
            own = (const void *)((const char *)theme + words[i].own);
        /* An empty text of a theme is a choice, such as headings without numbers. */
        *word =
            own != NULL && own->p != NULL ? *own : words_text(vocabulary, words[i].key);
    }
    if (theme != NULL)
        out->organisation = theme->organisation;
}

struct doc_part *printed_foot(const struct document *doc, const struct str *notes,
                              size_t note_count, struct str source, struct arena *arena,
                              size_t *count) {
    const struct printed_words *said = &doc->words;
    struct doc_part *parts = arena_array(arena, note_count + 1, sizeof *parts);
    *count = 0;
    for (size_t i = 0; i < note_count; i++) {
        struct str label = i == 0 ? said->note_label : STR("");
        if (note_count > 1)
            label = arena_printf(arena, "%.*s%zu. ", STR_ARG(label), i + 1);
        parts[(*count)++] = (struct doc_part){PART_NOTE, label, notes[i], STR("")};
    }
    if (source.n > 0)
        parts[(*count)++] =
            (struct doc_part){PART_SOURCE, said->source_label, source,
                              str_ends(source, said->stop) ? STR("") : said->stop};
    return parts;
}

size_t printed_cited(struct str text, size_t at) {
    size_t end = at + 1;
    if (text.p[at] != '[')
        return at;
    while (end < text.n && text.p[end] >= '0' && text.p[end] <= '9')
        end++;
    return at + 1 < end && end < text.n && text.p[end] == ']' ? end + 1 : at;
}

struct doc_part printed_unit(const struct document *doc, struct str unit) {
    return (struct doc_part){PART_UNIT, doc->words.unit_label, unit, STR("")};
}

/* What is known, and with `blanks` the other names and the date too. */
static struct signoff signoff_of(const struct document *doc, bool blanks) {
    struct catalogue said = doc->words.vocabulary;
    const struct doc_part parts[SIGNOFF_PARTS] = {
        {PART_OFFICE, words_text(said, "signoff.office"), doc->organisation, STR("")},
        {PART_COMPILED, words_text(said, "signoff.compiled"), doc->compiled_by,
         STR("")},
        {PART_REVIEWED, words_text(said, "signoff.reviewed"), doc->reviewed_by,
         STR("")},
        {PART_APPROVED, words_text(said, "signoff.approved"), doc->approved_by,
         STR("")},
        {PART_DATE, words_text(said, "signoff.date"), doc->date, STR("")},
    };
    struct signoff out = {.count = 0};
    for (size_t i = 0; i < SIGNOFF_PARTS; i++)
        if (parts[i].text.n > 0 || (blanks && parts[i].kind != PART_OFFICE))
            out.parts[out.count++] = parts[i];
    return out;
}

struct signoff printed_signoff(const struct document *doc) {
    return signoff_of(doc, doc->theme != NULL && doc->theme->sign_by_hand);
}

struct signoff printed_signoff_known(const struct document *doc) {
    return signoff_of(doc, false);
}

struct str printed_code_digits(struct str code, struct arena *arena) {
    struct str out = {0};
    for (size_t at = 0; at < PRINTED_CODE_DIGITS && at < code.n; at += 4)
        out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), at > 0 ? "-" : "",
                           STR_ARG(str_slice(code, at, at + 4)));
    return out;
}

struct str printed_code(const struct document *doc, struct arena *arena) {
    if (doc->code.n == 0)
        return doc->code;
    return arena_printf(arena, "%.*s%.*s",
                        STR_ARG(words_text(doc->words.vocabulary, "page.code")),
                        STR_ARG(printed_code_digits(doc->code, arena)));
}

struct str printed_caption(const struct document *doc, struct str label,
                           struct str caption, struct arena *arena) {
    if (label.n == 0 || caption.n == 0)
        return label.n > 0 ? label : caption;
    return arena_printf(arena, "%.*s%.*s%.*s", STR_ARG(label),
                        STR_ARG(doc->words.caption_gap), STR_ARG(caption));
}

struct str printed_heading_gap(const struct document *doc,
                               const struct doc_heading *heading) {
    if (heading->label.n == 0)
        return STR("");
    switch (printed_label_end(heading->label)) {
    case LABEL_WIDE: /* has the white in itself */
        return STR("");
    case LABEL_POINT:
        return STR(" ");
    case LABEL_CLOSED:
    case LABEL_PLAIN:
        break;
    }
    return doc->words.gap;
}

enum label_end printed_label_end(struct str label) {
    if (str_ends(label, STR("）")) || str_ends(label, STR("、")))
        return LABEL_WIDE;
    return str_ends(label, STR("."))   ? LABEL_POINT
           : str_ends(label, STR(")")) ? LABEL_CLOSED
                                       : LABEL_PLAIN;
}

bool printed_names_month(struct catalogue vocabulary, struct str label) {
    for (unsigned month = 1; month <= 12; month++)
        if (str_find(label, words_form(vocabulary, "period.month", month), 0) !=
            STR_NOT_FOUND)
            return true;
    return label.n == 7 && label.p[4] == '-';
}

struct str printed_line(const struct document *doc, const char *key, const char *name,
                        struct str value, struct arena *arena) {
    return words_fill(doc->words.vocabulary, key,
                      (const struct words_value[]){{name, value}}, 1, arena);
}

static const char *const form_names[] = {"title",   "period", "organisation",
                                         "series",  "issue",  "date",
                                         "section", "page",   "pages"};
#define FORM_NAMES (sizeof form_names / sizeof *form_names)
#define PAGE_NAMES 3 /* the last, which only a page has */

static size_t names_of(bool on_page) {
    return on_page ? FORM_NAMES : FORM_NAMES - PAGE_NAMES;
}

struct str printed_form_names(bool on_page, struct arena *arena) {
    struct buf out = buf_open(256);
    for (size_t i = 0; i < names_of(on_page); i++)
        buf_printf(&out, "%s{%s}", i > 0 ? ", " : "", form_names[i]);
    struct str names = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return names;
}

struct str printed_form_fault(struct str form, bool on_page) {
    struct str name;
    for (size_t at = 0; words_next_name(form, &at, &name);) {
        size_t i = 0;
        while (i < names_of(on_page) && !str_equal(name, str_from(form_names[i])))
            i++;
        if (i == names_of(on_page))
            return name;
    }
    return (struct str){0};
}

/* The bytes of the white that a text begins with, wide or narrow. */
static size_t blanks_at(struct str text) {
    size_t n = 0;
    for (;;) {
        struct str rest = str_slice(text, n, text.n);
        if (str_starts(rest, STR(" ")))
            n++;
        else if (str_starts(rest, STR("　")))
            n += STR("　").n;
        else
            return n;
    }
}

static bool is_empty(struct str name, const struct words_value *values) {
    for (size_t i = 0; i < FORM_NAMES; i++)
        if (str_equal(name, str_from(values[i].name)))
            return values[i].text.n == 0;
    return false;
}

/* The form without the names of which there is nothing, and the white behind each. */
static struct str filled_names(struct str form, const struct words_value *values,
                               struct arena *arena) {
    struct buf out = buf_open(1 << 16);
    struct str name;
    size_t from = 0;
    for (size_t at = 0; words_next_name(form, &at, &name);) {
        size_t start = (size_t)(name.p - form.p) - 1, end = start + name.n + 2;
        if (end > form.n || form.p[end - 1] != '}' || !is_empty(name, values))
            continue;
        buf_put(&out, str_slice(form, from, start));
        from = end + blanks_at(str_slice(form, end, form.n));
    }
    buf_put(&out, str_slice(form, from, form.n));
    struct str text = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    while (str_ends(text, STR("　")) || str_ends(text, STR(" ")))
        text.n -= str_ends(text, STR(" ")) ? 1 : STR("　").n;
    return text;
}

struct str printed_form(const struct document *doc, struct str form,
                        struct printed_page page, struct arena *arena) {
    const struct str texts[FORM_NAMES] = {
        doc->title,   doc->period_label, doc->organisation,
        doc->series,  doc->issue_number, doc->date,
        page.section, page.number,       page.total};
    struct words_value values[FORM_NAMES];
    for (size_t i = 0; i < FORM_NAMES; i++)
        values[i] = (struct words_value){form_names[i], texts[i]};
    struct buf out = buf_open(1 << 16);
    words_put_text(filled_names(form, values, arena), values, FORM_NAMES, &out);
    struct str text = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return text;
}
