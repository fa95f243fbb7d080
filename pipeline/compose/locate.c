#include "compose/locate.h"
#include "sandbox/lexer.h"
#include <string.h>

struct found {
    size_t line, column;
    bool twice; /* on another line, too */
};

static void add(struct found *found, struct str body, const struct token *token) {
    size_t start = token->at;
    while (start > 0 && body.p[start - 1] != '\n')
        start--;
    if (found->line != 0 && found->line != token->line)
        found->twice = true;
    if (found->line == 0)
        found->column = utf8_length(str_slice(body, start, token->at)) + 1;
    found->line = token->line;
}

/* A quoted word: a name, or the whole of a text or one up to its colon (a column
   "CERT:growth"). */
static struct found find_quoted(struct str body, size_t first_line, struct str word) {
    struct found found = {0};
    struct lexer lexer = lexer_open(body, 0, first_line);
    for (;;) {
        struct token token = lexer_next_code(&lexer);
        if (token.kind == TOKEN_END)
            return found;
        struct str text = token.text;
        if (token.kind == TOKEN_STRING) {
            text = str_slice(text, 1, text.n - 1);
            size_t colon = str_find(text, STR(":"), 0);
            if (colon == word.n && str_starts(text, word))
                text = word;
        }
        if ((token.kind == TOKEN_STRING || token.kind == TOKEN_NAME) &&
            str_equal(text, word))
            add(&found, body, &token);
    }
}

/* Whether a message has a word that is not part of a longer one. */
static bool has_word(struct str message, struct str word) {
    for (size_t at = 0;; at++) {
        at = str_find(message, word, at);
        if (at == STR_NOT_FOUND)
            return false;
        struct str around = str_slice(message, at > 0 ? at - 1 : 0, at + word.n + 1);
        size_t letters = 0;
        for (size_t i = 0; i < around.n; i++) {
            char c = around.p[i];
            letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                       (c >= '0' && c <= '9');
        }
        if (letters == word.n)
            return true;
    }
}

/* The only field, set outside of brackets, that the message names. */
static struct found find_field(struct str body, size_t first_line, struct str message) {
    struct found found = {0};
    struct lexer lexer = lexer_open(body, 0, first_line);
    struct token before = {0}, token;
    size_t depth = 0;
    while ((token = lexer_next_code(&lexer)).kind != TOKEN_END) {
        if (depth == 0 && before.kind == TOKEN_NAME &&
            token_is(&token, TOKEN_SYMBOL, "=") && has_word(message, before.text))
            add(&found, body, &before);
        if (token.kind == TOKEN_SYMBOL) {
            depth += memchr("([{", token.text.p[0], 3) != NULL;
            depth -= depth > 0 && memchr(")]}", token.text.p[0], 3) != NULL;
        }
        before = token;
    }
    return found;
}

/* The next word between quotation marks, English or Chinese, at or behind *at. */
static bool next_quoted(struct str message, size_t *at, struct str *word) {
    static const struct {
        struct str open, close;
    } marks[] = {{{"\"", 1}, {"\"", 1}}, {{"“", 3}, {"”", 3}}};
    for (; *at < message.n; (*at)++)
        for (size_t i = 0; i < 2; i++) {
            if (!str_starts(str_slice(message, *at, message.n), marks[i].open))
                continue;
            size_t start = *at + marks[i].open.n;
            size_t end = str_find(message, marks[i].close, start);
            if (end == STR_NOT_FOUND)
                continue;
            *word = str_slice(message, start, end);
            *at = end + marks[i].close.n;
            return true;
        }
    return false;
}

void locate_field(struct str body, size_t first_line, struct str message,
                  struct place *place) {
    struct str word;
    struct found found = {0};
    size_t at = 0;
    while (found.line == 0 && next_quoted(message, &at, &word))
        found = find_quoted(body, first_line, word);
    if (found.line == 0)
        found = find_field(body, first_line, message);
    if (found.line == 0 || found.twice)
        return;
    place->line = found.line;
    place->column = found.column;
}
