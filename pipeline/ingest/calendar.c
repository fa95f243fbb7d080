#include "ingest/calendar.h"

#include "ingest/form.h"
#include "ingest/periods.h"

#define CHINA (8 * 60) /* minutes: the zone of a row without one */

enum field { REPORT, PERIOD, DAY, HOUR, ZONE, REASON, FIELDS };

static const struct form_field fields[FIELDS] = {
    [REPORT] = {"report", true}, [PERIOD] = {"period", true},
    [DAY] = {"day", true},       [HOUR] = {"hour", true},
    [ZONE] = {"zone", false},    [REASON] = {"reason", false},
};

/* 9:30, 09:30, 17:00, in minutes; -1: it is none. */
static int clock_of(struct str text) {
    size_t colon = str_find(text, STR(":"), 0);
    int hour = 0, minute = 0;
    if (colon == STR_NOT_FOUND || colon == 0 || colon > 2 || text.n != colon + 3)
        return -1;
    for (size_t i = 0; i < text.n; i++) {
        if (i == colon)
            continue;
        if (text.p[i] < '0' || text.p[i] > '9')
            return -1;
        int *part = i < colon ? &hour : &minute;
        *part = *part * 10 + (text.p[i] - '0');
    }
    return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

/* +08:00, -05:00, Z; an empty cell is China's. */
static bool zone_of(struct str text, int *minutes) {
    *minutes = text.n == 0 ? CHINA : 0;
    if (text.n == 0 || str_equal(text, STR("Z")))
        return true;
    int clock = clock_of(str_slice(text, 1, text.n));
    *minutes = text.p[0] == '-' ? -clock : clock;
    return clock >= 0 && clock <= 14 * 60 && (text.p[0] == '-' || text.p[0] == '+');
}

static bool read_row(struct form *form, const struct sheet_row *row,
                     struct appointment *out, struct arena *arena, struct diag *diag) {
    struct str period = form_text(form, row, PERIOD), day = form_text(form, row, DAY);
    struct str hour = form_text(form, row, HOUR), zone = form_text(form, row, ZONE);
    *out = (struct appointment){.report = form_text(form, row, REPORT),
                                .minute = clock_of(hour),
                                .reason = form_text(form, row, REASON),
                                .place = form_place(form, row, DAY)};
    out->said = arena_printf(arena, "%.*s %.*s %.*s", STR_ARG(day), STR_ARG(hour),
                             STR_ARG(zone.n > 0 ? zone : STR("+08:00")));
    if (!period_from_code(period, &out->period)) {
        diag_error(diag, form_place(form, row, PERIOD), "\"%.*s\" is no period",
                   STR_ARG(period));
        diag_hint(diag, "write 2023, 2023-H1, 2023-Q3, 2023-09, 2023-YTD09 or "
                        "2023-12-31");
        return false;
    }
    if (!day_read(day, arena, &out->day)) {
        diag_error(diag, form_place(form, row, DAY), "\"%.*s\" is no day",
                   STR_ARG(day));
        diag_hint(diag, "write 2024-01-15");
        return false;
    }
    if (out->minute < 0) {
        diag_error(diag, form_place(form, row, HOUR), "\"%.*s\" is no time of day",
                   STR_ARG(hour));
        diag_hint(diag, "write 09:30");
        return false;
    }
    if (!zone_of(zone, &out->zone)) {
        diag_error(diag, form_place(form, row, ZONE), "\"%.*s\" is no time zone",
                   STR_ARG(zone));
        diag_hint(diag, "write +08:00, or nothing for China's");
        return false;
    }
    return true;
}

void calendar_read(const struct sheet *sheet, struct dataset *ds, struct arena *arena,
                   struct diag *diag) {
    struct form form = form_open(sheet, fields, FIELDS, NULL, 0, arena, diag);
    struct appointment appointment;
    for (size_t i = 1; form.ok && i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        if (!form_row(&form, row) || !read_row(&form, row, &appointment, arena, diag))
            continue;
        if (dataset_find_appointment(ds, appointment.report, appointment.period) !=
            NULL)
            diag_error(diag, form_place(&form, row, PERIOD),
                       "%.*s has two rows for %.*s", STR_ARG(appointment.report),
                       STR_ARG(period_code(appointment.period, arena)));
        else
            dataset_add_appointment(ds, &appointment);
    }
}
