/* A picture that an office gives: its logo, its seal. PNG or JPEG. */
#ifndef NQI_DOCUMENT_PICTURE_H
#define NQI_DOCUMENT_PICTURE_H

#include "base/arena.h"
#include "base/buf.h"

struct picture {
    struct str bytes;       /* the file */
    bool jpeg;              /* else PNG */
    unsigned width, height; /* pixels */
    unsigned channels;      /* JPEG: 1 grey, 3 colours */
    struct str pixels; /* PNG: rows of RGB from the top, what is transparent on white,
                          for archives allow no transparency everywhere */
};

/* Why a picture cannot be taken. */
enum picture_fault {
    PICTURE_GOOD,
    PICTURE_UNKNOWN, /* neither PNG nor JPEG */
    PICTURE_BROKEN,  /* it ends early, or is damaged */
    PICTURE_LARGE,   /* more than PICTURE_MOST pixels */
    PICTURE_PRINT    /* a JPEG of four colours, or of more than 8 bits */
};

#define PICTURE_MOST 4000000u

/* `bytes` are borrowed; the pixels live in the arena. */
enum picture_fault picture_read(struct str bytes, struct arena *arena,
                                struct picture *out);
/* The file as a data URI. */
void picture_uri(const struct picture *picture, struct buf *out);

#endif
