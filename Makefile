# The whole build. `make help` lists what it can do.

MAKEFLAGS += --no-builtin-rules --no-builtin-variables
SHELL := /bin/sh

VERSION  := 0.1
VARIANT  ?= release
PREFIX   ?= /usr/local
SYSCONFDIR ?= /etc
UNITDIR  ?= $(if $(filter /usr,$(PREFIX)),/lib,$(PREFIX)/lib)/systemd/system
DESTDIR  ?=
JOBS     ?= $(shell nproc)

B := build/$(VARIANT)
G := build/gen

# --- What must be on the machine (Debian 12 names) ---------------------------------------------
BUILD_PACKAGES := gcc libc6-dev make pkgconf libsqlite3-dev libevent-dev libconfig-dev libssl-dev \
	libjansson-dev libsmartcols-dev libbsd-dev systemd tzdata
TEST_PACKAGES := libcmocka-dev bats perl sqlite3 openssl python3-dateutil mandoc jq socat \
	golang-go golang-github-varlink-go-dev shellcheck clang-format-14 cppcheck \
	bash-completion faketime

# --- Flags --------------------------------------------------------------------------------------
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wvla -Wformat=2 -Wformat-nonliteral -Wundef -Werror
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE
LDHARDEN := -pie -Wl,-z,relro,-z,now,-z,noexecstack
CC_debug := gcc
CC_release := gcc
CC_asan := gcc
CC_clang := clang-14
CC_fuzz := clang-14
CFLAGS_debug := -O1 -g -DKITH_TEST=1
CFLAGS_release := -O2 -g -DKITH_TEST=0 -D_FORTIFY_SOURCE=2
CFLAGS_asan := -O1 -g -DKITH_TEST=1 -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
CFLAGS_clang := -O1 -g -DKITH_TEST=1 -Wno-gnu-zero-variadic-macro-arguments
CFLAGS_fuzz := -O1 -g -DKITH_TEST=1 -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all
LDFLAGS_asan := -fsanitize=address,undefined
LDFLAGS_fuzz := -fsanitize=address,undefined

CC := $(CC_$(VARIANT))
ALL_CFLAGS := -std=c17 -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -I. -I$(G) $(WARN) $(HARDEN) \
	$(CFLAGS_$(VARIANT)) $(CFLAGS) -MMD -MP
ALL_LDFLAGS := $(LDHARDEN) $(LDFLAGS_$(VARIANT)) $(LDFLAGS)

LIBS_common := -ljansson -lcrypto
LIBS_daemon := -lsqlite3 -levent_core -lconfig -lpthread $(LIBS_common)
LIBS_client := -lsmartcols -lbsd $(LIBS_common)

# --- Sources: folders are layers -----------------------------------------------------------------
INTERFACES := $(wildcard common/interfaces/*.varlink)
GENERATED := $(patsubst common/interfaces/%.varlink,$(G)/%.c,$(INTERFACES))
COMMON_SOURCES := $(filter-out common/idlgen.c,$(wildcard common/*.c))

objects = $(patsubst %.c,$(B)/%.o,$(1))
COMMON_OBJECTS := $(call objects,$(COMMON_SOURCES)) $(B)/gen/texts.o
layer = $(call objects,$(wildcard daemon/$(1)/*.c))
RPC_OBJECTS := $(call layer,rpc) $(patsubst $(G)/%.c,$(B)/gen/%.o,$(GENERATED))
STORE_OBJECTS := $(call layer,store) $(B)/gen/migrations_record.o $(B)/gen/migrations_keys.o
CLIENT_OBJECTS := $(call objects,$(filter-out client/main.c,$(wildcard client/*.c)) $(wildcard client/verbs/*.c))

# Each layer may use only what stands right of it; the unit tests link no more than that.
BELOW_common := $(B)/libcommon.a
BELOW_domain := $(B)/libdomain.a $(BELOW_common)
BELOW_crypto := $(B)/libcrypto.a $(BELOW_domain)
BELOW_store := $(B)/libstore.a $(BELOW_crypto)
BELOW_config := $(B)/libconfig.a $(BELOW_domain)
BELOW_rpc := $(B)/librpc.a $(B)/libconfig.a $(BELOW_store)
BELOW_jobs := $(B)/libjobs.a $(BELOW_rpc)
BELOW_net := $(B)/libnet.a $(BELOW_jobs)
BELOW_client := $(B)/libclient.a $(BELOW_common)

# Tests of rpc and above drive a whole daemon in-process.
SUPPORT_rpc := $(B)/libsupport.a $(B)/libjobs.a
SUPPORT_jobs := $(B)/libsupport.a
SUPPORT_net := $(B)/libsupport.a

.PHONY: all help check deps-build deps-test unit clean
.SECONDARY:
.DELETE_ON_ERROR:

all: $(B)/kithd $(B)/kith	## build both programs (VARIANT=release)

help:	## this list
	@awk -F':.*## ?' '/^[a-z][a-z-]*:.*##/ { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Generated from the interface descriptions ---------------------------------------------------
# The generator is built plainly: it runs on the building machine, whatever the variant.
IDLGEN_SOURCES := common/idlgen.c common/idl.c common/arena.c
$(G)/idlgen: $(IDLGEN_SOURCES) $(wildcard common/idl*.h) common/arena.h common/ascii.h
	@mkdir -p $(@D)
	gcc -std=c17 -D_GNU_SOURCE -O1 -g -I. $(WARN) -o $@ $(IDLGEN_SOURCES)

$(G)/%.c $(G)/%.h &: common/interfaces/%.varlink $(G)/idlgen
	$(G)/idlgen $< $(G)/$*.h $(G)/$*.c

$(G)/texts.c: common/embed.sh etc/crisis.txt common/words.txt $(INTERFACES)
	@mkdir -p $(@D)
	sh common/embed.sh embedded_texts $(filter-out common/embed.sh,$^) >$@

define migrations_rule
$(G)/migrations_$(1).c: common/embed.sh $(wildcard daemon/store/sql/$(1)/*.sql)
	@mkdir -p $$(@D)
	sh common/embed.sh embedded_migrations_$(1) $$(filter-out common/embed.sh,$$^) >$$@
endef
$(foreach d,record keys,$(eval $(call migrations_rule,$(d))))

HEADERS := $(patsubst %.c,%.h,$(GENERATED))

# --- Compiling -----------------------------------------------------------------------------------
$(B)/gen/%.o: $(G)/%.c $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Wno-overlength-strings -c -o $@ $<

$(B)/%.o: %.c $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

archive = @mkdir -p $(@D); rm -f $@; ar rcs $@ $^
$(B)/libcommon.a: $(COMMON_OBJECTS)
	$(archive)
$(B)/libdomain.a: $(call layer,domain)
	$(archive)
$(B)/libcrypto.a: $(call layer,crypto)
	$(archive)
$(B)/libstore.a: $(STORE_OBJECTS)
	$(archive)
$(B)/libconfig.a: $(call layer,config)
	$(archive)
$(B)/librpc.a: $(RPC_OBJECTS)
	$(archive)
$(B)/libjobs.a: $(call layer,jobs)
	$(archive)
$(B)/libnet.a: $(call layer,net)
	$(archive)
$(B)/libclient.a: $(CLIENT_OBJECTS)
	$(archive)
$(B)/libsupport.a: $(call objects,$(wildcard tests/support/*.c))
	$(archive)

$(B)/kithd: $(B)/daemon/main.o $(BELOW_net)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_daemon)

$(B)/kith: $(B)/client/main.o $(BELOW_client)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_client)

# --- Tests ---------------------------------------------------------------------------------------
LAYERS := common domain crypto store config rpc jobs net client
unit_tests = $(patsubst %.c,$(B)/%,$(wildcard tests/unit/$(1)/*_test.c))
UNIT_TESTS := $(foreach l,$(LAYERS),$(call unit_tests,$(l)))

define unit_rule
$(B)/tests/unit/$(1)/%_test: $(B)/tests/unit/$(1)/%_test.o $$(SUPPORT_$(1)) $$(BELOW_$(1))
	$$(CC) $$(ALL_LDFLAGS) -o $$@ $$^ -lcmocka $(if $(filter client,$(1)),$$(LIBS_client),$(if $(filter common domain,$(1)),$$(LIBS_common),$$(LIBS_daemon)))
endef
$(foreach l,$(LAYERS),$(eval $(call unit_rule,$(l))))

unit: 	## build and run the unit tests (VARIANT=debug)
	@$(MAKE) --no-print-directory VARIANT=$(if $(filter release,$(VARIANT)),debug,$(VARIANT)) run-unit

run-unit: $(UNIT_TESTS)
	CMOCKA_MESSAGE_OUTPUT=TAP prove -j$(JOBS) -e '' $(UNIT_TESTS)

# --- Packages ------------------------------------------------------------------------------------
deps-build:	## install what building needs (root; Debian 12)
	@sh tests/install-packages $(BUILD_PACKAGES)

deps-test:	## install what the tests need besides
	@sh tests/install-packages $(BUILD_PACKAGES) $(TEST_PACKAGES)

clean:	## remove everything that was built
	rm -rf build

-include $(shell find build -name '*.d' 2>/dev/null)
