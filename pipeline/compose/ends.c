#include "compose/ends.h"
#include "sandbox/lexer.h"
#include <string.h>

#define DEPTH 200 /* as deep as Lua nests blocks */

/* What is open, by its keyword. */
struct opener {
    struct str word;
    struct place place;
    bool waits; /* for the do of a for or while */
};

struct ends {
    struct opener open[DEPTH];
    size_t depth;
    struct diag *diag;
};

static bool is_word(struct str word, const char *name) {
    return str_equal(word, str_from(name));
}

static bool push(struct ends *ends, struct str word, struct place place) {
    struct opener *top = ends->depth > 0 ? &ends->open[ends->depth - 1] : NULL;
    if (top != NULL && top->waits && is_word(word, "do")) {
        top->waits = false;
        return true;
    }
    if (ends->depth == DEPTH)
        return false;
    ends->open[ends->depth++] =
        (struct opener){word, place, is_word(word, "for") || is_word(word, "while")};
    return true;
}

/* `word` closes what is on the top, or goes on with it: `openers` says of what. */
static bool meet(struct ends *ends, const char *word, const char *openers, bool closes,
                 struct place place) {
    bool repeats = strcmp(word, "until") == 0, branches = !closes;
    bool good = ends->depth > 0;
    if (good) {
        struct str top = ends->open[ends->depth - 1].word;
        good = branches ? is_word(top, "if") : is_word(top, "repeat") == repeats;
    }
    if (!good) {
        diag_error(ends->diag, place, "{%% %s %%} closes nothing", word);
        diag_hint(ends->diag, "take it away, or write the %s that it belongs to",
                  openers);
        return false;
    }
    ends->depth -= closes;
    return true;
}

static bool read_token(struct ends *ends, struct str word, struct place place) {
    static const char *const openers[] = {"if",       "for",    "while",
                                          "function", "repeat", "do"};
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++)
        if (is_word(word, openers[i]))
            return push(ends, word, place);
    if (is_word(word, "end"))
        return meet(ends, "end", "if, for, while", true, place);
    if (is_word(word, "until"))
        return meet(ends, "until", "repeat", true, place);
    if (is_word(word, "else"))
        return meet(ends, "else", "if", false, place);
    if (is_word(word, "elseif"))
        return meet(ends, "elseif", "if", false, place);
    return true;
}

static bool read_segment(struct ends *ends, const struct segment *segment,
                         struct str file) {
    struct lexer lexer = lexer_open(segment->text, 0, segment->line);
    for (;;) {
        struct token token = lexer_next_code(&lexer);
        struct place place = {.file = file, .line = token.line};
        if (token.line == segment->line)
            place.column = segment->column;
        if (token.kind == TOKEN_END)
            return true;
        if (token.kind == TOKEN_NAME && !read_token(ends, token.text, place))
            return false;
    }
}

bool ends_check(const struct segments *segments, struct str file, struct diag *diag) {
    struct ends ends = {.diag = diag};
    for (size_t i = 0; i < segments->count; i++)
        if (segments->items[i].kind == SEGMENT_STATEMENT &&
            !read_segment(&ends, &segments->items[i], file))
            return ends.depth == DEPTH; /* too deep is not told here */
    if (ends.depth == 0)
        return true;
    const struct opener *top = &ends.open[ends.depth - 1];
    diag_error(diag, top->place, "this %.*s is not closed", STR_ARG(top->word));
    diag_hint(diag, "it ends with {%% %s %%}",
              is_word(top->word, "repeat") ? "until …" : "end");
    return false;
}
