#define _GNU_SOURCE
#include "issue/ledger.h"

#include "base/buf.h"
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)256 << 20)
#define FIRST_LINE "nqi ledger 1"
#define SUFFIX ".txt"
#define NONE "none"

/* ---- one file ---- */

struct reading {
    struct arena *arena;
    struct diag *diag;
    struct str file, text; /* of the issue that is read */
    struct str report, period;
    size_t at, line; /* of the next line */
    struct ledger_entry *entries;
    size_t count, capacity;
};

static struct place here(const struct reading *r) {
    return (struct place){.file = r->file, .line = (uint32_t)r->line};
}

static bool next_line(struct reading *r, struct str *line) {
    if (r->at >= r->text.n)
        return false;
    size_t end = str_find(r->text, STR("\n"), r->at);
    end = end == STR_NOT_FOUND ? r->text.n : end;
    *line = str_slice(r->text, r->at, end);
    r->at = end + 1;
    r->line++;
    return true;
}

bool ledger_read_line(struct str text, struct arena *arena, struct ledger_line *out) {
    *out = (struct ledger_line){0};
    size_t end = str_find(text, STR("\t"), 0);
    out->key = str_slice(text, 0, end == STR_NOT_FOUND ? text.n : end);
    while (end != STR_NOT_FOUND) {
        size_t from = end + 1;
        end = str_find(text, STR("\t"), from);
        if (out->count == LEDGER_VALUES_MAX)
            return false;
        out->values[out->count++] = buf_unescaped(
            str_slice(text, from, end == STR_NOT_FOUND ? text.n : end), arena);
    }
    return true;
}

static bool is_hash(struct str text) {
    if (text.n != HASH_HEX_SIZE)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (!((text.p[i] >= '0' && text.p[i] <= '9') ||
              (text.p[i] >= 'a' && text.p[i] <= 'f')))
            return false;
    return true;
}

/* The hash of an entry's text, which says of which issue it is. */
static void hash_entry(struct str report, struct str period, struct str text,
                       char hex[HASH_HEX_SIZE + 1]) {
    struct hash *hash = hash_open();
    hash_add(hash, report.p, report.n);
    hash_add(hash, "/", 1);
    hash_add(hash, period.p, period.n);
    hash_add(hash, "\n", 1);
    hash_add(hash, text.p, text.n);
    hash_close(hash, hex);
}

static bool damaged(const struct reading *r) {
    diag_error(r->diag, here(r), "this entry of the ledger is not as it was written");
    diag_hint(r->diag, "the ledger is not edited by hand: bring the file back from its "
                       "copy");
    return false;
}

/* The lines of an entry up to its hash, which must be right. */
static bool read_entry(struct reading *r, struct ledger_line first, size_t begin) {
    struct ledger_entry entry = {
        .report = r->report, .period = r->period, .place = here(r)};
    struct ledger_line *lines = NULL, line;
    size_t capacity = 0, number = 0;
    struct str text;
    char hex[HASH_HEX_SIZE + 1];
    if (first.count != 2 || !str_equal(first.key, STR("entry")))
        return damaged(r);
    for (size_t i = 0; i < r->count; i++)
        number += str_equal(r->entries[i].report, r->report) &&
                  str_equal(r->entries[i].period, r->period);
    entry.number = number + 1;
    entry.act = first.values[1];
    if (!str_equal(first.values[0], arena_printf(r->arena, "%zu", entry.number)))
        return damaged(r);
    for (;;) {
        size_t end = r->at;
        if (!next_line(r, &text) || !ledger_read_line(text, r->arena, &line))
            return damaged(r);
        if (str_equal(line.key, STR("hash"))) {
            hash_entry(r->report, r->period, str_slice(r->text, begin, end), hex);
            if (line.count != 1 || !str_equal(line.values[0], str_from(hex)))
                return damaged(r);
            break;
        }
        if (str_equal(line.key, STR("after")) && line.count == 1 &&
            entry.line_count == 0) {
            if (is_hash(line.values[0]))
                memcpy(entry.after, line.values[0].p, HASH_HEX_SIZE);
            else if (!str_equal(line.values[0], STR(NONE)))
                return damaged(r);
            continue;
        }
        lines = arena_grow(r->arena, lines, entry.line_count, &capacity, sizeof *lines);
        lines[entry.line_count++] = line;
    }
    memcpy(entry.hash, hex, sizeof entry.hash);
    entry.lines = lines;
    r->entries =
        arena_grow(r->arena, r->entries, r->count, &r->capacity, sizeof *r->entries);
    r->entries[r->count++] = entry;
    return true;
}

static bool read_file(struct reading *r) {
    struct str text;
    struct ledger_line line;
    r->at = r->line = 0;
    if (!next_line(r, &text) || !str_equal(text, STR(FIRST_LINE)))
        return diag_error(r->diag, here(r), "this is no file of a ledger");
    for (size_t begin = r->at; next_line(r, &text); begin = r->at)
        if (text.n > 0 &&
            (!ledger_read_line(text, r->arena, &line) || !read_entry(r, line, begin)))
            return false;
    return true;
}

/* ---- the chain ---- */

static int compare_after(const void *a, const void *b) {
    return strcmp(((const struct ledger_entry *)a)->after,
                  ((const struct ledger_entry *)b)->after);
}

static struct str name_of(const struct ledger_entry *entry, struct arena *arena) {
    return arena_printf(arena, "%.*s %.*s (%zu, %.*s)", STR_ARG(entry->report),
                        STR_ARG(entry->period), entry->number, STR_ARG(entry->act));
}

static bool told_fork(const struct reading *r, const struct ledger_entry *a,
                      const struct ledger_entry *b) {
    diag_error(r->diag, b->place,
               "the ledger is forked: %.*s and %.*s were both written after the same "
               "entry",
               STR_ARG(name_of(a, r->arena)), STR_ARG(name_of(b, r->arena)));
    diag_hint(r->diag, "two copies of the project went on by themselves: keep one of "
                       "them, and do again in it what the other did");
    return false;
}

/* Puts the entries into the order in which they were written. */
static bool chain(struct reading *r, struct ledger *out) {
    struct ledger_entry *sorted = r->entries;
    if (r->count > 0)
        qsort(sorted, r->count, sizeof *sorted, compare_after);
    for (size_t i = 1; i < r->count; i++)
        if (compare_after(&sorted[i - 1], &sorted[i]) == 0)
            return told_fork(r, &sorted[i - 1], &sorted[i]);
    out->entries = arena_array(r->arena, r->count, sizeof *out->entries);
    out->count = 0;
    struct ledger_entry wanted = {.after = ""};
    const struct ledger_entry *next = NULL;
    while (out->count < r->count &&
           (next = bsearch(&wanted, sorted, r->count, sizeof *sorted, compare_after)) !=
               NULL) {
        out->entries[out->count++] = *next;
        memcpy(wanted.after, next->hash, sizeof wanted.after);
    }
    if (out->count == r->count)
        return true;
    /* What is not reached hangs after an entry that is not there. */
    for (size_t i = 0; i < r->count; i++)
        if (ledger_find(out, str_from(sorted[i].hash)) == NULL) {
            diag_error(r->diag, sorted[i].place,
                       "the ledger is torn: the entry that %.*s was written after is "
                       "missing",
                       STR_ARG(name_of(&sorted[i], r->arena)));
            diag_hint(r->diag, "a file of the ledger is missing or older than the "
                               "others: bring it back from its copy");
            return false;
        }
    return true;
}

static bool read_report(struct reading *r, int folder, struct str name) {
    struct str *files;
    size_t count;
    if (!file_list(folder, name.p, r->arena, &files, &count, r->diag))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!str_ends(files[i], STR(SUFFIX)))
            continue;
        r->file = arena_printf(r->arena, "%.*s/%.*s", STR_ARG(name), STR_ARG(files[i]));
        r->report = name;
        r->period = str_slice(files[i], 0, files[i].n - STR(SUFFIX).n);
        if (!file_read(folder, r->file.p, FILE_LIMIT, r->arena, &r->text, NULL,
                       r->diag) ||
            !read_file(r))
            return false;
    }
    return true;
}

bool ledger_read(int project, const char *folder, struct arena *arena,
                 struct ledger *out, struct diag *diag) {
    struct reading r = {.arena = arena, .diag = diag};
    struct str *names;
    size_t count;
    struct stat status;
    *out = (struct ledger){0};
    int fd = file_open(project, folder, O_DIRECTORY);
    if (fd < 0 && errno == ENOENT)
        return true;
    if (fd < 0)
        return diag_error(diag, (struct place){.file = str_from(folder)},
                          "cannot open the ledger: %s", diag_reason(diag, errno));
    bool ok = file_list(fd, ".", arena, &names, &count, diag);
    for (size_t i = 0; ok && i < count; i++)
        if (file_status(fd, names[i].p, &status) && S_ISDIR(status.st_mode))
            ok = read_report(&r, fd, names[i]);
    close(fd);
    return ok && chain(&r, out);
}

const struct ledger_entry *ledger_head(const struct ledger *ledger) {
    return ledger->count > 0 ? &ledger->entries[ledger->count - 1] : NULL;
}

const struct ledger_entry *ledger_last_of(const struct ledger *ledger,
                                          struct str report, struct str period) {
    for (size_t i = ledger->count; i-- > 0;)
        if (str_equal(ledger->entries[i].report, report) &&
            str_equal(ledger->entries[i].period, period))
            return &ledger->entries[i];
    return NULL;
}

const struct ledger_entry *ledger_find(const struct ledger *ledger, struct str hash) {
    for (size_t i = 0; i < ledger->count; i++)
        if (str_equal(str_from(ledger->entries[i].hash), hash))
            return &ledger->entries[i];
    return NULL;
}

const struct ledger_line *ledger_line(const struct ledger_entry *entry,
                                      const char *key) {
    for (size_t i = 0; i < entry->line_count; i++)
        if (str_equal(entry->lines[i].key, str_from(key)))
            return &entry->lines[i];
    return NULL;
}

/* ---- writing ---- */

void ledger_put_line(struct buf *out, const struct ledger_line *line) {
    buf_put(out, line->key);
    for (size_t i = 0; i < line->count; i++) {
        buf_char(out, '\t');
        buf_escaped(out, line->values[i]);
    }
    buf_char(out, '\n');
}

/* The entry's text; fills in its hash. */
static void put_entry(struct buf *out, struct ledger_entry *entry) {
    size_t begin = out->n;
    buf_printf(out, "entry\t%zu\t", entry->number);
    buf_escaped(out, entry->act);
    buf_printf(out, "\nafter\t%s\n", entry->after[0] != '\0' ? entry->after : NONE);
    for (size_t i = 0; i < entry->line_count; i++)
        ledger_put_line(out, &entry->lines[i]);
    hash_entry(entry->report, entry->period,
               (struct str){buf_str(out).p + begin, out->n - begin}, entry->hash);
    buf_printf(out, "hash\t%s\n", entry->hash);
}

static bool write_entry(int folder, const char *name, struct str before,
                        struct ledger_entry *entry, struct diag *diag) {
    struct buf text = buf_open(FILE_LIMIT);
    if (before.n > 0)
        buf_put(&text, before);
    else
        buf_puts(&text, FIRST_LINE "\n");
    buf_char(&text, '\n');
    put_entry(&text, entry);
    errno = EFBIG;
    bool ok = buf_ok(&text) && file_replace(folder, name, buf_str(&text), 0666);
    int reason = errno;
    buf_close(&text);
    return ok ||
           diag_error(diag, (struct place){.file = str_from(name)},
                      "cannot write into the ledger: %s", diag_reason(diag, reason));
}

bool ledger_add(int project, const char *folder, struct ledger *ledger,
                const struct ledger_entry *entry, struct arena *arena,
                struct diag *diag) {
    struct ledger_entry added = *entry;
    const struct ledger_entry *head = ledger_head(ledger);
    const struct ledger_entry *last =
        ledger_last_of(ledger, entry->report, entry->period);
    struct str path = arena_printf(arena, "%s/%.*s", folder, STR_ARG(entry->report));
    struct str name = arena_printf(arena, "%.*s" SUFFIX, STR_ARG(entry->period));
    struct str before = {0};
    if (!file_name_is_safe(entry->report) || !file_name_is_safe(name))
        return diag_error(diag, (struct place){.file = name},
                          "not a safe name for an output file");
    if (!file_make_folders(project, path.p, diag))
        return false;
    int fd = file_open_beneath(project, path.p, O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0)
        return diag_error(diag, (struct place){.file = path},
                          "cannot open the ledger: %s", diag_reason(diag, errno));
    added.number = last != NULL ? last->number + 1 : 1;
    memset(added.after, 0, sizeof added.after);
    if (head != NULL)
        memcpy(added.after, head->hash, sizeof added.after);
    bool ok = (last == NULL ||
               file_read(fd, name.p, FILE_LIMIT, arena, &before, NULL, diag)) &&
              write_entry(fd, name.p, before, &added, diag);
    close(fd);
    if (!ok)
        return false;
    struct ledger_entry *all = arena_array(arena, ledger->count + 1, sizeof *all);
    if (ledger->entries != NULL)
        memcpy(all, ledger->entries, ledger->count * sizeof *all);
    all[ledger->count] = added;
    *ledger = (struct ledger){all, ledger->count + 1};
    return true;
}
