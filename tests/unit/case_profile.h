/* The entry of sources.lua that a case of tests/ingest_cases declares in one line:
   profile key=value …; _ stands for a space, \_ for itself, \t for a TAB. */
#ifndef NQI_TESTS_CASE_PROFILE_H
#define NQI_TESTS_CASE_PROFILE_H

#include "base/arena.h"
#include "dataset/profile.h"

/* The first word of the line, which loses it. */
struct str case_word(struct str *line);
/* Fails the test for a key that it does not know. In `arena`. */
struct source_profile case_profile(struct str words, struct arena *arena);

#endif
