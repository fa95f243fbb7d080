#include "compose/habits.h"
#include "compose/tag.h"
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The first tokens of a tag, and its last one. */
struct words {
    struct token first, second, last;
    size_t count;
};

static struct words read_words(struct str code) {
    struct words words = {0};
    struct lexer lexer = lexer_open(code, 0, 1);
    for (;; words.count++) {
        struct token token = lexer_next_code(&lexer);
        if (token.kind == TOKEN_END)
            return words;
        if (words.count == 0)
            words.first = token;
        if (words.count == 1)
            words.second = token;
        words.last = token;
    }
}

static bool same_letters(struct str a, struct str b) {
    for (size_t i = 0; i < a.n && a.n == b.n; i++)
        if ((a.p[i] | 0x20) != (b.p[i] | 0x20))
            return false;
    return a.n == b.n;
}

static bool is_one_of(const struct token *token, const char *const *names) {
    for (; token->kind == TOKEN_NAME && *names != NULL; names++)
        if (same_letters(token->text, str_from(*names)))
            return true;
    return false;
}

/* Statements of other languages, by their first word. */
static const char *hint_for(const struct token *first) {
    static const struct {
        const char *names[8];
        const char *hint;
    } habits[] = {
        {{"elif", "elsif", "elseif", "elseif_", "case"}, "write {% elseif … then %}"},
        {{"unless"}, "write {% if not (…) then %}"},
        {{"foreach", "each", "loop", "for"},
         "write {% for i, x in ipairs(list) do %} … {% end %}"},
        {{"set", "let", "var", "const", "assign", "def"}, "write {% local x = … %}"},
        {{"include", "import", "extends", "render", "partial", "from"},
         "write {% include \"partials/x.md\" %}"},
        {{"macro", "block", "call", "function"},
         "write {% local function f(x) … end %}, or a file of its own to include"},
    };
    static const char *const closers[] = {"fi", "done", "od", "esac", NULL};
    struct str name = first->text;
    if (is_one_of(first, closers) ||
        (name.n >= 3 && same_letters(str_slice(name, 0, 3), STR("end"))))
        return "{% end %} closes if, for and while";
    if (same_letters(name, STR("else")))
        return "write {% else %}";
    for (size_t i = 0; i < COUNT(habits); i++)
        if (is_one_of(first, habits[i].names))
            return habits[i].hint;
    return "a statement is local x = …, if … then, for … do, else, end, or a call";
}

static bool refuse(struct str code, const char *hint, struct place place,
                   struct diag *diag) {
    struct buf shown = buf_open(1024);
    tag_show(code, &shown);
    diag_error(diag, place, "{%% %.*s %%} is no statement of Lua",
               STR_ARG(buf_str(&shown)));
    diag_hint(diag, "%s", diag_words(diag, hint));
    buf_close(&shown);
    return false;
}

/* {%- and -}}, which take white space away elsewhere. */
static bool refuse_dash(const char *open, struct place place, struct diag *diag) {
    diag_error(diag, place, "a - at the end of a %s tag means nothing here", open);
    diag_hint(diag, "take it away: lines that hold only {%% %%} leave no blank line");
    return false;
}

bool habits_check_statement(struct str code, struct place place, struct diag *diag) {
    struct words w = read_words(code);
    if (w.count == 0)
        return true;
    if (token_is(&w.first, TOKEN_SYMBOL, "-") || token_is(&w.last, TOKEN_SYMBOL, "-"))
        return refuse_dash("{%", place, diag);
    if (w.first.kind != TOKEN_NAME)
        return true;
    bool word = w.second.kind == TOKEN_NAME || w.second.kind == TOKEN_NUMBER;
    /* A name by itself, or before another one, begins nothing in Lua. */
    if (!lexer_is_keyword(w.first.text) && (w.count == 1 || word))
        return refuse(code, hint_for(&w.first), place, diag);
    if (token_is(&w.first, TOKEN_NAME, "include") &&
        (w.second.kind == TOKEN_STRING || token_is(&w.second, TOKEN_SYMBOL, "(")))
        return refuse(code, hint_for(&w.first), place, diag);
    if (token_is(&w.first, TOKEN_NAME, "end") && w.count == 2 && word)
        return refuse(code, hint_for(&w.first), place, diag);
    if (token_is(&w.first, TOKEN_NAME, "else") &&
        token_is(&w.second, TOKEN_NAME, "if") && !token_is(&w.last, TOKEN_NAME, "then"))
        return refuse(code, "write {% elseif … then %}", place, diag);
    return true;
}

/* A keyword that a value can begin with. */
static bool begins_value(struct str keyword) {
    static const char *const names[] = {"nil", "true", "false", "not", "function"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_equal(keyword, str_from(names[i])))
            return true;
    return false;
}

static bool refuse_filter(struct str name, struct place place, struct diag *diag) {
    diag_error(diag, place, "{{ }} has no filters: | %.*s", STR_ARG(name));
    diag_hint(diag, "write v.CERT:fixed(1), or fmt.number(x, 1) for a plain number");
    return false;
}

bool habits_check_value(struct str code, struct place place, struct diag *diag) {
    struct lexer lexer = lexer_open(code, 0, 1);
    struct token first = lexer_next_code(&lexer), token = first, before = {0};
    bool keyword = first.kind == TOKEN_NAME && lexer_is_keyword(first.text) &&
                   !begins_value(first.text);
    bool sign =
        first.kind == TOKEN_SYMBOL && memchr("/>%^", first.text.p[0], 4) != NULL;
    bool statement = keyword || sign;
    size_t depth = 0;
    for (; token.kind != TOKEN_END; before = token, token = lexer_next_code(&lexer)) {
        if (depth == 0 && token.kind == TOKEN_NAME && !lexer_is_keyword(token.text) &&
            token_is(&before, TOKEN_SYMBOL, "|"))
            return refuse_filter(token.text, place, diag);
        statement |= depth == 0 && token_is(&token, TOKEN_SYMBOL, "=");
        /* {{#if x}} */
        statement |= before.at == first.at && token_is(&before, TOKEN_SYMBOL, "#") &&
                     token.kind == TOKEN_NAME && lexer_is_keyword(token.text);
        if (token.kind != TOKEN_SYMBOL)
            continue;
        depth += memchr("([{", token.text.p[0], 3) != NULL;
        depth -= depth > 0 && memchr(")]}", token.text.p[0], 3) != NULL;
    }
    if (token_is(&before, TOKEN_SYMBOL, "-"))
        return refuse_dash("{{", place, diag);
    if (!statement)
        return true;
    struct buf shown = buf_open(1024);
    tag_show(code, &shown);
    diag_error(diag, place, "{{ %.*s }} is a statement, not a value",
               STR_ARG(buf_str(&shown)));
    buf_close(&shown);
    diag_hint(diag, "statements stand in {%% %%}: {%% if x then %%} … {%% end %%}");
    return false;
}

/* The ASCII sign at `at`, or of its full-width form; its length in *n. */
static char sign_at(struct str text, size_t at, size_t *n) {
    uint32_t cp = 0;
    *n = at < text.n ? utf8_decode(text, at, &cp) : 0;
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0;
    return cp < 0x80 ? (char)cp : '\0';
}

/* {# 注释 #}; {#id} and {#id .annex} are attributes of a heading. */
static bool is_comment(struct str text, size_t at) {
    size_t i = at + 2;
    if (i == text.n || text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '-')
        return true;
    while (i < text.n && text.p[i] != '}' && text.p[i] != '\n')
        i++;
    return i < text.n && text.p[i] == '}' && i > at + 2 && text.p[i - 1] == '#';
}

size_t habits_find_tag(struct str text, size_t at, const char **tag) {
    static const char *const tags[] = {"{{", "}}", "{%", "{#"};
    size_t first, second;
    char a = sign_at(text, at, &first);
    if (a != '{' && a != '}')
        return 0;
    char b = sign_at(text, at + first, &second);
    bool wide = first + second > 2;
    for (size_t i = 0; i < COUNT(tags); i++) {
        *tag = tags[i];
        if (a == tags[i][0] && b == tags[i][1] &&
            (wide || (b == '#' && is_comment(text, at))))
            return first + second;
    }
    return 0;
}
