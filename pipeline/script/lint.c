#include "script/lint.h"
#include "base/arena.h"
#include "sandbox/lexer.h"
#include <string.h>

struct tokens {
    struct token *items;
    size_t count, capacity;
};

static struct tokens tokenise(struct str text, size_t line, struct arena *arena) {
    struct tokens tokens = {0};
    struct lexer lexer = lexer_open(text, 0, line);
    for (;;) {
        struct token token = lexer_next_code(&lexer);
        if (token.kind == TOKEN_END)
            return tokens;
        tokens.items = arena_grow(arena, tokens.items, tokens.count, &tokens.capacity,
                                  sizeof *tokens.items);
        tokens.items[tokens.count++] = token;
    }
}

static bool is_symbol(const struct tokens *tokens, size_t i, const char *symbol) {
    return i < tokens->count && token_is(&tokens->items[i], TOKEN_SYMBOL, symbol);
}

static bool is_one_of(const struct tokens *tokens, size_t i, const char *symbols) {
    return i < tokens->count && tokens->items[i].kind == TOKEN_SYMBOL &&
           tokens->items[i].text.n == 1 &&
           strchr(symbols, tokens->items[i].text.p[0]) != NULL;
}

static bool is_kind(const struct tokens *tokens, size_t i, enum token_kind kind) {
    return i < tokens->count && tokens->items[i].kind == kind;
}

/* The index of the bracket that opens the one at `i`, or of the first token. */
static size_t opening(const struct tokens *tokens, size_t i) {
    size_t depth = 0;
    for (;; i--) {
        if (is_one_of(tokens, i, ")]}"))
            depth++;
        else if (is_one_of(tokens, i, "([{") && --depth == 0)
            return i;
        if (i == 0)
            return 0;
    }
}

static size_t closing(const struct tokens *tokens, size_t i) {
    size_t depth = 0;
    for (; i < tokens->count; i++) {
        if (is_one_of(tokens, i, "([{"))
            depth++;
        else if (is_one_of(tokens, i, ")]}") && --depth == 0)
            return i;
    }
    return tokens->count;
}

static bool listed(struct str name, const char *const *names) {
    for (; *names != NULL; names++)
        if (str_equal(name, str_from(*names)))
            return true;
    return false;
}

/* Whether the token at `last` ends a call of one of the functions, or of one of the
   methods, and whether it is a call at all. */
static bool ends_in_call(const struct tokens *tokens, size_t last,
                         const char *const *functions, const char *const *methods,
                         bool *call) {
    size_t name = last;
    *call = is_kind(tokens, last, TOKEN_STRING);
    if (is_one_of(tokens, last, ")}")) {
        *call = true;
        name = opening(tokens, last);
    }
    if (!*call || name == 0 || !is_kind(tokens, --name, TOKEN_NAME))
        return false;
    if (name > 0 && is_symbol(tokens, name - 1, ":"))
        return listed(tokens->items[name].text, methods);
    return !(name > 0 && is_symbol(tokens, name - 1, ".")) &&
           listed(tokens->items[name].text, functions);
}

/* Whether the operand that ends with the token at `last` is a figure. */
static bool ends_in_figure(const struct tokens *tokens, size_t last) {
    static const char *const functions[] = {
        "get", "sum", "ratio", "figure", "sum_growth", "growth_of", NULL};
    static const char *const methods[] = {"growth", "previous", "year_ago", "at",
                                          "of",     "share",    "in_unit",  "as",
                                          "as_of",  NULL};
    size_t name = last;
    bool call, found = ends_in_call(tokens, last, functions, methods, &call);
    if (call)
        return found;
    if (!is_kind(tokens, name, TOKEN_NAME) || name < 2 ||
        !is_symbol(tokens, name - 1, "."))
        return false;
    if (str_equal(tokens->items[name].text, STR("figure")))
        return true;
    return is_kind(tokens, name - 2, TOKEN_NAME) &&
           str_equal(tokens->items[name - 2].text, STR("v")) &&
           !(name > 2 && is_one_of(tokens, name - 3, ".:"));
}

/* Whether the operand that ends at `last` is what a figure was printed as. */
static bool ends_in_print(const struct tokens *tokens, size_t last) {
    static const char *const functions[] = {"tostring", NULL};
    static const char *const methods[] = {"fixed", "plain", "signed", "with_unit",
                                          NULL};
    bool call;
    if (!ends_in_call(tokens, last, functions, methods, &call))
        return false;
    /* tostring() of a figure; of a number it has no mark. */
    return !is_symbol(tokens, last, ")") ||
           is_symbol(tokens, opening(tokens, last) - 2, ":") ||
           ends_in_figure(tokens, last - 1);
}

/* The first token of the operand that ends at `last`. */
static size_t operand_start(const struct tokens *tokens, size_t last) {
    size_t i = last;
    for (;;) {
        if (is_one_of(tokens, i, ")]}"))
            i = opening(tokens, i);
        if (i == 0)
            return 0;
        bool suffix = is_one_of(tokens, i, "([{") || is_kind(tokens, i, TOKEN_STRING);
        if (suffix &&
            (is_kind(tokens, i - 1, TOKEN_NAME) ||
             is_kind(tokens, i - 1, TOKEN_STRING) || is_one_of(tokens, i - 1, ")]}")))
            i--;
        else if (is_kind(tokens, i, TOKEN_NAME) && i > 1 &&
                 is_one_of(tokens, i - 1, ".:"))
            i -= 2;
        else
            return i;
    }
}

/* The last token of the operand that starts at `first`. */
static size_t operand_end(const struct tokens *tokens, size_t first) {
    size_t i = first;
    if (is_one_of(tokens, i, "({"))
        i = closing(tokens, i);
    while (i + 1 < tokens->count) {
        if (is_one_of(tokens, i + 1, ".:") && is_kind(tokens, i + 2, TOKEN_NAME))
            i += 2;
        else if (is_one_of(tokens, i + 1, "([{"))
            i = closing(tokens, i + 1);
        else if (is_kind(tokens, i + 1, TOKEN_STRING))
            i++;
        else
            break;
    }
    return i;
}

struct side {
    bool figure, number, other, print;
};

static void judge(struct side *side, const struct tokens *tokens, size_t first,
                  size_t last) {
    if (last < tokens->count && ends_in_figure(tokens, last))
        side->figure = true;
    else if (last < tokens->count && ends_in_print(tokens, last))
        side->print = true;
    else if (first == last && is_kind(tokens, first, TOKEN_NUMBER))
        side->number = true;
    else
        side->other = true;
}

/* The operands of + − × ÷ before the comparison at `i`. */
static struct side left_side(const struct tokens *tokens, size_t i) {
    struct side side = {false, false, false, false};
    while (i > 0) {
        size_t first = operand_start(tokens, i - 1);
        judge(&side, tokens, first, i - 1);
        if (first == 0 || !is_one_of(tokens, first - 1, "+-*/"))
            break;
        i = first - 1;
    }
    return side;
}

static struct side right_side(const struct tokens *tokens, size_t i) {
    struct side side = {false, false, false, false};
    do {
        i++;
        while (is_one_of(tokens, i, "-"))
            i++;
        size_t last = operand_end(tokens, i);
        judge(&side, tokens, i, last);
        i = last + 1;
    } while (is_one_of(tokens, i, "+-*/"));
    return side;
}

/* .value of a figure, or a typed number: what Lua computes with by itself. */
static bool ends_in_number(const struct tokens *tokens, size_t last) {
    bool value = is_kind(tokens, last, TOKEN_NAME) && last > 1 &&
                 str_equal(tokens->items[last].text, STR("value")) &&
                 is_symbol(tokens, last - 1, ".");
    return value || is_kind(tokens, last, TOKEN_NUMBER);
}

/* Whether the operand of .. before or behind the token at `i` is computed of nothing
   but numbers, and can have a fraction: v.A.value / 100, 1 / 3. */
static bool joins_number(const struct tokens *tokens, size_t i, bool before) {
    bool fraction = false;
    size_t count = 0, at = i;
    for (;; count++) {
        size_t first = before ? operand_start(tokens, at - 1) : at + 1;
        size_t last = before ? at - 1 : operand_end(tokens, first);
        if (last >= tokens->count || !ends_in_number(tokens, last))
            return false;
        at = before ? first - 1 : last + 1;
        fraction =
            fraction || is_kind(tokens, last, TOKEN_NAME) || is_symbol(tokens, at, "/");
        if ((before && first == 0) || !is_one_of(tokens, at, "+-*/"))
            break;
    }
    bool again = before && is_symbol(tokens, at, ".."); /* it was behind that one */
    return count > 0 && fraction && !again;
}

/* a .. b / 3 would print as many digits as Lua writes. */
static bool lint_joins(const struct tokens *tokens, struct str file,
                       struct diag *diag) {
    bool ok = true;
    for (size_t i = 1; i + 1 < tokens->count; i++) {
        if (!is_symbol(tokens, i, "..") ||
            !(joins_number(tokens, i, true) || joins_number(tokens, i, false)))
            continue;
        struct place place = {.file = file, .line = tokens->items[i].line};
        ok = diag_error(diag, place,
                        "a computed number is joined to a text as Lua writes it");
        diag_hint(diag, "leave out .value and compute with the figures, or write "
                        "fmt.number(x, 1)");
    }
    return ok;
}

bool lint_source(struct str text, struct str file, size_t first_line,
                 struct diag *diag) {
    struct arena *arena = arena_open();
    struct tokens tokens = tokenise(text, first_line, arena);
    bool ok = true;
    for (size_t i = 1; i + 1 < tokens.count; i++) {
        if (!is_symbol(&tokens, i, "==") && !is_symbol(&tokens, i, "~="))
            continue;
        struct side left = left_side(&tokens, i), right = right_side(&tokens, i);
        struct place place = {.file = file, .line = tokens.items[i].line};
        if (left.print || right.print) {
            ok = diag_error(diag, place, "a printed figure is compared as a text");
            diag_hint(diag, "ask f:is_zero() or f:missing(), or compare text.plain(…)");
            continue;
        }
        bool only_numbers = (left.number && !left.figure && !left.other) ||
                            (right.number && !right.figure && !right.other);
        if (!only_numbers || !(left.figure || right.figure))
            continue;
        ok = diag_error(diag, place, "a figure never equals a number");
        diag_hint(diag, "compare f.value, or ask f:is_zero()");
    }
    ok = lint_joins(&tokens, file, diag) && ok;
    arena_close(arena);
    return ok;
}
