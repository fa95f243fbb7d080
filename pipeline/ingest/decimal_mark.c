#include "ingest/decimal_mark.h"
#include "ingest/clean.h"

enum {
    NUMBER_MAX = 48,
    THOUSAND = 3,  /* digits of a group */
    UNGROUPED = 5, /* digits that a file which groups any would group */
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The first number of the text without signs, blanks between its groups and what stands
   behind it; empty if words stand before it. */
static struct str number_of(struct str text, char out[NUMBER_MAX]) {
    struct str none = {"", 0};
    size_t n = 0, at = 0;
    text = clean_cell(text);
    while (at < text.n && !is_digit(text.p[at])) {
        if (text.p[at] != '-' && text.p[at] != '+' && text.p[at] != '(') {
            return none;
        }
        at++;
    }
    for (; at < text.n && n < NUMBER_MAX; at++) {
        bool next = at + 1 < text.n && is_digit(text.p[at + 1]);
        bool blank = text.p[at] == ' ' || text.p[at] == '\'';
        if (!is_digit(text.p[at]) &&
            !(next && (blank || text.p[at] == '.' || text.p[at] == ','))) {
            break;
        }
        if (!blank) {
            out[n++] = text.p[at];
        }
    }
    return n < NUMBER_MAX ? (struct str){out, n} : none;
}

static enum mark_proof before_decimals(char mark) {
    return mark == '.' ? PROOF_POINT : PROOF_COMMA;
}

enum mark_proof mark_proof(struct str number) {
    char room[NUMBER_MAX];
    struct str s = number_of(number, room);
    size_t counts[2] = {0, 0}, last = 0, first = s.n;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_digit(s.p[i])) {
            counts[s.p[i] == '.']++;
            first = first < i ? first : i;
            last = i;
        }
    }
    size_t total = counts[0] + counts[1];
    if (total == 0) {
        return s.n >= UNGROUPED ? PROOF_PLAIN : PROOF_NONE;
    }
    char mark = s.p[last];
    bool thousand = s.n - last == THOUSAND + 1;
    if (counts[0] > 0 && counts[1] > 0) {
        return counts[mark == '.'] == 1 ? before_decimals(mark) : PROOF_NONE;
    }
    if (total > 1) { /* thousands, or no number at all, as 2.3.1 */
        return thousand ? before_decimals(mark == '.' ? ',' : '.') : PROOF_NONE;
    }
    if (!thousand || first > THOUSAND || s.p[0] == '0') {
        return before_decimals(mark);
    }
    return mark == '.' ? PROOF_OPEN_POINT : PROOF_OPEN_COMMA;
}

void marks_see(struct marks_seen *seen, struct str number) {
    seen->bits |= 1U << mark_proof(number);
}

static bool has(struct marks_seen seen, enum mark_proof sight) {
    return (seen.bits >> sight & 1U) != 0;
}

bool marks_open(struct marks_seen seen) {
    return has(seen, PROOF_OPEN_POINT) || has(seen, PROOF_OPEN_COMMA);
}

char marks_proven(struct marks_seen seen) {
    bool point = has(seen, PROOF_POINT), comma = has(seen, PROOF_COMMA);
    return point == comma ? '\0' : point ? '.' : ',';
}

bool marks_may_tell(const struct source_profile *profile, struct str separator) {
    return profile->decimal.n == 0 && profile->group.n == 0 &&
           !str_equal(separator, STR(",")) && !str_equal(separator, STR(";"));
}

char marks_decide(struct marks_seen seen, char rule) {
    char proven = marks_proven(seen);
    bool point = has(seen, PROOF_OPEN_POINT), comma = has(seen, PROOF_OPEN_COMMA);
    if (proven != '\0') {
        return proven;
    }
    if (has(seen, PROOF_POINT)) {
        return '\0'; /* and the comma, too */
    }
    if (point == comma) {
        return point ? '\0' : rule;
    }
    char mark = point ? '.' : ',';
    return has(seen, PROOF_PLAIN) || mark == rule ? mark : '\0';
}
