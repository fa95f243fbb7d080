# make report   install what is missing, build, run the main job on input/
# make test     the whole suite under prove
# make check    what a submission must pass besides: sanitizers, tidy, layers
# make bench    speed and memory, as ratios
# make help     the rest
SHELL := /bin/sh
BUILD ?= build
CC ?= gcc
OPT ?= -O2 -g
WERROR ?=
SANITIZE ?=
prefix ?= /usr/local
VERSION := 0.1.0

PACKAGES := harfbuzz harfbuzz-subset icu-uc icu-i18n fontconfig libdeflate jansson libcrypto lua5.4
# Recursive on purpose: pkg-config is asked only once it is installed.
PKG_CFLAGS = $(shell pkg-config --cflags-only-I $(PACKAGES) | sed 's/-I/-isystem /g')
PKG_LIBS = $(shell pkg-config --libs $(PACKAGES))
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wundef \
	-Wwrite-strings -Wcast-qual -Wformat=2 -Wvla -Wswitch-enum -Wstrict-prototypes \
	-Wmissing-prototypes -Wdouble-promotion
CFLAGS_ALL = -std=c17 -D_POSIX_C_SOURCE=200809L $(OPT) $(WARN) $(WERROR) $(SANITIZE) \
	-DNQI_VERSION='"$(VERSION)"' -Ipipeline $(PKG_CFLAGS) -MMD -MP
LIBS = $(PKG_LIBS) -lcsv -lcmark -lhpdf -lgmp -lz -lm -lpthread

SOURCES := $(sort $(wildcard pipeline/*.c pipeline/*/*.c pipeline/*/*/*.c))
OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(filter-out pipeline/main.c,$(SOURCES)))
LIBRARY := $(BUILD)/libnqi.a
UNIT_SOURCES := $(sort $(wildcard tests/unit/*_test.c))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(UNIT_SOURCES))
LUA_LIBRARY := $(sort $(wildcard lua/nqi/*.lua lua/nqi/*/*.lua))

.DEFAULT_GOAL := all
.PHONY: all
all: $(BUILD)/nqi

$(BUILD)/nqi: $(BUILD)/pipeline/main.o $(LIBRARY)
	$(CC) $(SANITIZE) -o $@ $^ $(LIBS)

$(LIBRARY): $(OBJECTS) $(BUILD)/embedded.o
	@rm -f $@
	ar rcsD $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -c -o $@ $<

# lua/nqi, compiled into the program (script/embedded.h).
$(BUILD)/embedded.c: .ci/embed $(LUA_LIBRARY)
	@mkdir -p $(@D)
	sh .ci/embed $(LUA_LIBRARY) > $@

$(BUILD)/embedded.o: $(BUILD)/embedded.c
	$(CC) $(CFLAGS_ALL) -Wno-overlength-strings -c -o $@ $<

.PHONY: unit
unit: $(UNIT_TESTS)
$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -Itests/unit -o $@ $< $(LIBRARY) -lcmocka $(LIBS)

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(wildcard $(BUILD)/pipeline/*.d $(BUILD)/pipeline/*/*.d $(BUILD)/pipeline/*/*/*.d $(BUILD)/tests/*.d)
