#include "ingest/overview.h"
#include "ingest/known.h"
#include "ingest/survey.h"
#include <stdlib.h>
#include <string.h>

enum last_row { LAST_NONE, LAST_WHOLE, LAST_SHORT };

struct look {
    const struct reading_context *context;
    const struct sample *sample;
    struct blocks *blocks;
    struct arena *arena;
    size_t *lines;         /* of each block below the head, then above it */
    enum survey_end *ends; /* of each block */
    enum last_row *last;   /* of each block */
    size_t block_capacity;
};

struct surveyor {
    const struct look *look;
    struct survey *survey;
};

/* A sheet of rows below the head; `noted`: lines of a note are left out of it. */
static enum last_row last_row(const struct sheet *sheet, const struct sample *sample,
                              bool noted) {
    const struct sheet_row *row = &sheet->rows[sheet->row_count];
    if (sheet->row_count == 0 || row[-1].line <= sample->head_lines) {
        return noted ? LAST_SHORT : LAST_NONE;
    }
    return row[-1].count < sample->width ? LAST_SHORT : LAST_WHOLE;
}

/* The head and the rows, but for lines of a note that the block before may begin. */
static bool see_rows(struct surveyor *surveyor, struct str text, uint32_t index,
                     struct arena *arena, struct diag *quiet) {
    const struct look *look = surveyor->look;
    const struct sample *sample = look->sample;
    struct str rows = sample->options.raw ? text : sample_without_notes(text);
    struct str head = sample->head;
    bool noted = rows.n < text.n;
    struct survey_place place = {index, look->lines[index] - known_lines(rows),
                                 sample->head_lines};
    struct sheet sheet;
    char *both = arena_alloc(arena, head.n + rows.n + 1);
    memcpy(both, head.p, head.n);
    memcpy(both + head.n, rows.p, rows.n);
    text = (struct str){both, head.n + rows.n};
    bool sound = sheet_read(look->context->profile->file, text, &sample->options, arena,
                            quiet, &sheet);
    look->ends[index] = survey_see(surveyor->survey, &sheet, text, place);
    look->last[index] = last_row(&sheet, sample, noted);
    return sound;
}

static bool see_block(void *context, struct str block, uint32_t index) {
    struct surveyor *surveyor = context;
    const struct look *look = surveyor->look;
    struct str text;
    if (index >= look->block_capacity) {
        return false;
    }
    struct arena *arena = arena_open();
    struct diag *quiet = diag_open();
    bool sound =
        sample_decode(look->sample, blocks_behind(look->blocks, index), arena, &text) &&
        sample_decode(look->sample, block, arena, &text);
    if (sound && index == 0) {
        text =
            str_slice(text, sample_skip_lines(text, look->sample->head_lines), text.n);
    }
    look->lines[index] = sound ? known_lines(text) : 0;
    sound = sound && see_rows(surveyor, text, index, arena, quiet);
    diag_close(quiet);
    arena_close(arena);
    return sound;
}

static bool follows_note(const struct look *look, uint32_t block) {
    while (block > 0 && look->ends[block - 1] == SURVEY_AS_BEFORE) {
        block--;
    }
    return block > 0 && look->ends[block - 1] == SURVEY_NOTE;
}

static int by_line(const void *a, const void *b) {
    const struct shown *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* The rows that a survey kept, beside those that are there. */
static void show(const struct look *look, const struct survey *survey,
                 struct overview *out) {
    size_t count;
    const struct survey_row *rows = survey_rows(survey, &count);
    struct shown *all = arena_array(look->arena, out->count + count, sizeof *all);
    if (out->count > 0) {
        memcpy(all, out->rows, out->count * sizeof *all);
    }
    for (size_t k = 0; k < count; k++) {
        struct str text = {survey_bytes(survey) + rows[k].at, rows[k].n};
        if (rows[k].leading && !follows_note(look, rows[k].block)) {
            continue;
        }
        all[out->count++] =
            (struct shown){.line = look->lines[rows[k].block] + rows[k].line + 1,
                           .text = arena_copy(look->arena, text),
                           .note = rows[k].note};
    }
    qsort(all, out->count, sizeof *all, by_line);
    out->rows = all;
}

/* lines[i] becomes the lines above block i. */
static void add_lines(const struct look *look, size_t count) {
    size_t above = look->sample->head_lines;
    for (size_t i = 0; i < count; i++) {
        size_t lines = look->lines[i];
        look->lines[i] = above;
        above += lines;
    }
}

/* The file may have been cut in its last row. */
static bool is_cut(const struct look *look) {
    size_t i = blocks_count(look->blocks);
    while (i > 0 && look->last[i - 1] == LAST_NONE) {
        i--;
    }
    return blocks_open_end(look->blocks) && i > 0 && look->last[i - 1] == LAST_SHORT;
}

bool overview_read(const struct reading_context *context, const struct sample *sample,
                   struct blocks *blocks, struct arena *arena, struct overview *out) {
    struct surveyor surveyors[BLOCKS_THREADS_MAX];
    void *contexts[BLOCKS_THREADS_MAX];
    size_t threads = blocks_threads(), most = blocks_most(blocks);
    struct look look = {.context = context,
                        .sample = sample,
                        .blocks = blocks,
                        .arena = arena,
                        .lines = arena_array(arena, most, sizeof *look.lines),
                        .ends = arena_array(arena, most, sizeof *look.ends),
                        .last = arena_array(arena, most, sizeof *look.last),
                        .block_capacity = most};
    *out = (struct overview){0};
    for (size_t i = 0; i < threads; i++) {
        surveyors[i] = (struct surveyor){&look, survey_open(context, sample)};
        contexts[i] = &surveyors[i];
    }
    bool sound = blocks_run(blocks, see_block, contexts, threads);
    if (sound) {
        add_lines(&look, blocks_count(blocks));
        out->uncut = is_cut(&look);
    }
    for (size_t i = 0; i < threads; i++) {
        if (sound) {
            show(&look, surveyors[i].survey, out);
            out->uncut |= survey_uncut(surveyors[i].survey);
        }
        survey_close(surveyors[i].survey);
    }
    return sound;
}
