/* What lua/checks.lua says of the rules of the program. For checks.c. */
#ifndef NQI_SCRIPT_READ_SETTINGS_H
#define NQI_SCRIPT_READ_SETTINGS_H

#include "dataset/rule_setting.h"
#include "script/spec.h"

/* Reads the entry on the stack's top; false after reporting. */
bool setting_read(struct spec *spec, struct rule_setting *setting);

#endif
