/* The sentences of a note, without its head and their numbers:
   注：1.数据来自省局。2.单位：万元。 */
#ifndef NQI_INGEST_NOTE_LINES_H
#define NQI_INGEST_NOTE_LINES_H

#include "base/str.h"

/* The next one, which borrows from the note; *at begins at 0. False at its end. */
bool note_line_next(struct str note, size_t *at, struct str *line);
/* What stands before the line in its sentence of the note, a mark if it has one: 注：①.
 */
struct str note_line_mark(struct str note, struct str line);
/* What a line says behind 注：, 2. and （3）. */
struct str note_line_body(struct str line);
/* True for a line that has such a number and is a sentence: 2.2023年为初步数; 1.农业 is
   a heading. */
bool note_line_is_numbered(struct str line);
/* True for a line that would stand below a table and name none of its rows: a sentence
   (本表…, …。), of when the data are (数据截至…, Last updated …), or of what a letter
   marks (a: preliminary). */
bool note_line_is_foot(struct str line);
/* True for who filled the table in, and when (制表：…, 最后更新：…). */
bool note_line_is_signature(struct str line);

#endif
