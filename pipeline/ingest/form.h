/* A plain table whose columns are known by name: a dictionary of the project, the
   quoted figures. Every fault is reported; reading goes on with the next row. */
#ifndef NQI_INGEST_FORM_H
#define NQI_INGEST_FORM_H

#include "dataset/profile.h"
#include "ingest/csv_sheet.h"

struct form_field {
    const char *name;
    bool required; /* the column must be there, and no cell of it empty */
};

struct form {
    const struct sheet *sheet;
    const struct form_field *fields;
    size_t field_count;
    size_t *columns; /* of each field, or STR_NOT_FOUND */
    struct arena *arena;
    struct diag *diag;
    bool ok;
};

/* Maps the head; `pairs` rename columns of the file to fields, or to "skip". A
   column that is no field is an error. Check ok afterwards. */
struct form form_open(const struct sheet *sheet, const struct form_field *fields,
                      size_t field_count, const struct profile_pair *pairs,
                      size_t pair_count, struct arena *arena, struct diag *diag);
/* Accounts for the row's cells. False, after an error, if it cannot be read: ragged, or
   a required cell is empty. */
bool form_row(struct form *form, const struct sheet_row *row);
/* The cell of a field, copied to the arena; empty if there is no such column. */
struct str form_text(struct form *form, const struct sheet_row *row, size_t field);
struct place form_place(const struct form *form, const struct sheet_row *row,
                        size_t field);
/* One of `words` (NULL-ended), by its index; an empty cell is the first. */
int form_choice(struct form *form, const struct sheet_row *row, size_t field,
                const char *const *words);
/* 1, true, yes, 是 and their opposites; an empty cell is false. */
bool form_flag(struct form *form, const struct sheet_row *row, size_t field);
/* A whole number from 0 to 9999, or `absent` for an empty cell. */
int form_whole(struct form *form, const struct sheet_row *row, size_t field,
               int absent);

#endif
