#include "ingest/sights.h"
#include "ingest/decimal_mark.h"
#include <string.h>

enum {
    MEMO_SLOTS = 64,
    MEMO_BYTES = 56,
    FIRST_MARK = 2,
    FIRST_READING = FIRST_MARK + PROOF_KINDS,
    KINDS = 16 * 8 + FIRST_READING,
};

/* A text that teaches nothing more. */
struct memo {
    size_t n;
    char text[MEMO_BYTES];
};

struct sight {
    struct str texts[SIGHTS_TEXTS];
    size_t count;
    struct memo memo[MEMO_SLOTS]; /* by their hash */
    bool kinds[KINDS];
};

struct sights {
    struct arena *arena;
    struct sight *columns;
};

struct sights *sights_open(size_t width, struct arena *arena) {
    struct sights *s = arena_alloc(arena, sizeof *s);
    *s = (struct sights){arena, arena_array(arena, width, sizeof *s->columns)};
    return s;
}

/* Digits with a point: 0 for a code of one or two digits, 1 for another number, −1 for
   what is none. */
static int plain_number(struct str text) {
    size_t at = text.n > 0 && text.p[0] == '-', digits = 0, points = 0;
    for (; at < text.n; at++) {
        bool digit = text.p[at] >= '0' && text.p[at] <= '9';
        digits += digit;
        points += text.p[at] == '.';
        if (!digit && text.p[at] != '.') {
            return -1;
        }
    }
    return digits == 0 || points > 1 ? -1 : digits > 2 || digits < text.n;
}

static size_t kind_of(struct str text, const struct source_profile *profile,
                      struct arena *scratch) {
    int plain = plain_number(text);
    if (plain >= 0) {
        return (size_t)plain;
    }
    struct reading r = number_read(text, (struct str){"", 0}, profile, scratch);
    return FIRST_READING +
           ((size_t)r.kind * 16 + (size_t)r.problem) % (KINDS - FIRST_READING);
}

static bool is_first(struct sights *s, struct sight *sight, struct str text) {
    for (size_t i = 0; i < sight->count; i++) {
        if (str_equal(sight->texts[i], text)) {
            return false;
        }
    }
    if (sight->count == SIGHTS_TEXTS) {
        return false;
    }
    sight->texts[sight->count++] = arena_copy(s->arena, text);
    return true;
}

bool sights_teach(struct sights *s, size_t column, struct str text,
                  const struct source_profile *profile, struct arena *scratch) {
    struct sight *sight = &s->columns[column];
    int plain = plain_number(text);
    bool *mark = &sight->kinds[FIRST_MARK + mark_proof(text)];
    if (sight->count == SIGHTS_TEXTS && plain >= 0 && sight->kinds[plain] && *mark) {
        return false;
    }
    struct memo *memo = &sight->memo[str_hash(text) % MEMO_SLOTS];
    if (text.n == 0 || str_equal((struct str){memo->text, memo->n}, text)) {
        return false;
    }
    bool *kind = &sight->kinds[kind_of(text, profile, scratch)];
    bool news = !*kind || !*mark;
    *kind = *mark = true;
    news |= is_first(s, sight, text);
    if (text.n <= MEMO_BYTES) {
        memo->n = text.n;
        memcpy(memo->text, text.p, text.n);
    }
    return news;
}
