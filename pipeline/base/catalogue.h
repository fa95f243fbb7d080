/* A compiled PO file (gettext's .mo): texts by their key. The bytes are compiled into
   the program, so nothing here fails or is freed; a catalogue without bytes has no
   entry. Which words there are is no concern of this file. */
#ifndef NQI_BASE_CATALOGUE_H
#define NQI_BASE_CATALOGUE_H

#include "base/str.h"

struct catalogue {
    struct str language; /* "zh-CN"; empty in an empty one */
    struct str bytes;    /* as msgfmt writes them; borrowed */
};

/* The text of a key, or NULL. It ends with a NUL and lives as long as the bytes. */
const char *catalogue_find(const struct catalogue *catalogue, const char *key);

/* For catalogues whose keys are English formats: the translation, or the format itself
   if there is none. Same conversions as the format, which msgfmt checks. */
const char *catalogue_words(const struct catalogue *catalogue, const char *format)
    __attribute__((format_arg(2)));

/* The entries in order of their keys, to walk through them. */
size_t catalogue_count(const struct catalogue *catalogue);
const char *catalogue_key(const struct catalogue *catalogue, size_t at);

#endif
