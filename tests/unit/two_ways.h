/* One file, t.csv, read by a reader of long files and in the usual way: both must give
   the same observations with the same cells, messages and accounts. */
#ifndef TWO_WAYS_H
#define TWO_WAYS_H

#include "ingest/bulk.h"

/* 第00省 (110000) …, BJ and AH; CERT000 (张), CERT001 (万元) …; the dimension field. */
enum { TWO_WAYS_AREAS = 31, TWO_WAYS_INDICATORS = 20 };

struct outcome {
    enum bulk_result result;
    bool ok;
    struct buf text; /* every observation, message and note */
    struct input_file file;
};

typedef enum bulk_result two_ways_reader(const struct reading_context *context,
                                         const struct file_facts *facts,
                                         const struct bulk_options *options);

extern int two_ways_dir;
int two_ways_set_up(void **state);
int two_ways_tear_down(void **state);
void two_ways_write(struct str bytes);
/* Without a reader, in the usual way; by the options in parts, if they are given. */
struct outcome two_ways_ingest(struct source_profile p, two_ways_reader *read,
                               const struct bulk_options *options);
/* True if the reader takes the file; then both ways must agree, and else nothing may be
   left of it. */
bool two_ways_agree(const struct source_profile *p, two_ways_reader *read,
                    const struct bulk_options *options);
/* The same in blocks of so many bytes, after a sample of so many rows; 0: the usual. */
bool two_ways_in_blocks(const struct source_profile *p, two_ways_reader *read,
                        size_t bytes, size_t rows);
/* The text in blocks of many sizes; that the reader declines is a failure if `all` are
   to be taken. */
void two_ways_at_every_border(const char *text, const struct source_profile *p,
                              two_ways_reader *read, bool all);

#endif
