#include "sandbox/lexer.h"
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

static bool stands_at(struct str text, size_t at, struct str word) {
    return at + word.n <= text.n && memcmp(text.p + at, word.p, word.n) == 0;
}

/* Behind the long bracket that opens at `at` ([[ or [==[), or `at` if there is none.
 *open: nothing closes it, and the end is the text's. */
static size_t long_bracket_end(struct str text, size_t at, bool *open) {
    size_t i = at + 1, level = 0;
    while (i < text.n && text.p[i] == '=') {
        level++;
        i++;
    }
    if (at >= text.n || text.p[at] != '[' || i >= text.n || text.p[i] != '[')
        return at;
    for (i++; i < text.n; i++) {
        if (text.p[i] != ']')
            continue;
        size_t k = i + 1;
        while (k < text.n && text.p[k] == '=')
            k++;
        if (k - i - 1 == level && k < text.n && text.p[k] == ']')
            return k + 1;
        i = k - 1;
    }
    *open = true;
    return text.n;
}

/* Behind a quoted string; \ at a line's end and \z carry it to the next line. */
static size_t quoted_end(struct str text, size_t at, bool *open) {
    char quote = text.p[at];
    size_t i = at + 1;
    while (i < text.n && text.p[i] != '\n') {
        if (text.p[i] == quote)
            return i + 1;
        bool skips = text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == 'z';
        i += text.p[i] == '\\' && i + 1 < text.n ? 2 : 1;
        while (skips && i < text.n && is_blank(text.p[i]))
            i++;
    }
    *open = true;
    return i;
}

static size_t comment_end(const struct lexer *lexer, size_t at, bool *open) {
    struct str text = lexer->text;
    size_t end = long_bracket_end(text, at + 2, open);
    if (end != at + 2)
        return end;
    while (end < text.n && text.p[end] != '\n' &&
           (lexer->stop.n == 0 || !stands_at(text, end, lexer->stop)))
        end++;
    return end;
}

static size_t number_end(struct str text, size_t at) {
    bool hex = at + 1 < text.n && text.p[at] == '0' && (text.p[at + 1] | 0x20) == 'x';
    char exponent = hex ? 'p' : 'e';
    size_t i = at + 1;
    while (i < text.n && (is_name_part(text.p[i]) || text.p[i] == '.' ||
                          ((text.p[i] == '+' || text.p[i] == '-') &&
                           (text.p[i - 1] | 0x20) == exponent)))
        i++;
    return i;
}

/* What other languages and input methods write, and what Lua has for it; NULL: there
   is no one sign. */
static const struct foreign {
    const char *sign, *lua;
} foreign[] = {
    {"!=", "~="}, {"<>", "~="}, {"=>", ">="}, {"=<", "<="},    {"&&", "and"},
    {"||", "or"}, {"+=", NULL}, {"-=", NULL}, {"*=", NULL},    {"/=", NULL},
    {"++", NULL}, {"!", "not"}, {"≠", "~="},  {"≤", "<="},     {"≥", ">="},
    {"×", "*"},   {"÷", "/"},   {"−", "-"},   {"–", "-"},      {"—", "-"},
    {"“", "\""},  {"”", "\""},  {"‘", "'"},   {"’", "'"},      {"。", "."},
    {"、", ","},  {"【", "["},  {"】", "]"},  {"\u3000", " "}, {"\u00A0", " "},
};

static const struct foreign *find_foreign(struct str text, size_t at) {
    for (size_t i = 0; i < COUNT(foreign); i++)
        if (stands_at(text, at, str_from(foreign[i].sign)))
            return &foreign[i];
    return NULL;
}

/* The full-width form of an ASCII sign (（ for (), or 0. */
static char narrow(struct str text, size_t at) {
    uint32_t cp = 0;
    if (at < text.n)
        utf8_decode(text, at, &cp);
    return cp >= 0xFF01 && cp <= 0xFF5E ? (char)(cp - 0xFEE0) : '\0';
}

/* Behind the signs at `at`, which no other kind of token begins with. */
static size_t signs_end(struct str text, size_t at, enum token_kind *kind) {
    static const char *const pairs[] = {
        "...", "==", "~=", "<=", ">=", "..", "::", "//", "<<", ">>"};
    *kind = TOKEN_SYMBOL;
    if (memchr("()[]{},;%^#", text.p[at], 11) != NULL) /* most of them, and no others */
        return at + 1;
    for (size_t i = 0; i < COUNT(pairs); i++)
        if (stands_at(text, at, str_from(pairs[i])))
            return at + strlen(pairs[i]);
    const struct foreign *known = find_foreign(text, at);
    if (known == NULL && strchr("+-*/%^#&~|<>=(){}[];:,.", text.p[at]) != NULL)
        return at + 1;
    *kind = TOKEN_FOREIGN;
    if (known != NULL)
        return at + strlen(known->sign);
    size_t i = at;
    do { /* a run of letters is one mistake */
        uint32_t cp;
        i += utf8_decode(text, i, &cp);
    } while (narrow(text, at) == '\0' && i < text.n &&
             (unsigned char)text.p[i] >= 0x80 && find_foreign(text, i) == NULL &&
             narrow(text, i) == '\0');
    return i;
}

static size_t token_end(const struct lexer *lexer, struct token *token) {
    struct str text = lexer->text;
    size_t at = lexer->at, end = at;
    char c = text.p[at];
    bool digit_next = at + 1 < text.n && is_digit(text.p[at + 1]);
    if (stands_at(text, at, STR("--"))) {
        token->kind = TOKEN_COMMENT;
        return comment_end(lexer, at, &token->open);
    }
    if (is_name_start(c)) {
        token->kind = TOKEN_NAME;
        while (end < text.n && is_name_part(text.p[end]))
            end++;
        return end;
    }
    if (is_digit(c) || (c == '.' && digit_next)) {
        token->kind = TOKEN_NUMBER;
        return number_end(text, at);
    }
    token->kind = TOKEN_STRING;
    if (c == '"' || c == '\'')
        return quoted_end(text, at, &token->open);
    end = long_bracket_end(text, at, &token->open);
    return end != at ? end : signs_end(text, at, &token->kind);
}

static void move_to(struct lexer *lexer, size_t at) {
    for (; lexer->at < at; lexer->at++)
        lexer->line += lexer->text.p[lexer->at] == '\n';
}

struct lexer lexer_open(struct str text, size_t at, size_t line) {
    return (struct lexer){.text = text, .at = at, .line = line};
}

size_t lexer_skip_blanks(struct lexer *lexer) {
    size_t at = lexer->at;
    while (at < lexer->text.n && is_blank(lexer->text.p[at]))
        at++;
    move_to(lexer, at);
    return at;
}

struct token lexer_next(struct lexer *lexer) {
    size_t at = lexer_skip_blanks(lexer);
    struct token token = {.kind = TOKEN_END, .at = at, .line = lexer->line};
    size_t end = at < lexer->text.n ? token_end(lexer, &token) : at;
    token.text = str_slice(lexer->text, at, end);
    move_to(lexer, end);
    return token;
}

struct token lexer_next_code(struct lexer *lexer) {
    struct token token;
    do
        token = lexer_next(lexer);
    while (token.kind == TOKEN_COMMENT);
    return token;
}

bool token_is(const struct token *token, enum token_kind kind, const char *text) {
    return token->kind == kind && str_equal(token->text, str_from(text));
}

bool lexer_is_keyword(struct str name) {
    static const char *const keywords[] = {
        "and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
        "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
        "repeat",   "return", "then", "true", "until",  "while"};
    for (size_t i = 0; i < COUNT(keywords); i++)
        if (name.n > 0 && name.p[0] == keywords[i][0] &&
            str_equal(name, str_from(keywords[i])))
            return true;
    return false;
}

const char *lexer_instead(const struct token *token, char out[2]) {
    const struct foreign *known = find_foreign(token->text, 0);
    out[0] = narrow(token->text, 0);
    out[1] = '\0';
    return known != NULL ? known->lua : out[0] != '\0' ? out : NULL;
}

void lexer_hint(const struct token *token, const struct diag *diag, struct buf *out) {
    char sign[2];
    const char *lua = lexer_instead(token, sign);
    struct str text = token->text;
    if (lua != NULL)
        buf_printf(out, diag_words(diag, "write %s for it"), lua);
    else if (text.n == 2 && (text.p[1] == '=' || text.p[1] == '+'))
        buf_puts(out, diag_words(diag, "write n = n + 1"));
    else if ((unsigned char)text.p[0] >= 0x80)
        buf_printf(out,
                   diag_words(diag, "text of the report stands outside of the Lua, a "
                                    "text in it in quotes: \"%.*s\""),
                   STR_ARG(text));
    else
        buf_puts(out, diag_words(diag, "such a sign can stand in a quoted text only"));
}

bool lexer_report(const struct token *token, struct place place, struct diag *diag) {
    struct buf hint = buf_open(512);
    diag_error(diag, place, "\"%.*s\" is no Lua", STR_ARG(token->text));
    lexer_hint(token, diag, &hint);
    diag_hint(diag, "%s", buf_z(&hint));
    buf_close(&hint);
    return false;
}
