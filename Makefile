# make report   install what is missing, build, run the main job on input/
# make test     the whole suite under prove
# make check    what a submission must pass besides: sanitizers, tidy, layers
# make check-long  what takes minutes: 200 corruptions of the project's data
# make verify-pdf  every PDF checked by qpdf, PDFBox Preflight, veraPDF and pdf.js
# make verify-pages  how full the pages of all reports are, and whether lines are torn
#                    or heads divided within words
# make bench    speed and memory, as ratios
# make guides   the lists of kinds in the guides, from the program's tables
# make install  the program and its manual below $(prefix), default /usr/local
# make accept   take the documents that the tests made as the golden ones
# make clean    remove build/
SHELL := /bin/sh
BUILD ?= build
CC ?= gcc
OPT ?= -O2 -g
WERROR ?=
SANITIZE ?=
prefix ?= /usr/local
VERSION := 0.1.0
# make V=1 shows the whole command lines.
Q := $(if $(V),,@)
JOBS := $(shell nproc)

PACKAGES := harfbuzz harfbuzz-subset icu-uc icu-i18n fontconfig libdeflate jansson libcrypto libpng lua5.4
# Asked at first use, not when make starts: pkg-config may not be installed yet.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags-only-I $(PACKAGES) | sed 's/-I/-isystem /g'))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(PACKAGES)))$(PKG_LIBS)
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
LUA_LIBRARY := $(sort $(wildcard lua/nqi/*.lua lua/nqi/*/*.lua lua/nqi/partials/*.md)) templates/page.html templates/style.css templates/check.css
CATALOGUES := $(patsubst pipeline/%.po,$(BUILD)/%.mo,$(sort $(wildcard pipeline/words/*.po)))

# For the receipt: the packages that the libraries come from.
BUILT_WITH = $(shell dpkg-query -W -f '$${Package} $${Version};' $$(sed -n 's/^product: //p' .ci/packages | tr ' ' '\n' | grep -e '-dev$$') 2>/dev/null)
$(BUILD)/pipeline/publish/libraries.o: CFLAGS_ALL += -DNQI_BUILT_WITH='"$(BUILT_WITH)"'

.DEFAULT_GOAL := all
.PHONY: all
all: $(BUILD)/nqi

$(BUILD)/nqi: $(BUILD)/pipeline/main.o $(LIBRARY)
	@echo "  LD    $@"
	$(Q)$(CC) $(SANITIZE) -o $@ $^ $(LIBS)

$(LIBRARY): $(OBJECTS) $(BUILD)/embedded.o
	@rm -f $@
	$(Q)ar rcsD $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CFLAGS_ALL) -c -o $@ $<

# lua/nqi and the words, compiled into the program (base/embedded.h).
$(BUILD)/embedded.c: .ci/embed $(LUA_LIBRARY) $(CATALOGUES)
	@mkdir -p $(@D)
	@echo "  EMBED lua/nqi pipeline/words"
	$(Q)BUILD=$(BUILD) sh .ci/embed $(LUA_LIBRARY) $(CATALOGUES) > $@

# A translation that loses a value of its message does not pass.
$(BUILD)/words/%.mo: pipeline/words/%.po
	@mkdir -p $(@D)
	@echo "  PO    $<"
	$(Q)msgfmt --check-format --no-hash --endianness=little -o $@ $<

$(BUILD)/embedded.o: $(BUILD)/embedded.c
	$(Q)$(CC) $(CFLAGS_ALL) -Wno-overlength-strings -c -o $@ $<

# The two commands of the README. The tools may be missing when make starts, so the
# work is a second make.
.PHONY: report
report:
	@sh .ci/install product
	@$(MAKE) --no-print-directory -j$(JOBS) build-report

.PHONY: build-report
build-report: all
	$(BUILD)/nqi build . --out output
	$(BUILD)/nqi build templates/starter --out output/demo

.PHONY: test
test:
	@sh .ci/install product test
	@$(MAKE) --no-print-directory -j$(JOBS) run-tests

.PHONY: run-tests
run-tests: all unit
	@BUILD=$(BUILD) sh tests/run

# Everything else that a submission must pass.
.PHONY: check
check:
	@sh .ci/install product test check
	@BUILD=$(BUILD) sh tests/check

.PHONY: check-long
check-long:
	@sh .ci/install product test
	@$(MAKE) --no-print-directory all
	python3 tests/e2e/corruptions.py $(BUILD)/nqi . 200

.PHONY: verify-pdf
verify-pdf:
	@sh .ci/install product test check
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) sh tests/verify/run

.PHONY: verify-pages
verify-pages:
	@sh .ci/install product test
	@$(MAKE) --no-print-directory all
	python3 -B tests/verify/pages.py $(BUILD)/nqi --planted tests/e2e/fixture
	python3 -B tests/verify/pages.py $(BUILD)/nqi . templates/starter
	@$(MAKE) --no-print-directory $(BUILD)/tests/heads_test
	NQI=$(BUILD)/nqi HEADS=all $(BUILD)/tests/heads_test

.PHONY: bench
bench:
	@sh .ci/install product bench
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) sh tests/bench/run

# The tests write their documents as the new golden files: look at git diff.
.PHONY: accept
accept: all unit
	@ACCEPT=1 BUILD=$(BUILD) sh tests/run golden

.PHONY: guides
guides: all
	@BUILD=$(BUILD) sh .ci/guides write

.PHONY: unit
unit: $(UNIT_TESTS)
# tests/unit/NAME.c without _test are shared by the tests.
UNIT_SHARED := $(patsubst tests/unit/%.c,$(BUILD)/tests/shared/%.o,$(filter-out $(UNIT_SOURCES),$(wildcard tests/unit/*.c)))
$(BUILD)/tests/shared/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS_ALL) -Itests/unit -c -o $@ $<
$(BUILD)/tests/%: tests/unit/%.c $(UNIT_SHARED) $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  TEST  $<"
	$(Q)$(CC) $(CFLAGS_ALL) -Itests/unit -o $@ $< $(UNIT_SHARED) $(LIBRARY) -lcmocka $(LIBS)

.PHONY: install
install: all
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/share/man/man1
	install -m 755 $(BUILD)/nqi $(DESTDIR)$(prefix)/bin/nqi
	install -m 644 pipeline/nqi.1 $(DESTDIR)$(prefix)/share/man/man1/nqi.1
	install -d $(DESTDIR)$(prefix)/share/doc/nqi
	install -m 644 pipeline/LICENSE pipeline/CHANGELOG.md $(DESTDIR)$(prefix)/share/doc/nqi

.PHONY: uninstall
uninstall:
	rm -f $(DESTDIR)$(prefix)/bin/nqi $(DESTDIR)$(prefix)/share/man/man1/nqi.1
	rm -rf $(DESTDIR)$(prefix)/share/doc/nqi

.PHONY: help
help:
	@sed -n 's/^# make /make /p' Makefile

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(wildcard $(BUILD)/pipeline/*.d $(BUILD)/pipeline/*/*.d $(BUILD)/pipeline/*/*/*.d $(BUILD)/tests/*.d $(BUILD)/tests/shared/*.d)
