/* JSON that the program writes, over jansson. What is put must be valid UTF-8;
   running out of memory ends the program, so nothing here fails. Keys keep the order
   in which they were put. */
#ifndef NQI_BASE_JSON_OUT_H
#define NQI_BASE_JSON_OUT_H

#include "base/buf.h"
#include <jansson.h>

/* Empty ones. */
json_t *json_out_object(void);
json_t *json_out_array(void);
/* Both take over `value`, which may be what jansson could not make. */
void json_out_put(json_t *object, const char *key, json_t *value);
/* Under a key that comes from data. */
void json_out_put_at(json_t *object, struct str key, json_t *value);
void json_out_append(json_t *array, json_t *value);
json_t *json_out_str(struct str value);
void json_out_put_str(json_t *object, const char *key, struct str value);
/* Leaves an empty text out. */
void json_out_put_known(json_t *object, const char *key, struct str value);
void json_out_put_size(json_t *object, const char *key, size_t value);
/* With jansson's flags. */
void json_out_write(const json_t *json, size_t flags, struct buf *out);

#endif
