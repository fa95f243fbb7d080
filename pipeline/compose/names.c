#include "compose/names.h"
#include "sandbox/lexer.h"
#include <stdlib.h>

/* One piece of Lua after the other; TOKEN_END stands between two. */
struct reading {
    struct arena *arena;
    struct token *tokens;
    size_t count, capacity;
    struct str *declared;
    size_t declared_count, declared_capacity;
};

static void read_piece(struct reading *r, struct str code, size_t line) {
    struct lexer lexer = lexer_open(code, 0, line);
    struct token token;
    do {
        token = lexer_next_code(&lexer);
        r->tokens =
            arena_grow(r->arena, r->tokens, r->count, &r->capacity, sizeof *r->tokens);
        r->tokens[r->count++] = token;
    } while (token.kind != TOKEN_END);
}

static void read_words(struct reading *r, const struct words *words) {
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].kind == SEGMENT_VALUE)
            read_piece(r, words->items[i].text, words->items[i].line);
}

static void read_segment(struct reading *r, const struct segment *segment) {
    switch (segment->kind) {
    case SEGMENT_TEXT:
    case SEGMENT_END:
        break;
    case SEGMENT_VALUE:
    case SEGMENT_STATEMENT:
        read_piece(r, segment->text, segment->line);
        break;
    case SEGMENT_INCLUDE:
        read_piece(r, segment->parameters, segment->line);
        break;
    case SEGMENT_BLOCK:
        for (int i = 0; i < WORDS_COUNT; i++)
            read_words(r, &segment->block->words[i]);
        read_piece(r, segment->text, segment->line + 1);
        break;
    }
}

static bool is_symbol(const struct reading *r, size_t i, const char *symbol) {
    return i < r->count && token_is(&r->tokens[i], TOKEN_SYMBOL, symbol);
}

static bool is_word(const struct reading *r, size_t i, const char *word) {
    return i < r->count && token_is(&r->tokens[i], TOKEN_NAME, word);
}

static bool is_variable(const struct reading *r, size_t i) {
    return i < r->count && r->tokens[i].kind == TOKEN_NAME &&
           !lexer_is_keyword(r->tokens[i].text);
}

static void declare(struct reading *r, size_t i) {
    r->declared = arena_grow(r->arena, r->declared, r->declared_count,
                             &r->declared_capacity, sizeof *r->declared);
    r->declared[r->declared_count++] = r->tokens[i].text;
}

/* The names behind `local`, `for` or a function's bracket: a, b <const>, c. */
static void declare_list(struct reading *r, size_t i) {
    for (; is_variable(r, i); i++) {
        declare(r, i);
        if (is_symbol(r, i + 1, "<"))
            i += 3;
        if (!is_symbol(r, ++i, ","))
            return;
    }
}

/* A field or a variable before =, and those before it in a, b = 1, 2; but not in
   { x = a, b = 1 }, where an = or a bracket stands before them. */
static void declare_assigned(struct reading *r, size_t last) {
    size_t first = last;
    while (first > 1 && is_symbol(r, first - 1, ",") && is_variable(r, first - 2))
        first -= 2;
    bool list = first == 0 || r->tokens[first - 1].kind != TOKEN_SYMBOL ||
                is_symbol(r, first - 1, ";") || is_symbol(r, first - 1, ")");
    for (size_t i = list ? first : last; i <= last; i += 2)
        declare(r, i);
}

static void declare_at(struct reading *r, size_t i) {
    if (is_word(r, i, "local") || is_word(r, i, "for")) {
        declare_list(r, i + 1);
    } else if (is_word(r, i, "function")) {
        if (is_variable(r, i + 1))
            declare(r, i + 1);
        while (i < r->count && r->tokens[i].kind != TOKEN_END && !is_symbol(r, i, "("))
            i++;
        declare_list(r, i + 1);
    } else if (is_symbol(r, i, "=") && i > 0 && is_variable(r, i - 1)) {
        declare_assigned(r, i - 1);
    }
}

static int compare_names(const void *a, const void *b) {
    const struct str *left = a, *right = b;
    return str_compare(*left, *right);
}

/* Once they are sorted. */
static bool is_declared(const struct reading *r, struct str name) {
    return r->declared_count > 0 && bsearch(&name, r->declared, r->declared_count,
                                            sizeof *r->declared, compare_names) != NULL;
}

/* A name by itself: no field, method or label. */
static bool is_use(const struct reading *r, size_t i) {
    return is_variable(r, i) &&
           (i == 0 || (!is_symbol(r, i - 1, ".") && !is_symbol(r, i - 1, ":") &&
                       !is_symbol(r, i - 1, "::") && !is_word(r, i - 1, "goto") &&
                       !(is_symbol(r, i - 1, "<") && is_symbol(r, i + 1, ">")))) &&
           !is_declared(r, r->tokens[i].text);
}

/* A use, by its place among the tokens. */
struct use {
    struct str name;
    size_t at;
};

static int compare_places(const void *a, const void *b) {
    const struct use *left = a, *right = b;
    return left->at < right->at ? -1 : left->at > right->at;
}

static int compare_uses(const void *a, const void *b) {
    const struct use *left = a, *right = b;
    int order = str_compare(left->name, right->name);
    return order != 0 ? order : compare_places(a, b);
}

/* The first use of each name, in order. */
static size_t keep_first(struct use *uses, size_t count) {
    size_t kept = 0;
    qsort(uses, count, sizeof *uses, compare_uses);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !str_equal(uses[kept - 1].name, uses[i].name))
            uses[kept++] = uses[i];
    qsort(uses, kept, sizeof *uses, compare_places);
    return kept;
}

struct used_name *names_used(const struct template *template, struct arena *arena,
                             size_t *count) {
    struct reading r = {.arena = arena};
    size_t found = 0;
    read_words(&r, &template->words);
    for (size_t i = 0; i < template->segments.count; i++)
        read_segment(&r, &template->segments.items[i]);
    for (size_t i = 0; i < r.count; i++)
        declare_at(&r, i);
    if (r.declared_count > 0)
        qsort(r.declared, r.declared_count, sizeof *r.declared, compare_names);
    struct use *uses = arena_array(arena, r.count + 1, sizeof *uses);
    for (size_t i = 0; i < r.count; i++)
        if (is_use(&r, i))
            uses[found++] = (struct use){r.tokens[i].text, i};
    *count = keep_first(uses, found);
    struct used_name *names = arena_array(arena, *count + 1, sizeof *names);
    for (size_t i = 0; i < *count; i++)
        names[i] = (struct used_name){uses[i].name, r.tokens[uses[i].at].line};
    return names;
}
