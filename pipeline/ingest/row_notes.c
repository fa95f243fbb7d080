/* What the notes below a table say of whole periods: 2024年为快报数, 2023年数据系初步
   核算数. A note that says it of some values only (2024年工业增加值为…) is left alone.
 */
#include "dataset/codes.h"
#include "ingest/clean.h"
#include "ingest/note_lines.h"
#include "ingest/numbers.h"
#include "ingest/row_reader.h"
#include "ingest/status.h"

/* What stands behind the period: 为快报数。 */
static bool read_status(struct str s, uint8_t *out) {
    static const char *const subjects[] = {"数据", "数字", "数", "各项数据", NULL};
    static const char *const verbs[] = {"均为", "为", "是", "系", NULL};
    static const char *const words[] = {"初步核算数", "初步统计数", "初步数", "快报数",
                                        "修订数",     "最终核实数", "估计数", "预计数",
                                        "预测数",     NULL};
    static const char *const ends[] = {"。", "；", ";", "，", ",", ".", NULL};
    enum observation_status status;
    s = clean_trim(s);
    clean_cut_any(&s, subjects);
    if (!clean_cut_any(&s, verbs)) {
        return false;
    }
    for (size_t i = 0; words[i] != NULL; i++) {
        struct str word = str_from(words[i]), rest = s;
        const char *const one[] = {words[i], NULL};
        /* Two words that the list of statuses writes otherwise. */
        word = str_equal(word, STR("初步统计数")) ? STR("初步数") : word;
        word = str_equal(word, STR("预计数")) ? STR("预测数") : word;
        if (clean_cut_any(&rest, one) && (rest.n == 0 || clean_cut_any(&rest, ends)) &&
            number_status(word, &status)) {
            *out = (uint8_t)status;
            return true;
        }
    }
    return false;
}

/* What stands behind the last of the marks. */
static struct str behind_last(struct str text, const char *const *marks) {
    size_t from = 0;
    for (; *marks != NULL; marks++) {
        struct str mark = str_from(*marks);
        for (size_t at = str_find(text, mark, 0); at != STR_NOT_FOUND;
             at = str_find(text, mark, at + mark.n)) {
            from = at + mark.n > from ? at + mark.n : from;
        }
    }
    return clean_trim(str_slice(text, from, text.n));
}

/* 安徽2023年数为…: takes the last area off what stands before the period. False if no
   area stands there. */
static bool take_area(const struct row_reader *r, struct str *before, int year,
                      uint32_t *area) {
    static const char *const marks[] = {"。", "；", ";",  "：", ":",  "，",
                                        ",",  "、", "和", "与", "及", NULL};
    const struct reading_context *context = r->context;
    uint32_t other;
    struct str name = behind_last(*before, marks);
    bool found = name.n > 0 && area_read(context->areas, name, year, context->profile,
                                         context->scratch, area, &other) == NAME_FOUND;
    if (found) {
        static const char *const joins[] = {"、", "和", "与", "及", NULL};
        *before = clean_trim((struct str){before->p, (size_t)(name.p - before->p)});
        size_t n = before->n;
        for (size_t i = 0; joins[i] != NULL && before->n == n; i++) {
            struct str join = str_from(joins[i]);
            before->n -= str_ends(*before, join) ? join.n : 0;
        }
        before->n = before->n == n ? 0 : before->n;
    }
    return found;
}

static void add(struct row_reader *r, size_t note, struct period period, uint32_t area,
                uint8_t status) {
    struct arena *scratch = r->context->scratch;
    r->noted = arena_grow(scratch, r->noted, r->noted_count, &r->noted_capacity,
                          sizeof *r->noted);
    r->noted[r->noted_count++] = (struct noted_status){period, area, status};
    struct str of = period_code(period, scratch);
    if (area != DATASET_NONE) {
        of = arena_printf(scratch, "%.*s %.*s",
                          STR_ARG(dataset_area(r->context->ds, area)->name),
                          STR_ARG(of));
    }
    diag_note(r->context->diag, row_cell_place(r, r->table->note_rows[note], 0),
              "the values of %.*s have the status %s, as this note says", STR_ARG(of),
              diag_words(r->context->diag, observation_status_codes[status]));
}

/* What one sentence of a note says. */
static void read_line(struct row_reader *r, size_t note, struct str text) {
    struct title_period periods[TITLE_PERIODS];
    size_t count = title_periods(text, r->context->scratch, periods);
    for (size_t k = 0; k < count; k++) {
        size_t at = str_find(text, periods[k].text, 0);
        uint8_t status = STATUS_NORMAL;
        if (at != STR_NOT_FOUND && periods[k].first.year != 0 &&
            period_equal(periods[k].first, periods[k].last) &&
            read_status(str_slice(text, at + periods[k].text.n, text.n), &status)) {
            struct str before = str_slice(text, 0, at);
            uint32_t area = DATASET_NONE;
            bool some = false;
            while (take_area(r, &before, (int)periods[k].first.year, &area)) {
                add(r, note, periods[k].first, area, status);
                some = true;
            }
            if (!some) {
                add(r, note, periods[k].first, DATASET_NONE, status);
            }
        }
    }
}

void row_read_notes(struct row_reader *r) {
    for (size_t i = 0; i < r->table->note_count; i++) {
        struct str note = clean_width(r->table->notes[i], r->context->scratch), line;
        for (size_t at = 0; note_line_next(note, &at, &line);) {
            read_line(r, i, line);
        }
    }
}

uint8_t noted_status(const struct noted_status *noted, size_t count,
                     struct period period, uint32_t area, uint8_t status) {
    int first, last, from, to;
    for (size_t i = 0; i < count && status == STATUS_NORMAL; i++) {
        bool within = (noted[i].area == DATASET_NONE || noted[i].area == area) &&
                      period_months(noted[i].period, &first, &last) &&
                      period_months(period, &from, &to) && from >= first && to <= last;
        status = within ? noted[i].status : status;
    }
    return status;
}
