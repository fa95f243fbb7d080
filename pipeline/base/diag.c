#include "base/diag.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/program.h"
#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    TEXT_CAP = 1 << 16,   /* bytes of one message */
    PLACES_SHOWN = 5,     /* further places of a repeated message */
    DISTINCT_MAX = 10000, /* messages kept; the rest is only counted */
    CAUSE_SHOWN = 20,     /* messages of one cause in one file that are printed */
};

struct diag {
    struct arena *arena;
    struct diag_entry *entries;
    size_t count, capacity;
    uint32_t *slots; /* entry + 1 by hash; 0 empty */
    size_t slot_count;
    size_t total[DIAG_ERROR + 1];
    size_t dropped;
    bool last_repeats; /* the last report raised a count: its hint is known */
    bool apart;        /* each report is an entry */
    struct catalogue messages;
};

struct diag *diag_open(void) {
    struct diag *diag = memory_alloc(sizeof *diag);
    diag->arena = arena_open();
    diag->slot_count = 64;
    diag->slots = memory_alloc(diag->slot_count * sizeof *diag->slots);
    return diag;
}

struct diag *diag_open_like(const struct diag *other) {
    struct diag *diag = diag_open();
    diag->messages = other->messages;
    return diag;
}

struct diag *diag_open_apart(const struct diag *other) {
    struct diag *diag = diag_open_like(other);
    diag->apart = true;
    return diag;
}

void diag_close(struct diag *diag) {
    if (!diag)
        return;
    arena_close(diag->arena);
    free(diag->slots);
    free(diag);
}

void diag_set_messages(struct diag *diag, struct catalogue messages) {
    diag->messages = messages;
}

struct str diag_language(const struct diag *diag) {
    return diag->messages.language;
}

const char *diag_words(const struct diag *diag, const char *format) {
    return catalogue_words(&diag->messages, format);
}

/* Those that a user's own files and folders lead to; the system names the others. */
const char *diag_reason(const struct diag *diag, int error) {
    static const struct {
        int error;
        const char *text;
    } reasons[] = {
        {ENOENT, "No such file or directory"},
        {EACCES, "Permission denied"},
        {EPERM, "Operation not permitted"},
        {EISDIR, "Is a directory"},
        {ENOTDIR, "Not a directory"},
        {EEXIST, "File exists"},
        {ENOTEMPTY, "Directory not empty"},
        {EXDEV, "Invalid cross-device link"},
        {ELOOP, "Too many levels of symbolic links"},
        {ENAMETOOLONG, "File name too long"},
        {ENOSPC, "No space left on device"},
        {EDQUOT, "Disk quota exceeded"},
        {EFBIG, "File too large"},
        {EROFS, "Read-only file system"},
        {EMFILE, "Too many open files"},
        {ENFILE, "Too many open files in system"},
        {EBUSY, "Device or resource busy"},
        {EIO, "Input/output error"},
        {EINVAL, "Invalid argument"},
        {ENOMEM, "Cannot allocate memory"},
        {EAGAIN, "Resource temporarily unavailable"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].error == error)
            return diag_words(diag, reasons[i].text);
    return strerror(error);
}

struct str diag_printable(struct str s, struct arena *arena) {
    struct buf out = buf_open(TEXT_CAP);
    uint32_t cp;
    for (size_t at = 0, n; (n = utf8_decode(s, at, &cp)) != 0; at += n) {
        bool broken = n == 1 && cp == 0xFFFD;
        bool control = cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x061C ||
                       cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) ||
                       (cp >= 0x2066 && cp <= 0x2069);
        if (!broken && !control)
            buf_bytes(&out, s.p + at, n);
        else
            for (size_t i = 0; i < n; i++)
                buf_printf(&out, "\\x%02X", (unsigned char)s.p[at + i]);
    }
    struct str copy = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return copy;
}

static struct str printable(struct diag *diag, struct str s) {
    return diag_printable(s, diag->arena);
}

static bool same_message(const struct diag_entry *a, const struct diag_entry *b) {
    return a->severity == b->severity && str_equal(a->text, b->text) &&
           str_equal(a->place.file, b->place.file);
}

static uint64_t message_hash(const struct diag_entry *e) {
    return (str_hash(e->text) * 31 + str_hash(e->place.file)) * 31 +
           (uint64_t)e->severity;
}

/* The slot of an equal entry, or the empty one where it belongs. */
static uint32_t *find_slot(struct diag *diag, const struct diag_entry *entry) {
    size_t at = message_hash(entry) % diag->slot_count;
    while (diag->slots[at] && !same_message(&diag->entries[diag->slots[at] - 1], entry))
        at = (at + 1) % diag->slot_count;
    return &diag->slots[at];
}

static void grow_slots(struct diag *diag) {
    free(diag->slots);
    diag->slot_count *= 2;
    diag->slots = memory_alloc(diag->slot_count * sizeof *diag->slots);
    for (size_t i = 0; i < diag->count; i++)
        *find_slot(diag, &diag->entries[i]) = (uint32_t)(i + 1);
}

/* Adds a place to the list of an entry that is there already. */
static void note_place(struct diag *diag, struct diag_entry *known,
                       const struct diag_entry *again) {
    const struct place *place = &again->place;
    bool same_place =
        known->place.line == place->line && known->place.column == place->column;
    if (!same_place && known->count <= PLACES_SHOWN) {
        struct str where =
            place->column > 0
                ? arena_printf(diag->arena, "%zu:%zu", place->line, place->column)
                : arena_printf(diag->arena, "%zu", place->line);
        known->also = arena_printf(diag->arena, "%.*s%s%.*s", STR_ARG(known->also),
                                   known->also.n ? ", " : "", STR_ARG(where));
    }
    known->count += again->count;
}

void diag_add(struct diag *diag, const struct diag_entry *entry) {
    struct diag_entry copy = *entry;
    copy.text = printable(diag, entry->text);
    copy.place.file = printable(diag, entry->place.file);
    if (copy.count == 0)
        copy.count = 1;
    diag->total[copy.severity] += copy.count;
    uint32_t none = 0, *slot = diag->apart ? &none : find_slot(diag, &copy);
    diag->last_repeats = *slot != 0;
    if (*slot) {
        note_place(diag, &diag->entries[*slot - 1], &copy);
        return;
    }
    if (diag->count >= DISTINCT_MAX && !diag->apart) {
        diag->dropped += copy.count;
        diag->last_repeats = true;
        return;
    }
    copy.hint = printable(diag, entry->hint);
    copy.also = arena_copy(diag->arena, entry->also);
    copy.place.cell = printable(diag, entry->place.cell);
    copy.place.context = printable(diag, entry->place.context);
    copy.rule = printable(diag, entry->rule);
    copy.cause = arena_copy(diag->arena, entry->cause);
    diag->entries = arena_grow(diag->arena, diag->entries, diag->count, &diag->capacity,
                               sizeof copy);
    diag->entries[diag->count++] = copy;
    *slot = (uint32_t)diag->count;
    if (diag->count * 2 > diag->slot_count && !diag->apart)
        grow_slots(diag);
}

__attribute__((format(printf, 4, 0))) static void
report(struct diag *diag, enum diag_severity severity, struct place place,
       const char *format, va_list args) {
    struct buf text = buf_open(TEXT_CAP);
    buf_vprintf(&text, diag_words(diag, format), args);
    struct diag_entry entry = {.severity = severity,
                               .place = place,
                               .text = buf_str(&text),
                               .count = 1,
                               .cause = str_from(format)};
    if (!buf_ok(&text))
        entry.text = STR("(message too long)");
    diag_add(diag, &entry);
    buf_close(&text);
}

bool diag_error(struct diag *diag, struct place place, const char *format, ...) {
    va_list args;
    va_start(args, format);
    report(diag, DIAG_ERROR, place, format, args);
    va_end(args);
    return false;
}

void diag_warning(struct diag *diag, struct place place, const char *format, ...) {
    va_list args;
    va_start(args, format);
    report(diag, DIAG_WARNING, place, format, args);
    va_end(args);
}

void diag_note(struct diag *diag, struct place place, const char *format, ...) {
    va_list args;
    va_start(args, format);
    report(diag, DIAG_NOTE, place, format, args);
    va_end(args);
}

void diag_hint(struct diag *diag, const char *format, ...) {
    if (diag->count == 0 || diag->last_repeats)
        return;
    struct buf text = buf_open(TEXT_CAP);
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, diag_words(diag, format), args);
    va_end(args);
    diag->entries[diag->count - 1].hint = printable(diag, buf_str(&text));
    buf_close(&text);
}

void diag_finding(struct diag *diag, enum diag_severity severity, struct place place,
                  struct str rule, struct str text, struct str reason) {
    struct buf words = buf_open(TEXT_CAP);
    buf_printf(&words, diag_words(diag, "%.*s: %.*s"), STR_ARG(rule), STR_ARG(text));
    struct diag_entry entry = {.severity = severity,
                               .place = place,
                               .text = buf_ok(&words) ? buf_str(&words)
                                                      : STR("(message too long)"),
                               .hint = reason,
                               .count = 1,
                               .rule = rule,
                               .cause = rule};
    diag_add(diag, &entry);
    buf_close(&words);
}

size_t diag_count(const struct diag *diag, enum diag_severity severity) {
    return diag->total[severity];
}

const struct diag_entry *diag_entries(const struct diag *diag, size_t *count) {
    *count = diag->count;
    return diag->entries;
}

static const char *const severity_words[] = {"note", "accepted", "warning", "error"};

static const char *severity_word(const struct diag *diag, enum diag_severity severity) {
    return catalogue_words(&diag->messages, severity_words[severity]);
}

static void print_name(FILE *stream) {
    if (program_name()[0] != '\0')
        fprintf(stream, "%s:", program_name());
}

static void print_place(const struct place *place, FILE *stream) {
    if (place->file.n)
        fprintf(stream, "%.*s:", STR_ARG(place->file));
    else
        print_name(stream);
    if (place->line)
        fprintf(stream, "%zu:", place->line);
    if (place->line && place->column)
        fprintf(stream, "%zu:", place->column);
}

/* True if the reason of an accepted finding stands with an earlier one of its rule. */
static bool reason_is_known(const struct diag *diag, size_t at) {
    const struct diag_entry *e = &diag->entries[at];
    for (size_t i = at; e->severity == DIAG_ACCEPTED && i-- > 0;)
        if (diag->entries[i].severity == DIAG_ACCEPTED &&
            str_equal(diag->entries[i].rule, e->rule))
            return true;
    return false;
}

static void print_entry(const struct diag *diag, const struct diag_entry *e,
                        bool reason_known, FILE *stream) {
    print_place(&e->place, stream);
    fprintf(stream, " %s: %.*s", severity_word(diag, e->severity), STR_ARG(e->text));
    if (e->place.cell.n)
        fprintf(stream, " (%.*s)", STR_ARG(e->place.cell));
    if (e->count > 1) {
        fprintf(stream, " [×%zu", e->count);
        if (e->place.context.n)
            fprintf(stream, diag_words(diag, ", first for %.*s"),
                    STR_ARG(e->place.context));
        if (e->also.n)
            fprintf(stream, diag_words(diag, ", also %.*s"), STR_ARG(e->also));
        fputc(']', stream);
    } else if (e->place.context.n)
        fprintf(stream, " [%.*s]", STR_ARG(e->place.context));
    fputc('\n', stream);
    if (reason_known)
        return;
    if (e->hint.n && e->severity == DIAG_ACCEPTED)
        fprintf(stream, diag_words(diag, "    reason: %.*s\n"), STR_ARG(e->hint));
    else if (e->hint.n)
        fprintf(stream, diag_words(diag, "    hint: %.*s\n"), STR_ARG(e->hint));
}

/* Entries of one cause in one file, in the order of the first of them. */
struct cause {
    const struct diag_entry *first;
    size_t count;
};

static bool same_cause(const struct diag_entry *a, const struct diag_entry *b) {
    return a->severity == b->severity && str_equal(a->cause, b->cause) &&
           str_equal(a->place.file, b->place.file);
}

/* The cause of an entry, counted up; a new one is added. */
static struct cause *count_cause(struct cause *causes, size_t *n,
                                 const struct diag_entry *e) {
    size_t i = *n;
    while (i > 0 && !same_cause(causes[i - 1].first, e))
        i--;
    if (i == 0) {
        causes[i = (*n)++].first = e;
        i++;
    }
    causes[i - 1].count++;
    return &causes[i - 1];
}

static void print_folded(const struct diag *diag, const struct cause *cause,
                         FILE *stream) {
    struct place file = {.file = cause->first->place.file};
    print_place(&file, stream);
    const char *behind = program_behind_counted();
    if (behind[0] != '\0')
        behind = catalogue_words(&diag->messages, behind);
    fprintf(stream, diag_words(diag, " %s: %zu more like this%s\n"),
            severity_word(diag, cause->first->severity), cause->count - CAUSE_SHOWN,
            behind);
}

void diag_print(const struct diag *diag, FILE *stream) {
    struct cause *causes = memory_alloc((diag->count + 1) * sizeof *causes);
    size_t n = 0;
    for (size_t i = 0; i < diag->count; i++)
        if (count_cause(causes, &n, &diag->entries[i])->count <= CAUSE_SHOWN)
            print_entry(diag, &diag->entries[i], reason_is_known(diag, i), stream);
    for (size_t i = 0; i < n; i++)
        if (causes[i].count > CAUSE_SHOWN)
            print_folded(diag, &causes[i], stream);
    free(causes);
    if (diag->dropped == 0)
        return;
    print_name(stream);
    fprintf(stream, diag_words(diag, " %zu more messages not shown\n"), diag->dropped);
}

static json_t *json_of(struct str s) { return json_stringn_nocheck(s.p, s.n); }

static void print_json_entry(const struct diag_entry *e, FILE *stream) {
    json_t *object = json_object();
    json_object_set_new(object, "severity", json_string(severity_words[e->severity]));
    json_object_set_new(object, "file", json_of(e->place.file));
    json_object_set_new(object, "line", json_integer((json_int_t)e->place.line));
    json_object_set_new(object, "column", json_integer((json_int_t)e->place.column));
    json_object_set_new(object, "cell", json_of(e->place.cell));
    json_object_set_new(object, "context", json_of(e->place.context));
    json_object_set_new(object, "text", json_of(e->text));
    json_object_set_new(object, "hint", json_of(e->hint));
    json_object_set_new(object, "rule", json_of(e->rule));
    json_object_set_new(object, "count", json_integer((json_int_t)e->count));
    json_object_set_new(object, "also", json_of(e->also));
    char *line = json_dumps(object, JSON_COMPACT);
    if (!line)
        memory_exhausted();
    fprintf(stream, "%s\n", line);
    free(line);
    json_decref(object);
}

void diag_print_json(const struct diag *diag, FILE *stream) {
    for (size_t i = 0; i < diag->count; i++)
        print_json_entry(&diag->entries[i], stream);
}

/* Between processes: entries as numbers and length-prefixed strings, in the
   order of struct diag_entry, behind their count. */

static void put_number(struct buf *out, uint64_t value) {
    buf_bytes(out, &value, sizeof value);
}

static void put_string(struct buf *out, struct str s) {
    put_number(out, s.n);
    buf_put(out, s);
}

bool diag_send(const struct diag *diag, int fd) {
    struct buf out = buf_open(SIZE_MAX / 2);
    put_number(&out, diag->count);
    for (size_t i = 0; i < diag->count; i++) {
        const struct diag_entry *e = &diag->entries[i];
        put_number(&out, (uint64_t)e->severity);
        put_number(&out, e->place.line);
        put_number(&out, e->place.column);
        put_number(&out, e->count);
        put_string(&out, e->place.file);
        put_string(&out, e->place.cell);
        put_string(&out, e->place.context);
        put_string(&out, e->text);
        put_string(&out, e->hint);
        put_string(&out, e->also);
        put_string(&out, e->rule);
        put_string(&out, e->cause);
    }
    bool sent = file_write_all(fd, buf_str(&out));
    buf_close(&out);
    return sent;
}

static bool get_bytes(int fd, void *p, size_t n) {
    size_t done = 0;
    while (done < n) {
        ssize_t got = read(fd, (char *)p + done, n - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

static bool get_number(int fd, size_t limit, size_t *out) {
    uint64_t value;
    if (!get_bytes(fd, &value, sizeof value) || value > limit)
        return false;
    *out = (size_t)value;
    return true;
}

static bool get_string(struct diag *diag, int fd, struct str *out) {
    size_t n;
    if (!get_number(fd, TEXT_CAP, &n))
        return false;
    char *p = arena_alloc(diag->arena, n + 1);
    *out = (struct str){p, n};
    return get_bytes(fd, p, n);
}

static bool receive_entry(struct diag *diag, int fd) {
    struct diag_entry e = {0};
    size_t severity;
    if (!get_number(fd, DIAG_ERROR, &severity) ||
        !get_number(fd, SIZE_MAX, &e.place.line) ||
        !get_number(fd, SIZE_MAX, &e.place.column) ||
        !get_number(fd, SIZE_MAX, &e.count) || !get_string(diag, fd, &e.place.file) ||
        !get_string(diag, fd, &e.place.cell) ||
        !get_string(diag, fd, &e.place.context) || !get_string(diag, fd, &e.text) ||
        !get_string(diag, fd, &e.hint) || !get_string(diag, fd, &e.also) ||
        !get_string(diag, fd, &e.rule) || !get_string(diag, fd, &e.cause))
        return false;
    e.severity = (enum diag_severity)severity;
    diag_add(diag, &e);
    return true;
}

bool diag_receive(struct diag *diag, int fd) {
    size_t count;
    if (!get_number(fd, DISTINCT_MAX, &count))
        return false;
    while (count--)
        if (!receive_entry(diag, fd))
            return false;
    return true;
}

/* Edit distance over code points (Damerau, adjacent transpositions), up to 63. */
static size_t edit_distance(struct str a, struct str b) {
    enum { MOST = 64 };
    uint32_t x[MOST], y[MOST];
    size_t rows[3][MOST + 1];
    size_t m = 0, n = 0, at = 0, step;
    while (m < MOST && (step = utf8_decode(a, at, &x[m])) != 0)
        at += step, m++;
    at = 0;
    while (n < MOST && (step = utf8_decode(b, at, &y[n])) != 0)
        at += step, n++;
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 3], *above = rows[(i - 1) % 3],
               *twice = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t best = above[j - 1] + (x[i - 1] != y[j - 1]);
            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] &&
                twice[j - 2] + 1 < best)
                best = twice[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[m % 3][n];
}

struct str diag_nearest(struct str wanted, const struct str *names, size_t count) {
    struct str best = STR("");
    size_t length = utf8_length(wanted);
    size_t limit = length / 3 > 0 ? length / 3 : 1;
    if (length < 2)
        return best;
    for (size_t i = 0; i < count; i++) {
        size_t distance = edit_distance(wanted, names[i]);
        if (distance <= limit) {
            limit = distance;
            if (!best.n || distance < edit_distance(wanted, best))
                best = names[i];
        }
    }
    return best;
}
