/* The one lexer for Lua: the scanner of templates, the linter and the messages of the
   compiler read source text through it. It never fails: what is left open is a token
   that says so, and what Lua has no use for is a token of its own kind. */
#ifndef NQI_SANDBOX_LEXER_H
#define NQI_SANDBOX_LEXER_H

#include "base/buf.h"
#include "base/diag.h"

enum token_kind {
    TOKEN_END, /* nothing but blanks is left */
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING, /* quoted, or in long brackets */
    TOKEN_COMMENT,
    TOKEN_SYMBOL, /* one character, or == ~= <= >= .. ... :: // << >> */
    TOKEN_FOREIGN /* never valid: a full-width sign, a run of Han, != && || += … */
};

struct token {
    enum token_kind kind;
    struct str text; /* points into the lexer's text */
    size_t at;       /* its first byte there */
    size_t line;     /* of that byte */
    bool open;       /* a string or long comment that is not closed; a quoted one ends
                        before its line's end, others with the text */
};

struct lexer {
    struct str text;
    size_t at;       /* the next byte */
    size_t line;     /* of it */
    struct str stop; /* where a short comment ends before its line does, or empty */
};

/* Starts at byte `at` of `text`, which is on line `line`. */
struct lexer lexer_open(struct str text, size_t at, size_t line);
/* Moves over white space; the byte that the next token starts at. */
size_t lexer_skip_blanks(struct lexer *lexer);
struct token lexer_next(struct lexer *lexer);
/* The next token that is no comment. */
struct token lexer_next_code(struct lexer *lexer);
bool token_is(const struct token *token, enum token_kind kind, const char *text);
/* A keyword: no variable can have the name. */
bool lexer_is_keyword(struct str name);

/* What Lua has for a foreign token ("~=" for "!="), or NULL; `out` may hold it. */
const char *lexer_instead(const struct token *token, char out[2]);
/* The hint for a foreign token, in the language of the diag. */
void lexer_hint(const struct token *token, const struct diag *diag, struct buf *out);
/* Reports a foreign token with its hint; false. */
bool lexer_report(const struct token *token, struct place place, struct diag *diag);

#endif
