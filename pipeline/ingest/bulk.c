#include "ingest/bulk.h"
#include "base/file.h"
#include "base/hash.h"
#include "dataset/unit.h"
#include "ingest/csv_prepare.h"
#include "ingest/evidence.h"
#include "ingest/layouts.h"
#include "ingest/period_cell.h"
#include "ingest/scan.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK_BYTES = 1 << 20,
    ROW_BYTES_MAX = 1 << 16, /* a row longer than this is not plain */
    SLOTS = 8,
    THREADS_MAX = 4,
    HEAD_ROWS_SEEN = 20, /* rows of the first block that must look like a table */
};

enum slot_state { SLOT_EMPTY, SLOT_READY, SLOT_BUSY };

struct slot {
    enum slot_state state;
    char *bytes; /* ROW_BYTES_MAX for what the block before left, then the block */
    struct str text;
    uint32_t block;
};

struct bulk {
    const struct reading_context *context;
    int fd;
    size_t size, done; /* bytes of the file, and read so far */
    struct hash *hash;
    struct slot slots[SLOTS];
    char carry[ROW_BYTES_MAX]; /* the row that the last block cut */
    size_t carried;
    uint32_t block_count;
    size_t *lines; /* of each block */
    bool reading, ended, declined, changed;
    struct scan_layout layout;
    size_t head_lines;
    uint16_t value_column; /* from 1 */
    pthread_mutex_t lock;  /* of all of the above, while threads run */
    pthread_cond_t turn;
    pthread_mutex_t names; /* of what follows */
    struct arena *arena;
    struct doubt codes, years;
    struct str *units;
    size_t unit_count, unit_capacity;
    struct period *periods;
    size_t period_count, period_capacity;
};

/* ---- what texts mean ---- */

static uint32_t unit_id(struct bulk *b, struct str text) {
    for (size_t i = 0; i < b->unit_count; i++) {
        if (str_equal(b->units[i], text)) {
            return (uint32_t)i;
        }
    }
    b->units = arena_grow(b->arena, b->units, b->unit_count, &b->unit_capacity,
                          sizeof *b->units);
    b->units[b->unit_count] = arena_copy(b->arena, text);
    return (uint32_t)b->unit_count++;
}

static uint32_t period_id(struct bulk *b, struct period period) {
    for (size_t i = 0; i < b->period_count; i++) {
        if (period_equal(b->periods[i], period)) {
            return (uint32_t)i;
        }
    }
    b->periods = arena_grow(b->arena, b->periods, b->period_count, &b->period_capacity,
                            sizeof *b->periods);
    b->periods[b->period_count] = period;
    return (uint32_t)b->period_count++;
}

static uint32_t resolve_period(struct bulk *b, struct str text) {
    struct reading_context alone = *b->context;
    struct period period;
    uint8_t status = STATUS_NORMAL;
    alone.scratch = b->arena;
    doubt_see_years(&b->years, text, alone.profile);
    bool plain = period_cell_read(&alone, text, 0, &period, &status) == PERIOD_READ &&
                 status == STATUS_NORMAL;
    return plain ? period_id(b, period) : SCAN_UNKNOWN;
}

static uint32_t resolve_text(struct bulk *b, enum scan_role role, struct str text) {
    const struct reading_context *c = b->context;
    const struct source_profile *profile = c->profile;
    uint32_t id, other;
    struct str unit;
    if (utf8_invalid(text) != STR_NOT_FOUND ||
        str_find(text, STR("\r"), 0) != STR_NOT_FOUND) {
        return SCAN_UNKNOWN;
    }
    switch (role) {
    case SCAN_AREA:
        doubt_see_code(&b->codes, c->areas, text, profile, b->arena);
        return area_read(c->areas, text, 0, profile, b->arena, &id, &other) ==
                       NAME_FOUND
                   ? id
                   : SCAN_UNKNOWN;
    case SCAN_INDICATOR: {
        struct item_set items;
        if (indicator_read(c->indicators, text, profile, b->arena, &id, &other, &unit,
                           &items) != NAME_FOUND ||
            unit.n > 0 || items.count > 0 ||
            indicator_rule(text, profile, b->arena).n > 0) {
            return SCAN_UNKNOWN;
        }
        enum indicator_kind kind = dataset_indicator(c->ds, id)->kind;
        return kind == KIND_GRADE || kind == KIND_RANK ? SCAN_UNKNOWN : id;
    }
    case SCAN_PERIOD:
        return resolve_period(b, text);
    case SCAN_UNIT:
        return unit_id(b, text);
    case SCAN_VALUE:
    case SCAN_ROLES:
        break;
    }
    return SCAN_UNKNOWN;
}

static uint32_t resolve(void *context, enum scan_role role, struct str text) {
    struct bulk *b = context;
    pthread_mutex_lock(&b->names);
    uint32_t id = resolve_text(b, role, text);
    pthread_mutex_unlock(&b->names);
    return id;
}

static bool unit_power(void *context, uint32_t indicator, uint32_t unit, int *power) {
    struct bulk *b = context;
    struct unit_factor factor;
    pthread_mutex_lock(&b->names);
    bool plain =
        unit_convertible(b->units[unit],
                         dataset_indicator(b->context->ds, indicator)->unit, &factor) &&
        factor.numerator == 1 && factor.denominator == 1;
    pthread_mutex_unlock(&b->names);
    *power = plain ? factor.power : 0;
    return plain;
}

/* ---- blocks ---- */

/* Reads and hashes the next block into an empty slot, without the lock: only one
   thread at a time does, and what others look at is set by taken(). */
static bool fill(struct bulk *b, struct slot *slot, bool *ended) {
    char *block = slot->bytes + ROW_BYTES_MAX;
    size_t got = 0;
    while (got < BLOCK_BYTES) {
        ssize_t n = read(b->fd, block + got, BLOCK_BYTES - got);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            *ended = true;
            b->changed = n < 0;
            break;
        }
        got += (size_t)n;
    }
    hash_add(b->hash, block, got);
    b->done += got;
    char *start = block - b->carried;
    memcpy(start, b->carry, b->carried);
    size_t n = b->carried + got;
    if (*ended && n > 0 && start[n - 1] != '\n') {
        start[n++] = '\n';
    }
    size_t whole = n;
    while (whole > 0 && start[whole - 1] != '\n') {
        whole--;
    }
    b->carried = n - whole;
    if (b->carried > ROW_BYTES_MAX) {
        return false;
    }
    memcpy(b->carry, start + whole, b->carried);
    slot->text = (struct str){start, whole};
    return true;
}

/* A filled slot gets its number, under the lock. */
static void taken(struct bulk *b, struct slot *slot, bool ended) {
    slot->block = b->block_count++;
    slot->state = SLOT_READY;
    b->ended |= ended;
    b->lines = memory_realloc(b->lines, b->block_count * sizeof *b->lines);
    b->lines[slot->block] = 0;
}

static struct slot *slot_in(struct bulk *b, enum slot_state state) {
    struct slot *found = NULL;
    for (size_t i = 0; i < SLOTS; i++) {
        struct slot *s = &b->slots[i];
        if (s->state == state && (found == NULL || s->block < found->block)) {
            found = s;
        }
    }
    return found;
}

static size_t ready_slots(const struct bulk *b) {
    size_t count = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        count += b->slots[i].state == SLOT_READY;
    }
    return count;
}

/* What a thread does next: keep a block or two ahead of the scanners, scan. Called
   and left with the lock held; false when there is nothing more to do. */
static bool step(struct bulk *b, struct scanner *scanner) {
    struct slot *empty = slot_in(b, SLOT_EMPTY), *ready = slot_in(b, SLOT_READY);
    if (b->declined) {
        return false;
    }
    if (!b->ended && !b->reading && empty != NULL && ready_slots(b) < 2) {
        b->reading = true;
        empty->state = SLOT_BUSY;
        pthread_mutex_unlock(&b->lock);
        bool ended = false;
        bool plain = fill(b, empty, &ended);
        pthread_mutex_lock(&b->lock);
        b->declined |= !plain;
        b->reading = false;
        taken(b, empty, ended);
    } else if (ready != NULL) {
        ready->state = SLOT_BUSY;
        pthread_mutex_unlock(&b->lock);
        bool plain = scan_block(scanner, ready->text, ready->block);
        pthread_mutex_lock(&b->lock);
        b->declined |= !plain;
        b->lines[ready->block] = scanner_lines(scanner);
        ready->state = SLOT_EMPTY;
    } else if (b->ended && !b->reading) {
        return false;
    } else {
        pthread_cond_wait(&b->turn, &b->lock);
        return true;
    }
    pthread_cond_broadcast(&b->turn);
    return true;
}

struct worker {
    struct bulk *bulk;
    struct scanner *scanner;
    pthread_t thread;
};

static void *work(void *context) {
    struct worker *w = context;
    pthread_mutex_lock(&w->bulk->lock);
    while (step(w->bulk, w->scanner)) {
    }
    pthread_cond_broadcast(&w->bulk->turn);
    pthread_mutex_unlock(&w->bulk->lock);
    return NULL;
}

/* ---- the head ---- */

static bool find_roles(struct bulk *b, const struct table *table,
                       const struct column *columns) {
    static const enum scan_role roles[] = {[ROLE_AREA] = SCAN_AREA,
                                           [ROLE_INDICATOR] = SCAN_INDICATOR,
                                           [ROLE_PERIOD] = SCAN_PERIOD,
                                           [ROLE_UNIT] = SCAN_UNIT,
                                           [ROLE_VALUE] = SCAN_VALUE};
    size_t seen[SCAN_ROLES] = {0};
    struct str unit = b->context->profile->unit;
    if (table->width > SCAN_COLUMNS_MAX) {
        return false;
    }
    for (size_t i = 0; i < table->width; i++) {
        const struct column *c = &columns[i];
        if (c->role == ROLE_SKIP || c->role == ROLE_STATUS || c->role == ROLE_NOTE ||
            c->role == ROLE_VINTAGE || c->role == ROLE_PARENT ||
            c->role == ROLE_DIMENSION || c->role == ROLE_MULTIPLIER ||
            c->role == ROLE_CONFIDENTIALITY || c->indicator != DATASET_NONE ||
            c->has_period || c->shift != SHIFT_NONE || c->status != STATUS_NORMAL) {
            return false;
        }
        b->layout.roles[i] = roles[c->role];
        b->value_column = c->role == ROLE_VALUE ? (uint16_t)(i + 1) : b->value_column;
        seen[roles[c->role]]++;
        unit = c->role == ROLE_VALUE && c->unit.n > 0 ? c->unit : unit;
    }
    b->layout.column_count = table->width;
    for (size_t i = 0; i < SCAN_ROLES; i++) {
        b->layout.fixed[i] = SCAN_UNKNOWN;
    }
    if (seen[SCAN_UNIT] == 0 && unit.n > 0) {
        b->layout.fixed[SCAN_UNIT] = unit_id(b, unit);
    }
    return seen[SCAN_AREA] == 1 && seen[SCAN_INDICATOR] == 1 &&
           seen[SCAN_PERIOD] == 1 && seen[SCAN_VALUE] == 1 && seen[SCAN_UNIT] <= 1;
}

/* Reads the first rows in the usual way, quietly. False: the file is not plain. On
   success the first slot begins behind the head. */
static bool read_head(struct bulk *b, struct slot *first) {
    const struct source_profile *profile = b->context->profile;
    struct str text = first->text, mark = STR("\xEF\xBB\xBF");
    size_t skip = str_starts(text, mark) ? mark.n : 0, at = skip, head = 0;
    for (size_t rows = 0; rows < HEAD_ROWS_SEEN && at < text.n; rows++) {
        size_t feed = str_find(text, STR("\n"), at);
        at = feed == STR_NOT_FOUND ? text.n : feed + 1;
        head = rows == 0 ? at : head;
    }
    struct str sample = str_slice(text, skip, at);
    if (utf8_invalid(sample) != STR_NOT_FOUND ||
        str_find(sample, STR("\""), 0) != STR_NOT_FOUND) {
        return false;
    }
    struct diag *quiet = diag_open();
    struct reading_context context = *b->context;
    context.diag = quiet;
    context.scratch = b->arena;
    struct sheet_options options = {.separator = profile->separator};
    struct sheet sheet;
    struct table table;
    bool plain = sheet_read(profile->file, sample, &options, b->arena, quiet, &sheet) &&
                 sheet.row_count > 1 && sheet.separator.n == 1 &&
                 table_find(&sheet, profile, b->arena, quiet, &table) &&
                 table.head == &sheet.rows[0] && table.head->line == 1 &&
                 table.body_count == sheet.row_count - 1 && table.note_count == 0;
    if (plain) {
        const struct column *columns = columns_find(&context, &table);
        plain = columns != NULL && table.head->count == table.width &&
                find_roles(b, &table, columns);
        b->layout.separator = sheet.separator.p[0];
        b->layout.doubtful = b->layout.separator == ';' && profile->decimal.n == 0 &&
                             profile->group.n == 0;
    }
    diag_close(quiet);
    first->text = str_slice(text, head, text.n);
    b->head_lines = 1;
    return plain;
}

/* ---- the result ---- */

/* The sum as a decimal with the digits that its rows had. */
static bool to_decimal(const struct scan_cell *cell, struct decimal *out) {
    scan_sum power = 1;
    for (unsigned i = 0; i < cell->decimals; i++) {
        power *= 10;
    }
    scan_sum sum = cell->sum / power;
    const scan_sum most = (scan_sum)1000000000 * 1000000000;
    if (sum >= most || sum <= -most) {
        return false;
    }
    *out = decimal_scale(decimal_from_integer((int64_t)sum),
                         (int)cell->decimals - SCAN_DECIMALS);
    return true;
}

/* Which of the periods comes how far in time. */
static uint32_t *rank_periods(struct bulk *b) {
    uint32_t *ranks = arena_array(b->arena, b->period_count, sizeof *ranks);
    for (size_t i = 0; i < b->period_count; i++) {
        for (size_t k = 0; k < b->period_count; k++) {
            ranks[i] += period_compare(b->periods[k], b->periods[i]) < 0;
        }
    }
    return ranks;
}

/* One pass of a radix sort: `order` by keys[order[i]], which are below `limit`. */
static void sort_by(struct arena *arena, const uint32_t *keys, size_t limit,
                    uint32_t *order, size_t count) {
    size_t *starts = arena_array(arena, limit + 1, sizeof *starts);
    uint32_t *copy = arena_array(arena, count, sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        starts[keys[i] + 1]++;
    }
    for (size_t i = 1; i <= limit; i++) {
        starts[i] += starts[i - 1];
    }
    memcpy(copy, order, count * sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        order[starts[keys[copy[i]]]++] = copy[i];
    }
}

/* In the order that the dataset keeps: nothing is left for it to sort. */
static bool add_all(struct bulk *b, struct scanner *scanner, struct input_file *file) {
    const struct reading_context *context = b->context;
    size_t count, *before = arena_array(b->arena, b->block_count + 1, sizeof *before);
    for (size_t i = 0; i < b->block_count; i++) {
        before[i + 1] = before[i] + b->lines[i];
    }
    const struct scan_cell *cells = scanner_cells(scanner, &count);
    uint32_t *ranks = rank_periods(b), *keys[3], *order;
    order = arena_array(b->arena, count, sizeof *order);
    for (size_t k = 0; k < 3; k++) {
        keys[k] = arena_array(b->arena, count, sizeof *keys[k]);
    }
    for (size_t i = 0; i < count; i++) {
        struct decimal unused;
        uint32_t period;
        if (!to_decimal(&cells[i], &unused)) {
            return false;
        }
        scan_key_parts(cells[i].key, &keys[2][i], &keys[1][i], &period);
        keys[0][i] = ranks[period];
        order[i] = (uint32_t)i;
    }
    sort_by(b->arena, keys[0], b->period_count, order, count);
    sort_by(b->arena, keys[1], dataset_area_count(context->ds), order, count);
    sort_by(b->arena, keys[2], dataset_indicator_count(context->ds), order, count);
    file->rows = before[b->block_count];
    file->observations = scanner_values(scanner);
    /* Every key has a text, or the scanner would have declined. */
    size_t heads = (file->rows + 1) * b->layout.column_count - file->rows;
    file->cells = (struct cell_sums){.filled = heads + file->observations,
                                     .heads = heads,
                                     .values = file->observations};
    uint32_t id = dataset_add_file(context->ds, file);
    bool *periods = arena_array(b->arena, b->period_count, sizeof *periods);
    bool *areas = arena_array(b->arena, dataset_area_count(context->ds), sizeof *areas);
    bool *indicators =
        arena_array(b->arena, dataset_indicator_count(context->ds), sizeof *indicators);
    dataset_expect(context->ds, count);
    for (size_t i = 0; i < count; i++) {
        const struct scan_cell *c = &cells[order[i]];
        uint32_t indicator, period;
        struct observation o = {.source = {.file = id, .column = b->value_column}};
        scan_key_parts(c->key, &indicator, &o.area, &period);
        o.series = dataset_total(context->ds, indicator);
        o.period = b->periods[period];
        o.source.line = (uint32_t)(before[c->block] + c->line + b->head_lines + 1);
        to_decimal(c, &o.value);
        areas[o.area] = indicators[indicator] = periods[period] = true;
        dataset_add_observation(context->ds, &o, context->diag);
    }
    struct reading_context evidence = *context;
    struct evidence_of_rows rows = {.areas = areas,
                                    .indicators = indicators,
                                    .used_periods = periods,
                                    .periods = b->periods,
                                    .period_count = b->period_count,
                                    .units = b->units,
                                    .unit_count = b->unit_count};
    evidence.scratch = b->arena;
    evidence_of_blocks(&evidence, id, &rows); /* an error counts as any other */
    return true;
}

static size_t thread_count(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (size_t)n;
}

static enum bulk_result read_blocks(struct bulk *b, struct input_file *file) {
    struct worker workers[THREADS_MAX];
    size_t count = thread_count(), running = 1;
    bool ended = false;
    if (!fill(b, &b->slots[0], &ended) || !read_head(b, &b->slots[0])) {
        return BULK_DECLINED;
    }
    taken(b, &b->slots[0], ended);
    for (size_t i = 0; i < count; i++) {
        workers[i] = (struct worker){.bulk = b, .scanner = scanner_open(&b->layout)};
    }
    /* Where no thread can be had, this one does all. */
    while (running < count && pthread_create(&workers[running].thread, NULL, work,
                                             &workers[running]) == 0) {
        running++;
    }
    work(&workers[0]);
    for (size_t i = 1; i < running; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    char hex[HASH_HEX_SIZE + 1];
    hash_close(b->hash, hex);
    b->hash = NULL;
    memcpy(file->sha256, hex, sizeof hex);
    enum bulk_result result = b->declined ? BULK_DECLINED : BULK_DONE;
    if (result == BULK_DONE && (b->changed || b->done != b->size)) {
        diag_error(b->context->diag, (struct place){.file = file->path},
                   "the file changed while it was read");
        result = BULK_FAILED;
    }
    for (size_t i = 1; i < count && result == BULK_DONE; i++) {
        if (!scanner_merge(workers[0].scanner, workers[i].scanner)) {
            result = BULK_DECLINED;
        }
    }
    size_t errors = diag_count(b->context->diag, DIAG_ERROR);
    if (doubt_holds(&b->codes) || doubt_holds(&b->years)) {
        result = result == BULK_DONE ? BULK_DECLINED : result;
    }
    if (result == BULK_DONE && (scanner_values(workers[0].scanner) == 0 ||
                                !add_all(b, workers[0].scanner, file))) {
        result = BULK_DECLINED;
    }
    if (diag_count(b->context->diag, DIAG_ERROR) > errors) {
        result = BULK_FAILED;
    }
    for (size_t i = 0; i < count; i++) {
        scanner_close(workers[i].scanner);
    }
    return result;
}

static bool is_plain(const struct source_profile *p, struct str duplicates) {
    return p->format == NULL && p->layout->named && p->separator.n <= 1 &&
           p->quote.n == 0 && p->escape.n == 0 && !str_equal(p->decimal, STR(",")) &&
           !str_equal(p->group, STR(".")) && p->symbol_count == 0 &&
           p->where_count == 0 && !p->fill_down && p->first_line == 0 &&
           p->last_line == 0 && p->first_column == 0 && p->last_column == 0 &&
           p->end_mark.n == 0 && p->skip_rows == 0 && p->head_rows <= 1 &&
           p->period.n == 0 &&
           (p->encoding.n == 0 || str_equal(p->encoding, STR("utf-8"))) &&
           (duplicates.n == 0 || str_equal(duplicates, STR("sum"))) &&
           profile_lookup(p->options, p->option_count, STR("status")).n == 0;
}

enum bulk_result bulk_read(const struct reading_context *context,
                           struct input_file *file, size_t least) {
    const struct source_profile *p = context->profile;
    struct str duplicates =
        profile_lookup(p->options, p->option_count, STR("duplicates"));
    struct stat info;
    if (!is_plain(p, duplicates) || names_have_years(context->areas) ||
        fstatat(context->dir, file->path.p, &info, 0) != 0 || !S_ISREG(info.st_mode) ||
        (uintmax_t)info.st_size < least) {
        return BULK_DECLINED;
    }
    int fd = openat(context->dir, file->path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        if (fd >= 0) {
            close(fd);
        }
        return BULK_DECLINED;
    }
    struct bulk *b = memory_alloc(sizeof *b);
    *b = (struct bulk){.context = context,
                       .fd = fd,
                       .size = (size_t)info.st_size,
                       .hash = hash_open(),
                       .lock = PTHREAD_MUTEX_INITIALIZER,
                       .turn = PTHREAD_COND_INITIALIZER,
                       .names = PTHREAD_MUTEX_INITIALIZER,
                       .arena = arena_open()};
    b->layout.sum = str_equal(duplicates, STR("sum"));
    b->layout.resolve = resolve;
    b->layout.unit = unit_power;
    b->layout.context = b;
    for (size_t i = 0; i < SLOTS; i++) {
        b->slots[i].bytes =
            memory_alloc(ROW_BYTES_MAX + BLOCK_BYTES + 1 + SCAN_PADDING);
    }
    file->bytes = b->size;
    enum bulk_result result = read_blocks(b, file);
    char unused[HASH_HEX_SIZE + 1];
    if (b->hash != NULL) {
        hash_close(b->hash, unused);
    }
    for (size_t i = 0; i < SLOTS; i++) {
        free(b->slots[i].bytes);
    }
    arena_close(b->arena);
    close(fd);
    free(b->lines);
    free(b);
    return result;
}
