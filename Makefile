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
DEMO_PACKAGES := python3
TEST_PACKAGES := libcmocka-dev bats perl sqlite3 openssl python3 python3-dateutil mandoc jq \
	golang-go golang-github-varlink-go-dev shellcheck clang-format-14 clang-tidy-14 cppcheck
ASAN_PACKAGES := libasan8 libubsan1
CLANG_PACKAGES := clang-14 libclang-rt-14-dev
BENCH_PACKAGES := redis-server redis-tools taskwarrior

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
CC_fault := gcc
CFLAGS_debug := -O1 -g -DKITH_TEST=1
CFLAGS_release := -O2 -g -flto=auto -DKITH_TEST=0 -D_FORTIFY_SOURCE=2
CFLAGS_asan := -O1 -g -DKITH_TEST=1 -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
CFLAGS_clang := -O1 -g -DKITH_TEST=1 -Wno-gnu-zero-variadic-macro-arguments
CFLAGS_fuzz := -O1 -g -DKITH_TEST=1 -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all
# As a release, but each function stays where it can be stood in for.
CFLAGS_fault := $(filter-out -flto=auto,$(CFLAGS_release))
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
# What only test builds serve. A release has neither the code nor the description.
TEST_SOURCES := daemon/rpc/test.c daemon/rpc/certification.c
TEST_INTERFACES := common/interfaces/org.kith.Test.varlink \
	common/interfaces/org.varlink.certification.varlink
ifneq ($(filter release fault,$(VARIANT)),)
WITHOUT := $(TEST_SOURCES) $(TEST_INTERFACES)
endif

INTERFACES := $(filter-out $(WITHOUT),$(wildcard common/interfaces/*.varlink))
GENERATED := $(patsubst common/interfaces/%.varlink,$(G)/%.c,$(INTERFACES))
COMMON_SOURCES := $(filter-out common/idlgen.c,$(wildcard common/*.c))

objects = $(patsubst %.c,$(B)/%.o,$(1))
COMMON_OBJECTS := $(call objects,$(COMMON_SOURCES)) $(B)/texts.o
layer = $(call objects,$(filter-out $(WITHOUT),$(wildcard daemon/$(1)/*.c)))
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

.PHONY: all help check check-asan check-clang lint unit fuzz fault kill mutants bench bench-scale install demo deps-build deps-test clean
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

$(B)/texts.c: common/embed.sh etc/crisis.txt common/words.txt $(INTERFACES)
	@mkdir -p $(@D)
	sh common/embed.sh embedded_texts $(filter-out common/embed.sh,$^) >$@

$(B)/texts.o: $(B)/texts.c
	$(CC) $(ALL_CFLAGS) -Wno-overlength-strings -c -o $@ $<

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

archive = @mkdir -p $(@D); rm -f $@; gcc-ar rcs $@ $^
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

# --- Fuzzing: every tests/fuzz/NAME_fuzz.c, its corpus in tests/fuzz/corpus/NAME ----------------
FUZZERS := $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c))
FUZZ_SECONDS ?= 600
FUZZ_RUNS ?= 10000000
# In memory where the machine has that: putting files back is most of what a run of `turn` does.
FUZZ_TMPDIR := $(firstword $(wildcard /dev/shm) /tmp)
FUZZ_LIBS := $(B)/libsupport.a $(B)/libjobs.a $(B)/librpc.a $(B)/libconfig.a $(BELOW_store)

$(B)/fuzz/%_fuzz: $(B)/tests/fuzz/%_fuzz.o $(FUZZ_LIBS)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS_daemon)

$(B)/replay/%_fuzz: $(B)/tests/fuzz/%_fuzz.o $(B)/tests/fuzz/replay.o $(FUZZ_LIBS)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_daemon)

fuzz:	## fuzz each target for FUZZ_SECONDS (600) or FUZZ_RUNS (10^7), and print the counts
	@$(MAKE) --no-print-directory VARIANT=fuzz run-fuzz

run-fuzz: $(FUZZERS:%=$(B)/fuzz/%_fuzz)
	@for name in $(FUZZERS); do \
		mkdir -p build/corpus/$$name tests/fuzz/corpus/$$name; \
		TMPDIR=$(FUZZ_TMPDIR) build/fuzz/fuzz/$${name}_fuzz -max_total_time=$(FUZZ_SECONDS) -runs=$(FUZZ_RUNS) \
			-max_len=65536 -print_final_stats=1 -artifact_prefix=build/corpus/$$name- \
			build/corpus/$$name tests/fuzz/corpus/$$name >build/corpus/$$name.log 2>&1 || \
			{ tail -n 40 build/corpus/$$name.log; exit 1; }; \
		printf '%-12s %s runs\n' $$name \
			"$$(sed -n 's/^stat::number_of_executed_units: *//p' build/corpus/$$name.log)"; \
	done

# --- Tests ---------------------------------------------------------------------------------------
LAYERS := common domain crypto store config rpc jobs net client
unit_tests = $(patsubst %.c,$(B)/%,$(wildcard tests/unit/$(1)/*_test.c))
UNIT_TESTS := $(foreach l,$(LAYERS),$(call unit_tests,$(l)))

define unit_rule
$(B)/tests/unit/$(1)/%_test: $(B)/tests/unit/$(1)/%_test.o $$(SUPPORT_$(1)) $$(BELOW_$(1))
	$$(CC) $$(ALL_LDFLAGS) -o $$@ $$^ -lcmocka $(if $(filter client,$(1)),$$(LIBS_client),$(if $(filter common domain,$(1)),$$(LIBS_common),$$(LIBS_daemon)))
endef
$(foreach l,$(LAYERS),$(eval $(call unit_rule,$(l))))

$(B)/tests/oracle/time_oracle: $(B)/tests/oracle/time_oracle.o $(B)/libcommon.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_common)

unit:	## build and run the unit tests (VARIANT=debug)
	@$(MAKE) --no-print-directory VARIANT=$(if $(filter release,$(VARIANT)),debug,$(VARIANT)) run-unit

run-unit: $(UNIT_TESTS)
	CMOCKA_MESSAGE_OUTPUT=TAP prove -j$(JOBS) -e tests/execute $(UNIT_TESTS)

# What a test needs to know is in its environment; scripts find the programs in KITH_BUILD.
E2E_TESTS := $(wildcard tests/e2e/*.bats)
SCRIPT_TESTS := tests/oracle/run.t tests/fuzz/replay.t tests/fault/quick.t
TESTED_PROGRAMS = $(B)/kithd $(B)/kith $(B)/tests/oracle/time_oracle \
	$(FUZZERS:%=$(B)/replay/%_fuzz) $(B)/fault/fault
TEST_ENVIRONMENT = KITH_BUILD=$(CURDIR)/$(B) KITH_RELEASE=$(CURDIR)/build/release \
	KITH_EXERCISED=$(CURDIR)/$(B)/exercised CMOCKA_MESSAGE_OUTPUT=TAP

run-check: $(UNIT_TESTS) $(TESTED_PROGRAMS)
	@rm -f $(B)/exercised
	$(TEST_ENVIRONMENT) prove -j$(JOBS) --timer -e tests/execute $(UNIT_TESTS) $(SCRIPT_TESTS) $(E2E_TESTS)
	@sh tests/exercised $(B)/exercised $(INTERFACES)

check: deps-test	## install what is missing, build everything, pass every test
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=release all
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=debug all
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=debug run-check
	@$(MAKE) --no-print-directory lint

check-asan:	## the whole suite under ASan, UBSan and LeakSanitizer
	@sh tests/install-packages $(BUILD_PACKAGES) $(TEST_PACKAGES) $(ASAN_PACKAGES)
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=release all
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=asan run-check

check-clang:	## the whole suite, built by clang
	@sh tests/install-packages $(BUILD_PACKAGES) $(TEST_PACKAGES) $(CLANG_PACKAGES)
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=release all
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=clang run-check

lint:	## layers, banned functions, sizes, columns, manuals, units, shell
	@for script in tests/lint/*; do \
		case $$script in *.*) continue ;; esac; \
		$$script || { echo "$$script says no" >&2; failed=1; }; \
	done; [ -z "$$failed" ]
	@tests/lint/sizes --report

# --- Faults: what is given out, and what is kept, fails on demand -----------------------------------
# The objects are those of the variant; only the linking differs.
, := ,
wrapped = $(patsubst %,-Wl$(,)--wrap=%,$(1))
fault_objects = $(patsubst %,$(B)/tests/fault/%.o,$(1))
FAULT_MEMORY := malloc calloc realloc strdup vasprintf __vasprintf_chk free json_set_alloc_funcs \
	EVP_PBE_scrypt
FAULT_STAND_INS := __assert_fail db_commit db_begin_read db_begin_write db_rollback db_savepoint \
	db_savepoint_release db_savepoint_undo
FAULT_LIBS := $(B)/libsupport.a $(B)/libjobs.a $(BELOW_rpc)

$(B)/fault/fault: $(call fault_objects,fault sweep burial disk disk_vfs stand_in script \
		script_steps exchange aftermath record memory memory_names scrypt) $(FAULT_LIBS)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) $(call wrapped,$(FAULT_MEMORY) $(FAULT_STAND_INS)) -o $@ $^ $(LIBS_daemon)

$(B)/fault/kithd: $(B)/daemon/main.o $(call fault_objects,daemon_faults memory scrypt) $(BELOW_net)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) $(call wrapped,$(FAULT_MEMORY)) -o $@ $^ $(LIBS_daemon)

$(B)/fault/socket: $(call fault_objects,socket socket_stage daemon aftermath record memory_names) \
		$(FAULT_LIBS)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_daemon)

$(B)/fault/kill: $(B)/tests/kill/kill.o $(call fault_objects,daemon record) $(FAULT_LIBS)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_daemon)

run-fault: $(B)/fault/fault $(B)/fault/socket $(B)/fault/kithd
	$(B)/fault/fault --jobs $(JOBS)
	$(B)/fault/socket --jobs $(JOBS) $(B)/fault/kithd

fault:	## fail every n-th allocation, write, sync and lock; print the counts
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=fault run-fault

run-kill: $(B)/fault/kill $(B)/kithd
	$(B)/fault/kill $(B)/kithd

kill:	## kill -9 under load, 200 times, and look each time at what stands
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=release run-kill

# --- Mutants: twenty lines broken one at a time; the tests must notice each ---------------------------
mutants:	## break twenty lines, one at a time, and see that the tests notice
	@tests/mutants/run -j $(JOBS)

# --- Measuring: each figure beside its yardstick, in one run ----------------------------------------
$(B)/load: tests/bench/load.c
	@mkdir -p $(@D)
	gcc -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -o $@ $<

$(B)/slow_fsync.so: tests/bench/slow_fsync.c
	@mkdir -p $(@D)
	gcc -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -shared -fPIC -o $@ $< -ldl

run-bench: all $(B)/load $(B)/slow_fsync.so
	tests/bench/run $(B)

bench:	## print each figure beside its yardstick (as root; installs redis and taskwarrior)
	@sh tests/install-packages $(BUILD_PACKAGES) $(BENCH_PACKAGES)
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=release run-bench

run-bench-scale: all
	tests/bench/scale $(B)

bench-scale:	## a day's requests beside seven years of records (as root; minutes, and 4 GiB)
	@sh tests/install-packages $(BUILD_PACKAGES) python3
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=release run-bench-scale

# --- Installing, and showing ----------------------------------------------------------------------
SBINDIR := $(DESTDIR)$(PREFIX)/sbin
BINDIR := $(DESTDIR)$(PREFIX)/bin
MANDIR := $(DESTDIR)$(PREFIX)/share/man
COMPLETIONS := $(DESTDIR)$(PREFIX)/share/bash-completion/completions

# Everybody is to read what is installed, whatever the umask of who installs it.
PUT := umask 022; install -D
# The programs' own word is /etc; what stands elsewhere, the service is told.
FILL_IN := umask 022; sed 's|@sbindir@|$(PREFIX)/sbin|g; s|@bindir@|$(PREFIX)/bin|g; \
	s|/etc/kithd|$(SYSCONFDIR)/kithd|g; \
	$(if $(filter-out /etc,$(SYSCONFDIR)),s|^ExecStart=.*|& --config $(SYSCONFDIR)/kithd/kith.conf|)'

install:	## install into PREFIX (/usr/local), under DESTDIR if given
	$(PUT) -m 755 build/release/kithd $(SBINDIR)/kithd
	$(PUT) -m 755 build/release/kith $(BINDIR)/kith
	$(PUT) -m 644 daemon/kithd.8 $(MANDIR)/man8/kithd.8
	$(PUT) -m 644 client/kith.1 $(MANDIR)/man1/kith.1
	$(PUT) -m 644 etc/kith.conf.5 $(MANDIR)/man5/kith.conf.5
	$(PUT) -m 644 client/completion/kith.bash $(COMPLETIONS)/kith
	$(PUT) -m 644 systemd/kithd.socket $(DESTDIR)$(UNITDIR)/kithd.socket
	$(FILL_IN) systemd/kithd.service.in >$(DESTDIR)$(UNITDIR)/kithd.service
	$(PUT) -m 644 systemd/sysusers.d/kith.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/kith.conf
	umask 022; mkdir -p $(DESTDIR)$(PREFIX)/lib/tmpfiles.d
	$(FILL_IN) systemd/tmpfiles.d/kith.conf >$(DESTDIR)$(PREFIX)/lib/tmpfiles.d/kith.conf
	[ -e $(DESTDIR)$(SYSCONFDIR)/kithd/kith.conf ] || { \
		$(PUT) -m 644 etc/kith.conf $(DESTDIR)$(SYSCONFDIR)/kithd/kith.conf; }
	[ -n "$(DESTDIR)" ] || sh systemd/after-install $(PREFIX) $(SYSCONFDIR)

demo:	## install what is missing, build, and show a house
	@sh tests/install-packages $(BUILD_PACKAGES) $(DEMO_PACKAGES)
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=release all
	@tests/demo/run

# --- Packages ------------------------------------------------------------------------------------
deps-build:	## install what building needs (root; Debian 12)
	@sh tests/install-packages $(BUILD_PACKAGES)

deps-test:	## install what the tests need besides
	@sh tests/install-packages $(BUILD_PACKAGES) $(TEST_PACKAGES)

clean:	## remove everything that was built
	rm -rf build

-include $(shell find build -name '*.d' 2>/dev/null)
