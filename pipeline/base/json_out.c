#include "base/json_out.h"
#include "base/arena.h"

static json_t *kept(json_t *json) {
    if (json == NULL)
        memory_exhausted();
    return json;
}

json_t *json_out_object(void) { return kept(json_object()); }

json_t *json_out_array(void) { return kept(json_array()); }

void json_out_put(json_t *object, const char *key, json_t *value) {
    if (json_object_set_new_nocheck(object, key, kept(value)) != 0)
        memory_exhausted();
}

void json_out_put_at(json_t *object, struct str key, json_t *value) {
    if (json_object_setn_new_nocheck(object, key.p, key.n, kept(value)) != 0)
        memory_exhausted();
}

void json_out_append(json_t *array, json_t *value) {
    if (json_array_append_new(array, kept(value)) != 0)
        memory_exhausted();
}

json_t *json_out_str(struct str value) {
    return kept(json_stringn_nocheck(value.n > 0 ? value.p : "", value.n));
}

void json_out_put_str(json_t *object, const char *key, struct str value) {
    json_out_put(object, key, json_out_str(value));
}

void json_out_put_known(json_t *object, const char *key, struct str value) {
    if (value.n > 0)
        json_out_put_str(object, key, value);
}

void json_out_put_size(json_t *object, const char *key, size_t value) {
    json_out_put(object, key, json_integer((json_int_t)value));
}

static int add_bytes(const char *bytes, size_t n, void *out) {
    buf_bytes(out, bytes, n);
    return 0;
}

void json_out_write(const json_t *json, size_t flags, struct buf *out) {
    if (json_dump_callback(json, add_bytes, out, flags) != 0)
        memory_exhausted(); /* what is put is UTF-8, and numbers are finite */
}
