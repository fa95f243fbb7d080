/* The pictures that a theme names: files beside it, below templates/. */
#include "base/file.h"
#include "document/picture.h"
#include "document/theme.h"
#include "script/spec.h"
#include <errno.h>

static void say_fault(struct diag *diag, struct place place, struct str path,
                      enum picture_fault fault) {
    switch (fault) {
    case PICTURE_GOOD:
        return;
    case PICTURE_UNKNOWN:
        diag_error(diag, place, "the picture %.*s is neither PNG nor JPEG",
                   STR_ARG(path));
        diag_hint(diag, "save it as PNG");
        return;
    case PICTURE_BROKEN:
        diag_error(diag, place, "the picture %.*s is damaged or ends early",
                   STR_ARG(path));
        diag_hint(diag, "copy it again, or open it and save it as PNG");
        return;
    case PICTURE_LARGE:
        diag_error(diag, place, "the picture %.*s has more than 4 million pixels",
                   STR_ARG(path));
        diag_hint(diag, "save it smaller: 1000 pixels are enough for print");
        return;
    case PICTURE_PRINT:
        diag_error(diag, place,
                   "the picture %.*s is a JPEG in colours for print (CMYK), which "
                   "archives do not allow",
                   STR_ARG(path));
        diag_hint(diag, "save it as PNG");
        return;
    }
}

bool script_read_picture(struct spec *spec, const char *name,
                         struct theme_picture *picture) {
    struct script *script = spec->script;
    struct diag *diag = script_diag(script);
    struct place place = spec_place(spec, str_from(name));
    if (picture->file.n == 0)
        return true;
    if (!file_path_is_safe(picture->file)) {
        diag_error(diag, place, "theme: %s must be the name of a file below templates/",
                   name);
        diag_hint(diag, "%s = \"logo.png\" is templates/logo.png", name);
        return false;
    }
    if (picture->alt.n == 0) {
        diag_error(diag, place, "theme: %s has no words for those who cannot see it",
                   name);
        diag_hint(diag, "add %s_alt = \"…\", or organisation", name);
        return false;
    }
    if (!(picture->height >= THEME_PICTURE_LEAST &&
          picture->height <= THEME_PICTURE_MOST))
        return diag_error(diag, place, "theme: %s_height must be %d to %d points", name,
                          THEME_PICTURE_LEAST, THEME_PICTURE_MOST);
    struct str path =
        arena_printf(script->arena, "templates/%.*s", STR_ARG(picture->file));
    struct str bytes;
    struct stat status;
    if (!file_status(script->dir, path.p, &status) && errno == ENOENT) {
        diag_error(diag, place, "theme: there is no picture %.*s", STR_ARG(path));
        diag_hint(diag, "put the file there, or correct its name");
        return false;
    }
    if (!script_read_bytes(script, path.p, &bytes))
        return false;
    picture->picture = arena_alloc(script->arena, sizeof *picture->picture);
    enum picture_fault fault =
        picture_read(arena_copy(script->arena, bytes), script->arena, picture->picture);
    say_fault(diag, place, path, fault);
    return fault == PICTURE_GOOD;
}
