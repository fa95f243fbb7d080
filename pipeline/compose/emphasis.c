#include "compose/emphasis.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#define OPEN_LIMIT 64                 /* runs that are weighed together, at most */
#define SETTLE_FROM 32                /* from so many on, where nothing is open */
#define STATE_LIMIT 16                /* variants that are kept of a beginning */
#define PARSE_LIMIT ((size_t)8 << 20) /* bytes parsed for one paragraph */
#define NEUTRAL_SIZE (sizeof MARK_NEUTRAL - 1)

/* A run of asterisks in doubt. */
struct run {
    size_t at;    /* its first byte */
    size_t place; /* where a neutral character would go */
};

/* One way to read a beginning of the paragraph. */
struct state {
    bool nested;   /* emphasis inside emphasis of its kind */
    size_t left;   /* runs of asterisks that stay */
    size_t added;  /* neutral characters */
    uint64_t hash; /* of what later runs can see of it */
    unsigned char chosen[OPEN_LIMIT];
};

struct search {
    struct str text; /* with its escaped asterisks replaced */
    const struct run *runs;
    size_t run_count;
    bool *chosen;  /* by run; settled below `first` */
    size_t first;  /* the runs that are weighed now */
    size_t base;   /* nothing is open before this byte */
    size_t parsed; /* bytes, so far */
    struct buf variant, seen;
};

static bool is_space(uint32_t cp) {
    return cp == '\t' || cp == '\n' || cp == '\r' || cp == '\f' ||
           u_charType((UChar32)cp) == U_SPACE_SEPARATOR;
}

/* As cmark has it: ASCII punctuation with its symbols, and Unicode's P classes. */
static bool is_punctuation(uint32_t cp) {
    if (cp < 0x80)
        return cp > ' ' && cp != 0x7F && !(cp >= '0' && cp <= '9') &&
               !(cp >= 'A' && cp <= 'Z') && !(cp >= 'a' && cp <= 'z');
    return u_ispunct((UChar32)cp);
}

static bool is_letter(uint32_t cp) { return !is_space(cp) && !is_punctuation(cp); }

/* Not one that ASCII writes; what is printed may be in any script. */
static bool is_foreign(uint32_t cp) { return cp >= 0x80 || cp == (uint32_t)MARK; }

static uint32_t before(struct str text, size_t at) {
    return at > 0 ? utf8_last(str_slice(text, 0, at)) : '\n';
}

static uint32_t after(struct str text, size_t at) {
    return at < text.n ? utf8_first(str_slice(text, at, text.n)) : '\n';
}

/* Runs between punctuation and a letter, one of them beyond ASCII. */
static struct run *find_runs(struct str text, struct arena *arena, size_t *count) {
    struct run *runs = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t i = 0, end; i < text.n; i = end) {
        end = i + 1;
        if (text.p[i] != '*')
            continue;
        while (end < text.n && text.p[end] == '*')
            end++;
        uint32_t p = before(text, i), q = after(text, end);
        bool opens = is_letter(p) && is_punctuation(q);
        bool closes = is_punctuation(p) && is_letter(q);
        if ((!opens && !closes) || (!is_foreign(p) && !is_foreign(q)))
            continue;
        runs = arena_grow(arena, runs, *count, &capacity, sizeof *runs);
        runs[(*count)++] = (struct run){i, opens ? end : i};
    }
    return runs;
}

/* The text with ; in the place of its escaped asterisks: punctuation as they are. */
static struct str without_escapes(struct str text, struct arena *arena) {
    struct buf out = buf_open(SIZE_MAX / 2);
    for (size_t i = 0; i < text.n; i++) {
        buf_char(&out, text.p[i]);
        if (text.p[i] == '\\' && i + 1 < text.n) {
            i++;
            buf_char(&out, text.p[i] == '*' ? ';' : text.p[i]);
        }
    }
    struct str copy = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return copy;
}

/* The bytes from the base to `end` as one variant has them, each line so far in that
   nothing but a paragraph goes on there. */
static void put_variant(struct search *s, const struct state *state, size_t end) {
    struct buf *out = &s->variant;
    size_t k = s->first, at = s->base;
    buf_clear(out);
    buf_puts(out, MARK_NEUTRAL "\n    ");
    for (size_t i = 0; i < s->first; i++) /* settled, behind the base */
        if (s->chosen[i] && s->runs[i].place >= s->base) {
            for (; at < s->runs[i].place; at++) {
                buf_char(out, s->text.p[at]);
                if (s->text.p[at] == '\n')
                    buf_puts(out, "    ");
            }
            buf_puts(out, MARK_NEUTRAL);
        }
    for (; at <= end; at++) {
        while (k < s->run_count && s->runs[k].place < at)
            k++;
        if (k < s->run_count && s->runs[k].place == at && k - s->first < OPEN_LIMIT &&
            state->chosen[k - s->first])
            buf_puts(out, MARK_NEUTRAL);
        if (at == end)
            break;
        buf_char(out, s->text.p[at]);
        if (s->text.p[at] == '\n')
            buf_puts(out, "    ");
    }
}

/* What a later run can match: the text with the asterisks that are left, and whether
   a neutral character stands beside them. */
static uint64_t hash_of(struct str seen, struct buf *scratch) {
    buf_clear(scratch);
    for (size_t i = 0; i < seen.n; i++) {
        bool neutral = str_starts(str_slice(seen, i, seen.n), STR(MARK_NEUTRAL));
        bool beside = (i > 0 && seen.p[i - 1] == '*') ||
                      (i + NEUTRAL_SIZE < seen.n && seen.p[i + NEUTRAL_SIZE] == '*');
        if (neutral && !beside)
            i += NEUTRAL_SIZE - 1;
        else
            buf_char(scratch, seen.p[i]);
    }
    return str_hash(buf_str(scratch));
}

static size_t count_runs(struct str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++)
        count += text.p[i] == '*' && (i == 0 || text.p[i - 1] != '*');
    return count;
}

/* The text of a block with the asterisks that are left; true if emphasis stands inside
   emphasis of its own kind, which nobody means. */
static bool read_block(cmark_node *block, struct buf *seen) {
    size_t open[2] = {0, 0};
    bool nested = false;
    cmark_iter *iter = cmark_iter_new(block);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        size_t *depth = &open[type == CMARK_NODE_STRONG];
        if (type == CMARK_NODE_TEXT)
            buf_puts(seen, cmark_node_get_literal(node));
        else if (type != CMARK_NODE_STRONG && type != CMARK_NODE_EMPH)
            buf_puts(seen, event == CMARK_EVENT_ENTER ? "\n" : "");
        else if (event == CMARK_EVENT_EXIT)
            --*depth;
        else
            nested = (*depth)++ > 0 || nested;
    }
    cmark_iter_free(iter);
    return nested;
}

static void weigh(struct search *s, struct state *state, size_t end) {
    put_variant(s, state, end);
    s->parsed += s->variant.n;
    cmark_node *root =
        cmark_parse_document(buf_z(&s->variant), s->variant.n, CMARK_OPT_DEFAULT);
    buf_clear(&s->seen);
    state->nested = read_block(root, &s->seen);
    cmark_node_free(root);
    state->left = count_runs(buf_str(&s->seen));
    state->hash = hash_of(buf_str(&s->seen), &s->variant);
}

static int compare_states(const void *a, const void *b) {
    const struct state *left = a, *right = b;
    if (left->nested != right->nested)
        return left->nested ? 1 : -1;
    if (left->left != right->left)
        return left->left < right->left ? -1 : 1;
    if (left->added != right->added)
        return left->added < right->added ? -1 : 1;
    return memcmp(left->chosen, right->chosen, sizeof left->chosen);
}

/* The best first; of those that look alike to what follows the best only. */
static size_t prune(struct state *states, size_t count) {
    size_t kept = 0;
    qsort(states, count, sizeof *states, compare_states);
    for (size_t i = 0; i < count && kept < STATE_LIMIT; i++) {
        bool again = false;
        for (size_t k = 0; k < kept && !again; k++)
            again = states[k].hash == states[i].hash &&
                    states[k].nested == states[i].nested;
        if (!again)
            states[kept++] = states[i];
    }
    return kept;
}

static bool is_perfect(const struct state *state) {
    return !state->nested && state->left == 0;
}

/* Settles the runs below `end` as the best state has them. */
static void settle(struct search *s, struct state *states, size_t *count, size_t end) {
    for (size_t i = s->first; i < end; i++)
        s->chosen[i] = states[0].chosen[i - s->first] != 0;
    if (is_perfect(&states[0]) && end < s->run_count) {
        s->base = s->runs[end].at;
        do /* the run must see what stands before it */
            s->base--;
        while (((unsigned char)s->text.p[s->base] & 0xC0) == 0x80);
    }
    s->first = end;
    states[0] = (struct state){.nested = states[0].nested, .left = states[0].left};
    *count = 1;
}

/* Each state goes on without and with a neutral character at run `k`. */
static bool decide(struct search *s, struct state *states, size_t *count, size_t k) {
    size_t end = k + 1 < s->run_count ? s->runs[k + 1].at : s->text.n;
    size_t given = *count;
    for (size_t i = 0; i < given; i++) {
        struct state *with = &states[given + i];
        *with = states[i];
        with->chosen[k - s->first] = 1;
        with->added++;
        weigh(s, &states[i], end);
        weigh(s, with, end);
        if (s->parsed > PARSE_LIMIT)
            return false;
    }
    *count = prune(states, given * 2);
    return true;
}

static bool search_all(struct search *s, struct state *states) {
    size_t count = 1;
    states[0] = (struct state){.left = 0};
    for (size_t k = 0; k < s->run_count; k++) {
        size_t open = k - s->first;
        if (open == OPEN_LIMIT || (open >= SETTLE_FROM && is_perfect(&states[0])))
            settle(s, states, &count, k);
        if (!decide(s, states, &count, k)) {
            settle(s, states, &count, k);
            return false;
        }
    }
    settle(s, states, &count, s->run_count);
    return true;
}

bool emphasis_is_doubtful(cmark_node *block) {
    struct buf seen = buf_open(SIZE_MAX / 2);
    bool nested = read_block(block, &seen);
    bool left = memchr(buf_str(&seen).p, '*', seen.n) != NULL;
    buf_close(&seen);
    return nested || left;
}

void emphasis_choose(struct composition *c, struct str text, struct place place,
                     struct emphasis_places *places) {
    struct search s = {.text = without_escapes(text, c->arena)};
    *places = (struct emphasis_places){NULL, 0};
    s.runs = find_runs(s.text, c->arena, &s.run_count);
    if (s.run_count == 0)
        return;
    s.variant = buf_open(SIZE_MAX / 2);
    s.seen = buf_open(SIZE_MAX / 2);
    s.chosen = arena_array(c->arena, s.run_count, sizeof *s.chosen);
    struct state *states =
        arena_array(c->arena, (size_t)2 * STATE_LIMIT, sizeof *states);
    if (!search_all(&s, states)) {
        parts_error(c, place,
                    "this paragraph has too many asterisks to tell what is "
                    "bold");
        diag_hint(c->diag, "part it into several");
    }
    places->items = arena_array(c->arena, s.run_count, sizeof *places->items);
    for (size_t i = 0; i < s.run_count; i++)
        if (s.chosen[i])
            places->items[places->count++] = s.runs[i].place;
    buf_close(&s.variant);
    buf_close(&s.seen);
}
