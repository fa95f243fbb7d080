/* The text of a report is put together once, a line for each paragraph, cell and
   caption, and every rule's patterns are looked for in it. */
#include "compose/wording.h"
#include "compose/nodes.h"
#include "compose/origin.h"
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define WHOLE_MAX ((size_t)32 << 20)

/* Texts that are shorter say nothing about a number. */
enum { SHORTEST = 12 };

/* From byte `start` on the text comes from `place`. */
struct piece {
    size_t start;
    struct place place;
    bool caption;
};

struct whole {
    struct composition *c;
    struct buf text;
    struct piece *pieces;
    size_t count, capacity;
};

static void add_piece(struct whole *w, struct str text, struct place place,
                      bool caption) {
    w->pieces =
        arena_grow(w->c->arena, w->pieces, w->count, &w->capacity, sizeof *w->pieces);
    w->pieces[w->count++] = (struct piece){buf_str(&w->text).n, place, caption};
    buf_put(&w->text, text);
}

static void add_line(struct whole *w, struct str text, struct place place) {
    if (text.n < SHORTEST)
        return;
    add_piece(w, text, place, false);
    buf_char(&w->text, '\n');
}

static void add_caption(struct whole *w, struct str text, struct place place) {
    add_piece(w, text, place, true);
    buf_char(&w->text, '\n');
}

static void add_lines(struct whole *w, const struct str *texts, size_t count,
                      struct place place) {
    for (size_t i = 0; i < count; i++)
        add_line(w, texts[i], place);
}

static bool is_line(cmark_node_type type) {
    return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING;
}

/* The paragraphs and headings below a node; those of a note have its place. */
static void add_tree(struct whole *w, cmark_node *root, const struct place *place) {
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT) {
            const struct object *printed = document_object(node);
            struct place there = printed != NULL ? printed->place
                                 : place != NULL ? *place
                                                 : nodes_place(w->c, node);
            add_piece(w, str_from(cmark_node_get_literal(node)), there, false);
        } else if (type == CMARK_NODE_CODE) {
            buf_char(&w->text, '`'); /* no sentence, but what stands between others */
        } else if (event == CMARK_EVENT_EXIT && is_line(type)) {
            buf_char(&w->text, '\n');
        } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
            buf_char(&w->text, ' ');
        } else if (event == CMARK_EVENT_ENTER && document_object(node) != NULL &&
                   document_object(node)->kind == OBJECT_KPI) {
            const struct doc_kpi *kpi = (const void *)document_object(node);
            for (size_t i = 0; i < kpi->item_count; i++)
                add_line(w, kpi->items[i].note, kpi->object.place);
        }
    }
    cmark_iter_free(iter);
}

static void add_rows(struct whole *w, const struct doc_row *rows, size_t count,
                     struct place place) {
    for (size_t r = 0; r < count; r++)
        for (size_t i = 0; i < rows[r].count; i++)
            add_line(w, rows[r].cells[i].text, place);
}

static void add_table(struct whole *w, const struct doc_table *table) {
    struct place place = table->object.place;
    add_caption(w, table->caption, place);
    add_rows(w, table->head, table->head_count, place);
    add_rows(w, table->body, table->body_count, place);
    add_lines(w, table->notes, table->note_count, place);
}

static void add_chart(struct whole *w, const struct doc_chart *chart) {
    struct place place = chart->object.place;
    add_caption(w, chart->caption, place);
    for (size_t i = 0; i < chart->series_count; i++)
        add_line(w, chart->series[i].name, place);
    add_lines(w, chart->notes, chart->note_count, place);
}

static void add_document(struct whole *w) {
    struct document *doc = w->c->doc;
    add_tree(w, doc->root, NULL);
    for (size_t i = 0; i < doc->table_count; i++)
        add_table(w, doc->tables[i]);
    for (size_t i = 0; i < doc->chart_count; i++)
        add_chart(w, doc->charts[i]);
    for (size_t i = 0; i < doc->note_count; i++)
        add_tree(w, doc->notes[i]->content, &doc->notes[i]->object.place);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Behind the number at `at`, or `at`. */
static size_t number_end(struct str text, size_t at, bool decimals) {
    bool within = at > 0 && (is_digit(text.p[at - 1]) || text.p[at - 1] == '.');
    bool point = false;
    size_t end = at;
    for (; end < text.n && !within; end++) {
        bool sign = (text.p[end] == '.' || text.p[end] == ',') && end > at &&
                    end + 1 < text.n && is_digit(text.p[end + 1]);
        if (!is_digit(text.p[end]) && !sign)
            break;
        point = point || text.p[end] == '.';
    }
    return decimals && !point ? at : end;
}

/* Behind the bracket that closes the one at `at` of a pattern. */
static const char *choice_end(const char *at) {
    size_t depth = 0;
    for (;; at++) {
        depth += *at == '(';
        if (*at == ')' && --depth == 0)
            return at + 1;
    }
}

/* Whether the pattern, up to the | or ) of the choice that it is in, and then `rest`,
   match at *at; *at is then behind. A pattern has one choice open at a time within
   another, so that `rest` nests as deep as the pattern does. */
struct rest {
    const char *pattern;
    const struct rest *next;
};

static bool matches(struct str text, size_t *at, const char *p,
                    const struct rest *rest) {
    size_t end = *at;
    for (;; p++) {
        if (*p == '\0' || *p == '|' || *p == ')') {
            bool good = rest == NULL || matches(text, &end, rest->pattern, rest->next);
            *at = good ? end : *at;
            return good;
        }
        if (*p == '(')
            break;
        if (*p == '#' || *p == '@' || *p == '&') {
            size_t behind = number_end(text, end, *p != '#');
            if (behind == end || (*p == '&' && text.p[end] != '0'))
                return false;
            end = behind;
        } else if (end >= text.n || text.p[end] != (*p == '$' ? '\n' : *p)) {
            return false;
        } else {
            end += *p != '$';
        }
    }
    struct rest behind = {choice_end(p), rest};
    for (const char *choice = p + 1;; choice++) {
        size_t found = end;
        if (matches(text, &found, choice, &behind)) {
            *at = found;
            return true;
        }
        for (; *choice != '|' && *choice != ')'; choice++)
            if (*choice == '(')
                choice = choice_end(choice) - 1;
        if (*choice == ')')
            return false;
    }
}

/* A way for a pattern to begin: with this text, or with a number if it is empty. */
struct start {
    const struct start *next; /* of the same slot */
    struct str text;
    const struct wording_rule *rule;
    size_t pattern;
};

/* An occurrence. */
struct found {
    const struct wording_rule *rule;
    size_t pattern, from, to;
};

enum { STARTS_MAX = 200, SLOTS = 1024 };

struct search {
    struct start starts[STARTS_MAX];
    size_t start_count;
    const struct start *slots[SLOTS]; /* by the first character */
    struct found *found;
    size_t count, capacity;
};

/* Of the character that a text begins with; all digits are one. */
static size_t slot_of(const char *p, size_t n) {
    const unsigned char *b = (const unsigned char *)p;
    if (n == 0 || is_digit(*p))
        return '0';
    if (b[0] < 0xE0 || n < 3)
        return b[0];
    return (b[0] * 131u + b[1] * 31u + b[2]) % (SLOTS - 256) + 256;
}

static void add_start(struct search *s, const struct wording_rule *rule, size_t pattern,
                      const char *text) {
    struct str start = {text, strcspn(text, "(|)#@&$")};
    if (s->start_count == STARTS_MAX)
        return;
    const struct start **slot = &s->slots[slot_of(start.p, start.n)];
    s->starts[s->start_count] = (struct start){*slot, start, rule, pattern};
    *slot = &s->starts[s->start_count++];
}

static void add_starts(struct search *s, const struct wording_rule *rule, size_t i) {
    const char *p = rule->patterns[i];
    if (*p != '(') {
        add_start(s, rule, i, p);
        return;
    }
    for (const char *end = choice_end(p); p < end; p++)
        if (*p == '(' || *p == '|')
            add_start(s, rule, i, p + 1);
}

static void add_found(struct search *s, struct arena *arena, struct found found) {
    for (size_t i = s->count; i > 0 && s->found[i - 1].from == found.from; i--)
        if (s->found[i - 1].rule == found.rule)
            return;
    s->found = arena_grow(arena, s->found, s->count, &s->capacity, sizeof *s->found);
    s->found[s->count++] = found;
}

static const struct piece *piece_at(const struct whole *w, size_t at) {
    size_t low = 0, high = w->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (w->pieces[middle].start <= at)
            low = middle;
        else
            high = middle;
    }
    return &w->pieces[low];
}

static void look_at(const struct whole *w, struct search *s, struct str text,
                    size_t at) {
    struct str rest = str_slice(text, at, text.n);
    for (const struct start *start = s->slots[slot_of(rest.p, rest.n)]; start != NULL;
         start = start->next) {
        size_t end = at;
        if (!str_starts(rest, start->text) ||
            !matches(text, &end, start->rule->patterns[start->pattern], NULL))
            continue;
        if (start->rule->caption && !piece_at(w, at)->caption)
            continue;
        add_found(s, w->c->arena, (struct found){start->rule, start->pattern, at, end});
    }
}

static void search_all(const struct whole *w, struct search *s, struct str text) {
    for (size_t r = 0; wording_rules[r] != NULL; r++) {
        const struct wording_rule *rule = (const void *)wording_rules[r];
        for (size_t i = 0; i < COUNT(rule->patterns) && rule->patterns[i]; i++)
            add_starts(s, rule, i);
    }
    for (size_t at = 0; at < text.n; at++) {
        bool inside = ((unsigned char)text.p[at] & 0xC0) == 0x80 ||
                      (at > 0 && is_digit(text.p[at]) && is_digit(text.p[at - 1]));
        if (!inside && s->slots[slot_of(text.p + at, text.n - at)] != NULL)
            look_at(w, s, text, at);
    }
}

/* Of the ways to say one thing, the one that the report keeps to: the first that it
   has. */
static size_t kept_form(const struct search *s, const struct wording_rule *rule) {
    size_t kept = SIZE_MAX;
    for (size_t i = 0; i < s->count; i++)
        if (s->found[i].rule == rule && s->found[i].pattern < kept)
            kept = s->found[i].pattern;
    return kept;
}

/* The words of an occurrence with … for the numbers that the rule does not name, so
   that the same in many reports is one message. */
static struct str shown(struct composition *c, const struct wording_rule *rule,
                        struct str words) {
    struct buf out = buf_open(SIZE_MAX / 2);
    words = str_trim(words);
    for (size_t at = 0; at < words.n;) {
        size_t end = number_end(words, at, false);
        struct str number = str_slice(words, at, end);
        bool named = number.n == 0;
        for (size_t i = 0; i < COUNT(rule->patterns) && rule->patterns[i]; i++)
            named |= str_find(str_from(rule->patterns[i]), number, 0) != STR_NOT_FOUND;
        if (named)
            buf_put(&out, number.n > 0 ? number : str_slice(words, at, at + 1));
        else
            buf_puts(&out, "…");
        at = number.n > 0 ? end : at + 1;
    }
    struct str copy = arena_copy(c->arena, buf_str(&out));
    buf_close(&out);
    return copy;
}

static void report(const struct whole *w, struct str text, const struct found *found) {
    struct composition *c = w->c;
    struct diag *diag = c->diag;
    const struct wording_rule *rule = found->rule;
    struct str words = shown(c, rule, str_slice(text, found->from, found->to));
    bool chinese = str_starts(diag_language(diag), STR("zh"));
    struct place place = piece_at(w, found->from)->place;
    if (rule->own_words != NULL) {
        struct str own = str_from(rule->own_words);
        place.column = 0;
        if (parts_point(c, place, own, own.n).column == 0)
            return;
    }
    struct place script = origins_find(c, text, found->from, found->to, &place);
    if (place.context.n == 0)
        place.context = c->context;
    diag_warning(diag, place, "“%.*s”: %s", STR_ARG(words),
                 chinese ? rule->kind.chinese : rule->kind.english);
    if (script.file.n > 0)
        diag_hint(diag, "written at %.*s:%zu; as in: %s", STR_ARG(script.file),
                  script.line, rule->right);
    else
        diag_hint(diag, "as in: %s", rule->right);
}

void wording_check(struct composition *c) {
    struct whole whole = {.c = c, .text = buf_open(WHOLE_MAX)};
    struct search *search = arena_alloc(c->arena, sizeof *search);
    add_document(&whole);
    buf_char(&whole.text, '\n');
    struct str text = buf_str(&whole.text);
    if (whole.count > 0 && buf_ok(&whole.text))
        search_all(&whole, search, text);
    for (size_t i = 0; i < search->count; i++) {
        const struct found *found = &search->found[i];
        if (!found->rule->forms || found->pattern > kept_form(search, found->rule))
            report(&whole, text, found);
    }
    buf_close(&whole.text);
}
