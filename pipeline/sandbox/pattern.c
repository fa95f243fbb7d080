/* find, match, gmatch and gsub with Lua's patterns. Lua's own matcher can
   backtrack for hours inside one call, where no instruction hook runs; this one
   counts its steps against the limit. Same language, same results. */
#include "sandbox/host.h"
#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

#define MAX_CAPTURES 32
#define MAX_DEPTH 200
#define ESCAPE '%'
#define STEPS_PER_CHARGE 1024

enum { CAPTURE_OPEN = -1, CAPTURE_POSITION = -2 };

struct capture {
    const char *start;
    ptrdiff_t length; /* or CAPTURE_OPEN, CAPTURE_POSITION */
};

struct matcher {
    lua_State *L;
    const char *text, *text_end;
    const char *pattern_end;
    int depth;
    unsigned steps;
    int level;
    struct capture captures[MAX_CAPTURES];
};

static const char *match(struct matcher *m, const char *s, const char *p);

static void count_step(struct matcher *m) {
    if (++m->steps == STEPS_PER_CHARGE) {
        m->steps = 0;
        sandbox_charge(m->L, STEPS_PER_CHARGE);
    }
}

/* Past the single-character class that starts at p. */
static const char *class_end(struct matcher *m, const char *p) {
    if (*p++ == ESCAPE) {
        if (p == m->pattern_end)
            sandbox_raise(m->L, NULL, "malformed pattern (ends with '%%')");
        return p + 1;
    }
    if (p[-1] != '[')
        return p;
    if (*p == '^')
        p++;
    do { /* a ] that comes first stands for itself */
        if (p == m->pattern_end)
            sandbox_raise(m->L, NULL, "malformed pattern (missing ']')");
        if (*p++ == ESCAPE) {
            if (p == m->pattern_end)
                sandbox_raise(m->L, NULL, "malformed pattern (missing ']')");
            p++;
        }
    } while (p == m->pattern_end || *p != ']');
    return p + 1;
}

static bool in_class(int c, int class_letter) {
    bool result;
    switch (tolower(class_letter)) {
    case 'a':
        result = isalpha(c) != 0;
        break;
    case 'c':
        result = iscntrl(c) != 0;
        break;
    case 'd':
        result = isdigit(c) != 0;
        break;
    case 'g':
        result = isgraph(c) != 0;
        break;
    case 'l':
        result = islower(c) != 0;
        break;
    case 'p':
        result = ispunct(c) != 0;
        break;
    case 's':
        result = isspace(c) != 0;
        break;
    case 'u':
        result = isupper(c) != 0;
        break;
    case 'w':
        result = isalnum(c) != 0;
        break;
    case 'x':
        result = isxdigit(c) != 0;
        break;
    default:
        return class_letter == c;
    }
    return isupper(class_letter) ? !result : result;
}

/* p at '[', last at its ']' */
static bool in_set(int c, const char *p, const char *last) {
    bool wanted = true;
    if (p[1] == '^') {
        wanted = false;
        p++;
    }
    while (++p < last) {
        if (*p == ESCAPE) {
            p++;
            if (in_class(c, (unsigned char)*p))
                return wanted;
        } else if (p[1] == '-' && p + 2 < last) {
            if ((unsigned char)*p <= c && c <= (unsigned char)p[2])
                return wanted;
            p += 2;
        } else if ((unsigned char)*p == c) {
            return wanted;
        }
    }
    return !wanted;
}

static bool single(const struct matcher *m, const char *s, const char *p,
                   const char *end) {
    if (s >= m->text_end)
        return false;
    int c = (unsigned char)*s;
    if (*p == '.')
        return true;
    if (*p == ESCAPE)
        return in_class(c, (unsigned char)p[1]);
    if (*p == '[')
        return in_set(c, p, end - 1);
    return (unsigned char)*p == c;
}

/* %bxy */
static const char *balanced(struct matcher *m, const char *s, const char *p) {
    if (p + 1 >= m->pattern_end)
        sandbox_raise(m->L, NULL, "malformed pattern (missing arguments to '%%b')");
    if (s >= m->text_end || *s != *p)
        return NULL;
    size_t open = 1;
    while (++s < m->text_end) {
        count_step(m);
        if (*s == p[1]) {
            if (--open == 0)
                return s + 1;
        } else if (*s == *p) {
            open++;
        }
    }
    return NULL;
}

static const char *longest(struct matcher *m, const char *s, const char *p,
                           const char *end) {
    ptrdiff_t i = 0;
    while (single(m, s + i, p, end)) {
        count_step(m);
        i++;
    }
    for (; i >= 0; i--) {
        const char *result = match(m, s + i, end + 1);
        if (result != NULL)
            return result;
    }
    return NULL;
}

static const char *shortest(struct matcher *m, const char *s, const char *p,
                            const char *end) {
    for (;;) {
        const char *result = match(m, s, end + 1);
        if (result != NULL)
            return result;
        if (!single(m, s, p, end))
            return NULL;
        s++;
    }
}

static const char *open_capture(struct matcher *m, const char *s, const char *p,
                                ptrdiff_t length) {
    if (m->level >= MAX_CAPTURES)
        sandbox_raise(m->L, NULL, "too many captures");
    m->captures[m->level].start = s;
    m->captures[m->level].length = length;
    m->level++;
    const char *result = match(m, s, p);
    if (result == NULL)
        m->level--;
    return result;
}

static const char *close_capture(struct matcher *m, const char *s, const char *p) {
    int i = m->level - 1;
    while (i >= 0 && m->captures[i].length != CAPTURE_OPEN)
        i--;
    if (i < 0)
        sandbox_raise(m->L, NULL, "invalid pattern capture");
    m->captures[i].length = s - m->captures[i].start;
    const char *result = match(m, s, p);
    if (result == NULL)
        m->captures[i].length = CAPTURE_OPEN;
    return result;
}

/* %1 to %9: the same text once more */
static const char *back_reference(struct matcher *m, const char *s, int digit) {
    int i = digit - '1';
    if (i < 0 || i >= m->level || m->captures[i].length == CAPTURE_OPEN)
        sandbox_raise(m->L, NULL, "invalid capture index %%%d", i + 1);
    if (m->captures[i].length == CAPTURE_POSITION)
        return NULL; /* a position is no text to repeat */
    const char *start = m->captures[i].start;
    size_t n = (size_t)m->captures[i].length;
    sandbox_charge(m->L, n / 16 + 1);
    if (start != NULL && (size_t)(m->text_end - s) >= n && memcmp(start, s, n) == 0)
        return s + n;
    return NULL;
}

/* %f[set]: between a character outside and one inside of the set */
static bool at_frontier(struct matcher *m, const char *s, const char *p,
                        const char **end) {
    if (p >= m->pattern_end || *p != '[')
        sandbox_raise(m->L, NULL, "missing '[' after '%%f' in pattern");
    *end = class_end(m, p);
    int before = s == m->text ? '\0' : (unsigned char)s[-1];
    int after = s == m->text_end ? '\0' : (unsigned char)*s;
    return !in_set(before, p, *end - 1) && in_set(after, p, *end - 1);
}

/* Items that are more than a character: sets *done when p was one of them. */
static const char *match_special(struct matcher *m, const char **s, const char **p,
                                 bool *done) {
    *done = true;
    if (**p == '(') {
        if (*p + 1 < m->pattern_end && (*p)[1] == ')')
            return open_capture(m, *s, *p + 2, CAPTURE_POSITION);
        return open_capture(m, *s, *p + 1, CAPTURE_OPEN);
    }
    if (**p == ')')
        return close_capture(m, *s, *p + 1);
    if (**p == '$' && *p + 1 == m->pattern_end)
        return *s == m->text_end ? *s : NULL;
    *done = false;
    if (**p != ESCAPE || *p + 1 >= m->pattern_end)
        return NULL;
    char kind = (*p)[1];
    if (kind == 'b') {
        const char *after = balanced(m, *s, *p + 2);
        *done = true;
        return after == NULL ? NULL : match(m, after, *p + 4);
    }
    if (kind == 'f') {
        const char *end;
        *done = true;
        return at_frontier(m, *s, *p + 2, &end) ? match(m, *s, end) : NULL;
    }
    if (isdigit((unsigned char)kind)) {
        const char *after = back_reference(m, *s, kind);
        *done = true;
        return after == NULL ? NULL : match(m, after, *p + 2);
    }
    return NULL;
}

static const char *match_items(struct matcher *m, const char *s, const char *p) {
    while (p != m->pattern_end) {
        count_step(m);
        bool done;
        const char *result = match_special(m, &s, &p, &done);
        if (done)
            return result;
        const char *end = class_end(m, p);
        char repeat = end < m->pattern_end ? *end : '\0';
        if (repeat == '*')
            return longest(m, s, p, end);
        if (repeat == '-')
            return shortest(m, s, p, end);
        bool one = single(m, s, p, end);
        if (repeat == '+')
            return one ? longest(m, s + 1, p, end) : NULL;
        if (repeat == '?') {
            if (one && (result = match(m, s + 1, end + 1)) != NULL)
                return result;
            p = end + 1;
            continue;
        }
        if (!one)
            return NULL;
        s++;
        p = end;
    }
    return s;
}

static const char *match(struct matcher *m, const char *s, const char *p) {
    if (++m->depth > MAX_DEPTH)
        sandbox_raise(m->L, NULL, "pattern too complex");
    const char *result = match_items(m, s, p);
    m->depth--;
    return result;
}

/* Capture i, or the whole match if there are none. */
static void push_capture(struct matcher *m, int i, const char *s, const char *end) {
    if (i >= m->level) {
        if (i != 0)
            sandbox_raise(m->L, NULL, "invalid capture index %%%d", i + 1);
        lua_pushlstring(m->L, s, (size_t)(end - s));
    } else if (m->captures[i].length == CAPTURE_POSITION) {
        lua_pushinteger(m->L, m->captures[i].start - m->text + 1);
    } else if (m->captures[i].length == CAPTURE_OPEN) {
        sandbox_raise(m->L, NULL, "unfinished capture");
    } else {
        lua_pushlstring(m->L, m->captures[i].start, (size_t)m->captures[i].length);
    }
}

static int push_captures(struct matcher *m, const char *s, const char *end) {
    int count = m->level == 0 && s != NULL ? 1 : m->level;
    luaL_checkstack(m->L, count, "too many captures");
    for (int i = 0; i < count; i++)
        push_capture(m, i, s, end);
    return count;
}

static struct matcher open_matcher(lua_State *L, struct str text, struct str pattern) {
    return (struct matcher){.L = L,
                            .text = text.p,
                            .text_end = text.p + text.n,
                            .pattern_end = pattern.p + pattern.n};
}

/* [-0, +0, e] *raw: whether it was marked as MARKED_RAW */
static struct str check_marked(lua_State *L, int index, bool *raw) {
    size_t n;
    sandbox_write_number(L, index);
    *raw = sandbox_unmark(L, index);
    const char *p = luaL_checklstring(L, index, &n);
    return p == NULL ? STR("") : (struct str){p, n};
}

/* Those of the last n results that are texts are marked so, too. */
static int mark_captures(lua_State *L, bool raw, int n) {
    for (int i = 1; raw && i <= n; i++)
        if (lua_type(L, -i) == LUA_TSTRING)
            sandbox_mark_raw(L, -i);
    return n;
}

static struct str check_text(lua_State *L, int index) {
    bool raw;
    return check_marked(L, index, &raw);
}

/* A start position as an offset: negative ones count from the end. */
static size_t start_offset(lua_Integer position, size_t n) {
    if (position > 0)
        return (size_t)position - 1;
    if (position == 0 || position < -(lua_Integer)n)
        return 0;
    return n - (size_t)-position;
}

static const char *find_plain(lua_State *L, struct str text, size_t from,
                              struct str wanted) {
    if (wanted.n == 0)
        return text.p + from;
    const char *p = text.p + from, *end = text.p + text.n;
    while ((size_t)(end - p) >= wanted.n) {
        const char *hit = memchr(p, wanted.p[0], (size_t)(end - p) - wanted.n + 1);
        sandbox_charge(L, (uint64_t)((hit == NULL ? end : hit) - p) / 16 + 1);
        if (hit == NULL)
            return NULL;
        sandbox_charge(L, wanted.n / 16);
        if (memcmp(hit, wanted.p, wanted.n) == 0)
            return hit;
        p = hit + 1;
    }
    return NULL;
}

static bool has_specials(struct str pattern) {
    for (size_t i = 0; i < pattern.n; i++)
        if (pattern.p[i] != '\0' && strchr("^$*+?.([%-", pattern.p[i]) != NULL)
            return true;
    return false;
}

static int find_or_match(lua_State *L, bool find) {
    bool raw;
    struct str text = check_marked(L, 1, &raw), pattern = check_text(L, 2);
    size_t from = start_offset(luaL_optinteger(L, 3, 1), text.n);
    if (from > text.n) {
        lua_pushnil(L);
        return 1;
    }
    if (find && (lua_toboolean(L, 4) || !has_specials(pattern))) {
        const char *hit = find_plain(L, text, from, pattern);
        if (hit == NULL) {
            lua_pushnil(L);
            return 1;
        }
        lua_pushinteger(L, hit - text.p + 1);
        lua_pushinteger(L, hit - text.p + (lua_Integer)pattern.n);
        return 2;
    }
    bool anchored = pattern.n > 0 && pattern.p[0] == '^';
    struct matcher m = open_matcher(L, text, pattern);
    for (const char *s = text.p + from;; s++) {
        m.level = 0;
        const char *end = match(&m, s, pattern.p + anchored);
        if (end != NULL) {
            if (!find)
                return mark_captures(L, raw, push_captures(&m, s, end));
            lua_pushinteger(L, s - text.p + 1);
            lua_pushinteger(L, end - text.p);
            return mark_captures(L, raw, push_captures(&m, NULL, NULL)) + 2;
        }
        if (anchored || s >= m.text_end)
            break;
    }
    lua_pushnil(L);
    return 1;
}

/* [-n, +r, e] */
static int pattern_find(lua_State *L) { return find_or_match(L, true); }

/* [-n, +r, e] */
static int pattern_match(lua_State *L) { return find_or_match(L, false); }

/* [-0, +r, e] upvalues: text, pattern, next offset, end of the last match, whether the
   text was raw */
static int gmatch_step(lua_State *L) {
    struct str text = check_text(L, lua_upvalueindex(1));
    struct str pattern = check_text(L, lua_upvalueindex(2));
    size_t from = (size_t)lua_tointeger(L, lua_upvalueindex(3));
    lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
    struct matcher m = open_matcher(L, text, pattern);
    for (const char *s = text.p + from; from <= text.n && s <= m.text_end; s++) {
        m.level = 0;
        const char *end = match(&m, s, pattern.p);
        if (end != NULL && end - text.p != last) {
            lua_pushinteger(L, end - text.p);
            lua_copy(L, -1, lua_upvalueindex(3));
            lua_replace(L, lua_upvalueindex(4));
            bool raw = lua_toboolean(L, lua_upvalueindex(5)) != 0;
            return mark_captures(L, raw, push_captures(&m, s, end));
        }
    }
    return 0;
}

/* [-n, +1, e] */
static int pattern_gmatch(lua_State *L) {
    bool raw;
    struct str text = check_marked(L, 1, &raw);
    check_text(L, 2);
    size_t from = start_offset(luaL_optinteger(L, 3, 1), text.n);
    lua_settop(L, 2);
    lua_pushinteger(L, (lua_Integer)(from > text.n ? text.n + 1 : from));
    lua_pushinteger(L, -1);
    lua_pushboolean(L, raw);
    lua_pushcclosure(L, gmatch_step, 5);
    return 1;
}

/* The replacement string at index 3, with %0 to %9 filled in. */
static void add_template(struct matcher *m, luaL_Buffer *buffer, const char *s,
                         const char *end) {
    size_t n;
    const char *text = lua_tolstring(m->L, 3, &n);
    for (size_t i = 0; i < n; i++) {
        if (text[i] != ESCAPE) {
            luaL_addchar(buffer, text[i]);
            continue;
        }
        i++;
        if (i < n && text[i] == ESCAPE) {
            luaL_addchar(buffer, ESCAPE);
        } else if (i < n && text[i] == '0') {
            luaL_addlstring(buffer, s, (size_t)(end - s));
        } else if (i < n && isdigit((unsigned char)text[i])) {
            push_capture(m, text[i] - '1', s, end);
            luaL_tolstring(m->L, -1, NULL);
            lua_remove(m->L, -2);
            luaL_addvalue(buffer);
        } else {
            sandbox_raise(m->L, NULL, "invalid use of '%%' in replacement string");
        }
    }
}

/* One replacement, from the string, table or function at index 3. */
static bool add_value(struct matcher *m, luaL_Buffer *buffer, const char *s,
                      const char *end, int type) {
    lua_State *L = m->L;
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(m, s, end), 1);
    } else if (type == LUA_TTABLE) {
        push_capture(m, 0, s, end);
        lua_gettable(L, 3);
    } else {
        add_template(m, buffer, s, end);
        return true;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(buffer, s, (size_t)(end - s));
        return false;
    }
    if (!lua_isstring(L, -1))
        sandbox_raise(L, NULL, "invalid replacement value (a %s)",
                      sandbox_type_name(L, -1));
    sandbox_write_number(L, -1);
    luaL_addvalue(buffer);
    return true;
}

/* [-n, +2, e] */
static int pattern_gsub(lua_State *L) {
    bool raw;
    struct str text = check_marked(L, 1, &raw), pattern = check_text(L, 2);
    int type = lua_type(L, 3);
    luaL_argexpected(L,
                     type == LUA_TNUMBER || type == LUA_TSTRING ||
                         type == LUA_TFUNCTION || type == LUA_TTABLE,
                     3, "string/function/table");
    sandbox_write_number(L, 3);
    lua_Integer limit = luaL_optinteger(L, 4, (lua_Integer)text.n + 1), count = 0;
    bool anchored = pattern.n > 0 && pattern.p[0] == '^';
    struct matcher m = open_matcher(L, text, pattern);
    const char *s = text.p, *last = NULL;
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    while (count < limit) {
        m.level = 0;
        m.depth = 0;
        const char *end = match(&m, s, pattern.p + anchored);
        if (end != NULL && end != last) {
            count++;
            add_value(&m, &buffer, s, end, type);
            s = last = end;
        } else if (s < m.text_end) {
            luaL_addchar(&buffer, *s++);
        } else {
            break;
        }
        if (anchored)
            break;
    }
    luaL_addlstring(&buffer, s, (size_t)(m.text_end - s));
    luaL_pushresult(&buffer);
    if (raw)
        sandbox_mark_raw(L, -1);
    lua_pushinteger(L, count);
    return 2;
}

void sandbox_open_patterns(lua_State *L) {
    static const luaL_Reg functions[] = {{"find", pattern_find},
                                         {"match", pattern_match},
                                         {"gmatch", pattern_gmatch},
                                         {"gsub", pattern_gsub},
                                         {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
