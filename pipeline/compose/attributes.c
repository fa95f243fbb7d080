#include "compose/attributes.h"
#include "compose/info.h"

/* One word of {#id .annex -}. */
static bool read_word(struct composition *c, struct str word, struct place place,
                      struct attributes *out) {
    word = parts_values(c, word, NULL);
    if (word.n > 1 && word.p[0] == '#') {
        out->id = arena_copy(c->arena, str_slice(word, 1, word.n));
        if (info_id_is_valid(out->id))
            return true;
        parts_error(c, place, "\"%.*s\" cannot be an id", STR_ARG(out->id));
        diag_hint(c->diag, "an id is a Latin letter, then letters, digits, - and _");
        return false;
    }
    if (str_equal(word, STR("-")))
        return out->unnumbered = true;
    if (str_equal(word, STR(".annex")))
        return out->annex = true;
    parts_error(c, place, "a heading knows nothing of {%.*s}", STR_ARG(word));
    diag_hint(c->diag, "write {#id}, {-} for no number, or {.annex}");
    return false;
}

/* Where the attributes {…} at the heading's end start; n if there are none. */
static size_t attributes_start(struct str text) {
    if (text.n < 3 || text.p[text.n - 1] != '}' || text.p[text.n - 2] == '\\')
        return text.n;
    size_t at = text.n - 1;
    while (at > 0 && text.p[at] != '{')
        at--;
    if (text.p[at] != '{' || at == 0 || text.p[at - 1] == '\\' ||
        (text.p[at + 1] != '#' && text.p[at + 1] != '.' && text.p[at + 1] != '-'))
        return text.n;
    return at;
}

/* The heading's line without the signs # that close it. */
static struct str without_closing(struct str text) {
    struct str whole = str_trim(text), rest = whole;
    while (rest.n > 0 && rest.p[rest.n - 1] == '#')
        rest.n--;
    bool closed = rest.n < whole.n && rest.n > 0 && rest.p[rest.n - 1] == ' ';
    return closed ? str_trim(rest) : whole;
}

bool attributes_read(struct composition *c, cmark_node *node, struct edit *edit) {
    struct source_contents contents = source_contents_of(&c->source, node);
    if (contents.count == 0)
        return false;
    const struct source_content *last = &contents.items[contents.count - 1];
    struct str text = without_closing(last->text);
    size_t start = attributes_start(text);
    if (start == text.n)
        return false;
    struct attributes attributes = {.line = (size_t)cmark_node_get_start_line(node)};
    struct place place = parts_place(c, last->line);
    for (size_t at = start + 1; at + 1 < text.n;) {
        size_t end = at;
        while (end < text.n - 1 && text.p[end] != ' ')
            end++;
        if (end > at && !read_word(c, str_slice(text, at, end), place, &attributes))
            break;
        at = end + 1;
    }
    c->attributes = arena_grow(c->arena, c->attributes, c->attribute_count,
                               &c->attribute_capacity, sizeof *c->attributes);
    c->attributes[c->attribute_count++] = attributes;
    *edit = (struct edit){last->start + start, last->start + text.n, {"", 0}};
    return true;
}

const struct attributes *attributes_find(const struct composition *c, size_t line) {
    size_t low = 0, high = c->attribute_count; /* in order of lines */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->attributes[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->attribute_count && c->attributes[low].line == line
               ? &c->attributes[low]
               : NULL;
}
