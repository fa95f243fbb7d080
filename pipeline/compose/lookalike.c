#include "compose/lookalike.h"
#include "compose/borrowed.h"
#include "compose/info.h"
#include "compose/nodes.h"
#include "compose/pipe_table.h"
#include "document/block.h"
#include <string.h>

/* From here on a number is a year or an amount, not one of an item that was moved. */
#define LONG_NUMBER 100
#define WIDE_BLANK 0x3000
/* Bytes behind a sign that tell it from others of its line. */
#define SIGN_MAX 48

/* What a block's text looks like at byte `at`. */
struct text {
    struct composition *c;
    const struct typed_block *block;
    struct str all;
    const struct place *place;
};

/* Where the sign at byte `at` is written: the template may go on otherwise than what
   was read, so the longest beginning of what follows is looked for. */
static struct place place_at(const struct text *t, size_t at) {
    struct place place =
        t->place != NULL ? *t->place : nodes_place(t->c, typed_node(t->block, at));
    size_t end = at;
    while (end < t->all.n && end < at + SIGN_MAX && t->all.p[end] != '\n' &&
           t->all.p[end] != MARK)
        end++;
    return parts_point(t->c, place, str_slice(t->all, at, end), 1);
}

static char byte_at(struct str text, size_t at) {
    return at < text.n ? text.p[at] : '\n';
}

static bool is_blank(char ch) { return ch == ' ' || ch == '\t' || ch == '\n'; }
static bool is_digit(char ch) { return ch >= '0' && ch <= '9'; }

/* The character that is printed at byte `at`, by a tag or as it is typed. */
static uint32_t shown(const struct text *t, size_t at) {
    struct str text = t->all;
    for (size_t end; at < text.n && text.p[at] == MARK; at = end) {
        size_t index = parts_read_mark(text, at, &end);
        if (index == 0 || index >= t->c->mark_count)
            continue;
        const struct mark *mark = &t->c->marks[index];
        if (mark->kind != MARK_PRINTED)
            return TYPED_OTHER;
        struct str printed = ((const struct doc_printed *)mark->object)->text;
        if (printed.n == 0)
            continue;
        text = printed;
        at = 0;
        break;
    }
    uint32_t cp = '\n';
    if (at < text.n)
        utf8_decode(text, at, &cp);
    return cp;
}

/* Han and kana; the wide punctuation goes on a sentence as well. */
static bool starts_wide(const struct text *t, size_t at) {
    return document_is_wide(shown(t, at));
}

/* Behind what is typed as digits or printed by tags. */
static size_t skip_number(struct str text, size_t at) {
    for (size_t end; at < text.n; at = end) {
        end = at + 1;
        if (text.p[at] == MARK)
            parts_read_mark(text, at, &end);
        else if (!is_digit(text.p[at]))
            break;
    }
    return at;
}

/* ~~x~~: the tildes are two and touch what they strike. */
static void look_for_strike(const struct text *t) {
    size_t open = STR_NOT_FOUND;
    for (size_t i = 0, end; i < t->all.n; i = end) {
        end = i + 1;
        if (t->all.p[i] != '~')
            continue;
        while (byte_at(t->all, end) == '~')
            end++;
        if (end - i != 2)
            continue;
        if (open != STR_NOT_FOUND && !is_blank(t->all.p[i - 1])) {
            parts_error(t->c, place_at(t, open), "text is not struck through: ~~…~~");
            diag_hint(t->c->diag, "leave it out, or write \\~\\~ for the signs");
            open = STR_NOT_FOUND;
        } else if (!is_blank(byte_at(t->all, end))) {
            open = i;
        }
    }
}

/* $…$ by pandoc's rule: no blank inside the signs, no digit behind the second; what is
   printed there is taken for one. $$…$$ may have blanks. Returns whether there is
   one. */
static bool look_for_formula(const struct text *t) {
    bool told = false;
    size_t open = STR_NOT_FOUND, size = 0;
    for (size_t i = 0, end; i < t->all.n; i = end) {
        end = i + 1;
        if (t->all.p[i] != '$')
            continue;
        end += byte_at(t->all, end) == '$';
        char behind = byte_at(t->all, end);
        bool whole = end - i == 2;
        bool closes = open != STR_NOT_FOUND && size == end - i &&
                      (whole || (!is_blank(t->all.p[i - 1]) && !is_digit(behind) &&
                                 behind != MARK));
        if (closes) {
            parts_error(t->c, place_at(t, open), "formulas are not printed: $…$");
            diag_hint(t->c->diag, "write it in words, or \\$ for the sign");
            told = true;
            open = STR_NOT_FOUND;
        } else if (whole || !is_blank(behind)) {
            open = i;
            size = end - i;
        }
    }
    return told;
}

static void look_for_inline_note(const struct text *t) {
    size_t end = 0;
    for (size_t at = 0; (at = str_find(t->all, STR("^["), at)) != STR_NOT_FOUND;
         at += 2) {
        if (end < at + 2)
            end = str_find(t->all, STR("]"), at + 2);
        if (end == STR_NOT_FOUND)
            return;
        parts_error(t->c, place_at(t, at), "notes are not written as ^[…]");
        diag_hint(t->c->diag, "write {{ note(\"…\") }}, or \\^[ for the signs");
    }
}

/* [^{{ n }}]: a value is never part of a footnote's mark. */
static void look_for_printed_note(const struct text *t) {
    for (size_t at = 0; (at = str_find(t->all, STR("[^"), at)) != STR_NOT_FOUND;) {
        size_t end = at + 2;
        while (end < t->all.n && memchr("[]\n", t->all.p[end], 3) == NULL)
            end++;
        struct str name = str_slice(t->all, at + 2, end);
        if (byte_at(t->all, end) == ']' && memchr(name.p, MARK, name.n) != NULL) {
            parts_error(t->c, place_at(t, at), "the name of a footnote is not printed");
            diag_hint(t->c->diag, "write {{ note(\"…\") }}, or \\[^ for the signs");
        }
        at = end;
    }
}

/* The sign from `at` to `end` lacks its blank: if a full-width one stands there, that
   is told. Returns whether it was. */
static bool tell_wide_blank(const struct text *t, size_t at, size_t end) {
    if (shown(t, end) != WIDE_BLANK)
        return false;
    parts_error(t->c, place_at(t, at),
                "the blank behind %.*s is full-width: a half-width one is needed",
                STR_ARG(str_slice(t->all, at, end)));
    return true;
}

/* #标题, ＃ 标题 */
static void look_for_heading(const struct text *t, struct str line, size_t at) {
    size_t level = 0;
    while (byte_at(line, level) == '#')
        level++;
    uint32_t behind = shown(t, at + level);
    bool blank = behind < 0x80 && is_blank((char)behind);
    /* #3 is a number, #3. a heading's. */
    bool number = level == 1 && behind < 0x80 && is_digit((char)behind) &&
                  byte_at(t->all, skip_number(t->all, at + level)) != '.';
    if (level > 0 && level <= 6 && !blank && !number) {
        if (!tell_wide_blank(t, at, at + level))
            parts_error(t->c, place_at(t, at), "a heading needs a blank behind its #");
        diag_hint(t->c->diag, "write # 标题, or \\# for the sign");
    }
    if (str_starts(line, STR("＃"))) {
        parts_error(t->c, place_at(t, at), "a heading begins with #, not with ＃");
        diag_hint(t->c->diag, "write # 标题, or {{ \"＃\" }} for the sign");
    }
}

/* `1.` or `1)` at the start of a line, at `at`, with a word right behind. */
static bool is_number(const struct text *t, size_t at) {
    size_t digits = 0;
    while (is_digit(byte_at(t->all, at + digits)))
        digits++;
    char ch = byte_at(t->all, at + digits);
    bool number = digits > 0 && digits <= 9 && (ch == '.' || ch == ')');
    return number && starts_wide(t, at + digits + 1);
}

/* -项目; 1.项目 where several would run together. */
static void look_for_item(const struct text *t, struct str line, size_t at) {
    char first = byte_at(line, 0);
    if ((first == '-' || first == '+') && starts_wide(t, at + 1)) {
        if (!tell_wide_blank(t, at, at + 1))
            parts_error(t->c, place_at(t, at),
                        "a list's item needs a blank behind its %c", first);
        diag_hint(t->c->diag, "write - 项目, or \\- for the sign");
    }
    if (is_number(t, at) && (at > 0 || is_number(t, at + line.n + 1))) {
        if (!tell_wide_blank(t, at, skip_number(t->all, at) + 1))
            parts_error(t->c, place_at(t, at),
                        "a list's item needs a blank behind its number");
        diag_hint(t->c->diag, "write 1. 项目, or part the paragraphs by blank lines");
    }
}

static bool is_framed(struct str line) {
    line = str_trim(line);
    return line.n > 2 && line.p[0] == '|' && line.p[line.n - 1] == '|';
}

static void table_hint(const struct text *t) {
    diag_hint(t->c->diag, "a table is | 栏 | 栏 |, then | --- | --- |, then its rows; "
                          "write \\| for the sign");
}

/* | 甲 | 乙 | with no other line of a table at its side; |x| is an amount. */
static bool is_lone_row(struct str line, struct str before, struct str after) {
    struct str row = str_trim(line);
    return is_framed(line) && is_blank(row.p[1]) && pipe_table_cells(row) > 1 &&
           pipe_table_rule(line) == 0 && !is_framed(before) && !is_framed(after) &&
           pipe_table_rule(before) == 0 && pipe_table_rule(after) == 0;
}

/* Lines of a pipe table that is none. `before`, `after`: the lines beside it, empty if
   there are none. */
static void look_for_table(const struct text *t, struct str line, size_t at,
                           struct str before, struct str after) {
    size_t rule = memchr(line.p, '|', line.n) != NULL ? pipe_table_rule(line) : 0;
    if (rule > 0 && before.n == 0) {
        parts_error(t->c, place_at(t, at), "this table has no head");
        table_hint(t);
    } else if (rule > 0) {
        parts_error(t->c, place_at(t, at),
                    "the head has %zu cells, the row of dashes %zu",
                    pipe_table_cells(before), rule);
        table_hint(t);
    } else if ((is_framed(line) && is_framed(before) && pipe_table_rule(before) == 0) ||
               is_lone_row(line, before, after)) {
        parts_error(t->c, place_at(t, at), "this table has no row of dashes");
        table_hint(t);
    }
    size_t wide = str_find(line, STR("｜"), 1);
    if (str_starts(line, STR("｜")) && wide != STR_NOT_FOUND) {
        parts_error(t->c, place_at(t, at), "a table is written with |, not with ｜");
        diag_hint(t->c->diag, "write {{ \"｜\" }} for the sign");
    }
}

/* term
   : what it means */
static void look_for_term(const struct text *t, struct str line, size_t at) {
    if (byte_at(line, 0) != ':' || !is_blank(byte_at(line, 1)) || line.n < 2)
        return;
    parts_error(t->c, place_at(t, at), "lists of terms are not printed: “: …”");
    diag_hint(t->c->diag, "write **名称**：… , or \\: for the sign");
}

static void look_for_task(const struct text *t) {
    cmark_node *item = cmark_node_parent(t->block->node);
    if (item == NULL || cmark_node_get_type(item) != CMARK_NODE_ITEM ||
        cmark_node_first_child(item) != t->block->node || t->all.n < 3)
        return;
    const char *p = t->all.p;
    bool ticked = (p[1] == 'x' || p[1] == 'X') &&
                  (is_blank(byte_at(t->all, 3)) || starts_wide(t, 3));
    if (p[0] != '[' || p[2] != ']' || (p[1] != ' ' && !ticked))
        return;
    parts_error(t->c, place_at(t, 0), "boxes to tick are not printed: [%c]", p[1]);
    diag_hint(t->c->diag, "say it in words, or write \\[ for the sign");
}

/* Whether {{ is printed before `at`; then it was behind a backslash. */
static bool is_opened(const struct text *t, size_t at) {
    for (size_t i = 0; i + 1 < at; i++)
        if (typed_printed(t->block, i) == '{' && typed_printed(t->block, i + 1) == '{')
            return true;
    return false;
}

/* { { x } }: behind the blanks the second sign of a tag, or 0. */
static size_t parted_sign(struct str text, size_t at, const char *seconds) {
    size_t i = at + 1;
    while (byte_at(text, i) == ' ')
        i++;
    bool parted = i > at + 1 && i < text.n && strchr(seconds, text.p[i]) != NULL;
    return parted ? i : 0;
}

/* { x }} and { { x } } are near to a tag. */
static void look_for_tag(const struct text *t) {
    size_t open = STR_NOT_FOUND;
    for (size_t i = 0, second; i < t->all.n; i++) {
        char ch = t->all.p[i];
        bool closing = ch == '}' && byte_at(t->all, i + 1) == '}';
        bool parted = (ch == '}' || ch == '%') && open != STR_NOT_FOUND &&
                      parted_sign(t->all, i, "}") > 0;
        if (closing && !is_opened(t, i)) {
            parts_error(t->c, place_at(t, i), "}} closes no {{");
            diag_hint(t->c->diag, "write {{ … }} for a value, or \\}} for the signs");
        } else if (parted) {
            parts_error(t->c, place_at(t, open),
                        "no blank stands between the signs of a tag");
            diag_hint(t->c->diag, "write {{ … }} or {%% … %%}, or \\{ for the sign");
        }
        second = ch == '{' ? parted_sign(t->all, i, "{%") : 0;
        if (second > 0)
            open = i;
        else if (ch == '{' || ch == '}' || parted)
            open = STR_NOT_FOUND;
        i = second > 0 ? second : closing ? i + 1 : i;
    }
}

static void tell_borrowed(const struct text *t, const struct borrowed *borrowed,
                          size_t at) {
    if (borrowed == NULL)
        return;
    parts_error(t->c, place_at(t, at), "%s", diag_words(t->c->diag, borrowed->message));
    diag_hint(t->c->diag, "%s", diag_words(t->c->diag, borrowed->hint));
}

static void look_for_pairs(const struct text *t) {
    const struct borrowed *found;
    for (size_t at = 0, end; (found = borrowed_find(t->block, &at, &end)) != NULL;
         at = end) {
        bool empty = shown(t, at + strlen(found->open)) == (uint32_t)found->close[0];
        if (!empty) /* with a value that prints nothing */
            tell_borrowed(t, found, at);
    }
}

static void look_for_box(const struct text *t, struct str line) {
    cmark_node *quotation = cmark_node_parent(t->block->node);
    if (quotation != NULL && cmark_node_get_type(quotation) == CMARK_NODE_BLOCK_QUOTE &&
        cmark_node_first_child(quotation) == t->block->node)
        tell_borrowed(t, borrowed_quotation(line), 0);
}

static struct str line_at(struct str text, size_t at) {
    size_t end = at < text.n ? str_find(text, STR("\n"), at) : text.n;
    return at < text.n ? str_slice(text, at, end == STR_NOT_FOUND ? text.n : end)
                       : (struct str){"", 0};
}

static void look_at_lines(const struct text *t) {
    struct str before = {"", 0};
    for (size_t at = 0; at < t->all.n;) {
        struct str line = line_at(t->all, at);
        size_t end = at + line.n;
        /* Behind ** or [ no sign opens anything, whatever reads it. */
        if (cmark_node_parent(typed_node(t->block, at)) == t->block->node) {
            look_for_heading(t, line, at);
            look_for_item(t, line, at);
        }
        look_for_table(t, line, at, before, line_at(t->all, end + 1));
        look_for_term(t, line, at);
        tell_borrowed(t, borrowed_line(line), at);
        before = line;
        at = end + 1;
    }
}

void lookalike_text(struct composition *c, const struct typed_block *block,
                    const struct place *place) {
    struct text text = {c, block, block->text, place};
    look_for_strike(&text);
    bool formula = look_for_formula(&text); /* what is inside is of it */
    look_for_inline_note(&text);
    look_for_printed_note(&text);
    look_for_tag(&text);
    if (!formula)
        look_for_pairs(&text);
    if (place != NULL || cmark_node_get_type(block->node) != CMARK_NODE_PARAGRAPH)
        return;
    look_for_task(&text);
    look_for_box(&text, line_at(text.all, 0));
    look_at_lines(&text);
}

/* The info string's first word in small letters: {.Table, {#tbl-a .table, table{id=a}
   and table(a) are table. */
static struct str first_word(struct composition *c, struct str info) {
    struct buf word = buf_open(64);
    size_t start = 0;
    if (info.n > 0 && info.p[0] == '{') {
        size_t class = str_find(info, STR("."), 0);
        start = class == STR_NOT_FOUND ? 1 : class + 1;
    }
    for (size_t i = start; i < info.n && !is_blank(info.p[i]); i++) {
        char ch = info.p[i];
        if (word.n > 0 && strchr("{[(}:,;=", ch) != NULL)
            break;
        if (ch >= 'A' && ch <= 'Z')
            ch = (char)(ch + 'a' - 'A');
        if (ch >= 'a' && ch <= 'z')
            buf_char(&word, ch);
    }
    struct str copy = arena_copy(c->arena, buf_str(&word));
    buf_close(&word);
    return copy;
}

/* Whether one letter more, less or other makes the name of the word, behind its first
   letter, or two that change places: kpis, kp, kip. */
static bool is_slip(struct str word, struct str name) {
    size_t start = 0, end = 0, most = word.n < name.n ? word.n : name.n;
    while (start < most && word.p[start] == name.p[start])
        start++;
    while (end < most - start && word.p[word.n - 1 - end] == name.p[name.n - 1 - end])
        end++;
    struct str a = str_slice(word, start, word.n - end);
    struct str b = str_slice(name, start, name.n - end);
    return (start > 0 && a.n <= 1 && b.n <= 1) ||
           (a.n == 2 && b.n == 2 && a.p[0] == b.p[1] && a.p[1] == b.p[0]);
}

/* The block that a word means, misspelt or not; empty if none. Names of three letters
   are near to the names of too many languages: there it takes a slip. */
static struct str meant_block(struct str word, struct arena *arena) {
    size_t count = kind_count(block_kinds);
    struct str *names = arena_array(arena, count, sizeof *names);
    size_t near = 0;
    for (size_t i = 0; i < count; i++) {
        struct str name = str_from(block_kinds[i]->name);
        if (str_equal(name, word))
            return name;
        if (name.n <= 3 && is_slip(word, name))
            return name;
        if (name.n > 3)
            names[near++] = name;
    }
    return diag_nearest(word, names, near);
}

/* A key of any block: caption=… */
static bool has_key(struct str info) {
    for (size_t i = 0; block_kinds[i] != NULL; i++) {
        const struct block_kind *kind = (const void *)block_kinds[i];
        for (size_t k = 0; kind->keys[k] != NULL; k++) {
            size_t n = strlen(kind->keys[k]), at = 0;
            struct str key = {kind->keys[k], n};
            for (; (at = str_find(info, key, at)) != STR_NOT_FOUND; at += n)
                if (at > 0 && strchr(" {,", info.p[at - 1]) != NULL &&
                    byte_at(info, at + n) == '=')
                    return true;
        }
    }
    return false;
}

void lookalike_fence(struct composition *c, cmark_node *code) {
    struct str info = str_from(cmark_node_get_fence_info(code));
    bool keyed = has_key(info);
    struct str meant = meant_block(first_word(c, info), c->arena);
    if (!keyed && meant.n == 0)
        return;
    parts_error(c, nodes_place(c, code), "no block is called ```%.*s", STR_ARG(info));
    if (meant.n > 0)
        diag_hint(c->diag,
                  "did you mean ```%.*s? code that is printed stands indented by four "
                  "blanks, or behind a fence without a word",
                  STR_ARG(meant));
    else
        diag_hint(c->diag, "code that is printed stands indented by four blanks, or "
                           "behind a fence without a word");
}

/* The number that an item has in the source; −1 if it cannot be told. */
static long typed_number(const struct composition *c, cmark_node *item) {
    struct str line = source_line(&c->source, (size_t)cmark_node_get_start_line(item));
    size_t at = (size_t)cmark_node_get_start_column(item) - 1;
    if (at >= line.n || !is_digit(line.p[at]))
        return -1;
    long number = 0;
    for (size_t i = at; i < line.n && i < at + 9 && is_digit(line.p[i]); i++)
        number = number * 10 + (line.p[i] - '0');
    return number;
}

/* Some number all items alike; any other number says what is to be printed. */
void lookalike_numbers(struct composition *c, cmark_node *list) {
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST)
        return;
    long start = cmark_node_get_list_start(list), printed = start;
    for (cmark_node *item = cmark_node_first_child(list); item;
         item = cmark_node_next(item), printed++) {
        long typed = typed_number(c, item);
        if (typed < 0 || typed == printed || typed == start)
            continue;
        struct place place = nodes_place(c, item);
        if (typed >= LONG_NUMBER)
            parts_error(c, place, "the list prints %ld. here, not %ld.", printed,
                        typed);
        else
            diag_warning(c->diag, place, "the list prints %ld. here, not %ld.", printed,
                         typed);
        diag_hint(c->diag, "write %ld\\. if it is no item of the list", typed);
    }
}
