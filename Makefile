# `make help` lists the targets. Objects are under build/, what ships is under dist/.

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell getconf _NPROCESSORS_ONLN)
endif

LESSONS ?= $(sort $(wildcard lessons/*))
# What these lessons make: dist/$(MODULE).wasm and dist/$(MODULE).json.
MODULE ?= lessons

EMCC := web/build/emcc.sh
EMAR := $(patsubst %emcc,%emar,$(shell $(EMCC) --which 2>/dev/null))
CC := gcc

# ---------------------------------------------------------------- sources

PORTS := $(wildcard runtime/*_web.c runtime/*_posix.c)
RUNTIME := $(filter-out $(PORTS),$(wildcard runtime/*.c))
RUNTIME_WEB := $(RUNTIME) $(filter-out runtime/program_web.c,$(filter %_web.c,$(PORTS)))
RUNTIME_POSIX := $(RUNTIME) $(filter %_posix.c,$(PORTS))
# Without the main() that runs a program of a table.
POSIX_LIBRARY := $(filter-out runtime/program_posix.c,$(RUNTIME_POSIX))

# The C tests are programs of one module, as the lessons are.
C_TESTS := $(patsubst tests/runtime/%.c,%,$(sort $(wildcard tests/runtime/test_*.c)))
TEST_SOURCES := $(sort $(wildcard tests/runtime/*.c)) build/programs/tests/programs.c
TEST_BINARIES := build/sanitized/unit-tests build/wasm/unit-tests.wasm \
	build/sanitized/conformance build/wasm/conformance.wasm \
	build/sanitized/twins build/wasm/twins.wasm \
	build/sanitized/fuzz-programs \
	build/native/stacks build/sanitized/stacks build/wasm/stacks.wasm \
	build/sanitized/fail-lessons build/wasm/fail-lessons.wasm \
	build/sanitized/fail-programs build/wasm/fail-programs.wasm

# The interpreter of random programs; each host has a file of its own.
CONFORMANCE := tests/conformance/interpreter.c tests/conformance/table.c
CONFORMANCE_WEB := $(RUNTIME_WEB) $(CONFORMANCE) tests/conformance/program_web.c
CONFORMANCE_POSIX := $(POSIX_LIBRARY) $(CONFORMANCE) tests/conformance/program_posix.c

# The same behaviours as on CPython: programs of one module, too.
TWINS := $(patsubst tests/cpython/twins/%.c,%,$(sort $(wildcard tests/cpython/twins/*.c)))
TWIN_SOURCES := $(TWINS:%=tests/cpython/twins/%.c) build/programs/twins/programs.c

# What needs much stack: programs of one module, too.
STACKS := $(patsubst tests/stacks/programs/%.c,%,$(sort $(wildcard tests/stacks/programs/*.c)))
STACK_SOURCES := $(STACKS:%=tests/stacks/programs/%.c) build/programs/stacks/programs.c

# What the benchmark measures: programs of one module, too.
BENCH_PROGRAMS := $(patsubst tests/bench/programs/%.c,%,$(sort $(wildcard tests/bench/programs/*.c)))
BENCH_SOURCES := $(BENCH_PROGRAMS:%=tests/bench/programs/%.c) build/programs/bench/programs.c

PROGRAMS := build/programs/$(MODULE)
PROGRAM_SOURCES := $(patsubst %,$(PROGRAMS)/%.c,$(notdir $(LESSONS)) programs)
LESSON_FILES := $(wildcard $(LESSONS:%=%/lesson.*))

JS_SOURCES := $(shell find web -name '*.js')
BUILD_SCRIPTS := $(filter web/build/%,$(JS_SOURCES)) $(filter web/trace/%,$(JS_SOURCES))
PAGE_SOURCES := $(shell find web -not -path 'web/build/*' -type f)

# The fuzzer's target: any bytes as a program of the interpreter.
FUZZED := $(POSIX_LIBRARY) $(CONFORMANCE) tests/fuzz/programs.c
FUZZ_CORPUS := tests/fuzz/corpus/programs
SECONDS ?= 60

# ------------------------------------------------------------------ flags

WARNINGS := -Wall -Wextra -Wstrict-prototypes -Werror=unused-result
# -ffp-contract: a product and a sum are two roundings, so that times are the same everywhere.
C_FLAGS := -std=gnu11 -ffp-contract=off -Iruntime $(WARNINGS) -MMD -MP
# The runtime is told of each call: a coroutine that overruns its stack is noticed and named. Clang
# can do it where inlining has left a call.
# Programs share a module, so a function that is not static may clash with another's.
program-flags = -Werror=missing-prototypes \
	$(if $(filter wasm%,$(1)),-finstrument-function-entry-bare,-finstrument-functions)

# What Asyncify cannot see: these call function pointers, but nothing that suspends the stack they
# run on. The list is of names, so no program may have one of them: static functions, too, have two
# underscores there.
NEVER_SUSPENDS := runtime/port_web_never_suspends.txt

# What a page loads should be small; these are what a step of a task runs through. A program's own
# functions are part of it, too: so they are faster, and after compression no larger.
PROGRAM_LEVEL := -O2
HOT := await coroutine future handle heap loop port_web sleep stack_pool task
# Nobody restores the stack pointer for its functions.
FRAMELESS := await
NO_FRAMES := -Wframe-larger-than=0 -Werror=frame-larger-than=
wasm-flags = $(if $(filter runtime/%,$*),$(if $(filter $(HOT:%=runtime/%),$*),-O3,-Oz),$(PROGRAM_LEVEL)) $(if $(filter $(FRAMELESS:%=runtime/%),$*),$(NO_FRAMES))

# Of an expression tree, in nodes. Binaryen's own 2 leaves a call at the entry of every function of a
# program (stack_guard.c): five frames below an await take 8 ns longer, what wakes a task 6.
INLINING := --always-inline-max-function-size=9
# Of what Asyncify has written one round leaves more than is needed: a step is 4 % shorter after four,
# five frames below an await 10 %; the size stays, and more rounds gain nothing.
OPTIMIZED := -O3,-O3,-O3,-O3

# DEFAULT_TO_CXX: else Emscripten first builds a C++ library, for minutes on a fresh machine.
WASM_LINK_FLAGS := -O3 -sDEFAULT_TO_CXX=0 --no-entry -sSTANDALONE_WASM -sALLOW_MEMORY_GROWTH -sMALLOC=emmalloc \
	-sTOTAL_STACK=65536 --js-library runtime/port_web_imports.js --profiling-funcs \
	-sBINARYEN_EXTRA_PASSES=--asyncify,--pass-arg=asyncify-ignore-imports,--pass-arg=asyncify-removelist@@$(NEVER_SUSPENDS),$(INLINING),$(OPTIMIZED),--strip-debug
# Locals stay on the stack, where the collector looks for them: newer GCCs move them to the heap.
SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	--param=asan-use-after-return=0

# ---------------------------------------------------------------- targets

all: site ## builds everything (the default)

serve: ## installs what is missing, builds, serves the tutorial and prints its address
	@web/build/setup.sh build
	@$(MAKE) all
	@node web/server/serve.js dist/site

site: dist/site/index.html ## the module and the pages, in dist/site

module: dist/$(MODULE).wasm dist/$(MODULE).json ## the lessons' module and what a page shows of them

package: dist/package/asyncio-tour.js ## what npm installs, in dist/package: `npm pack` takes it

lesson: ## a module of your own lessons: make lesson DIR="path/to/01-mine" writes dist/01-mine.wasm and .json
	@$(if $(DIR),$(MAKE) module LESSONS="$(DIR:/=)" MODULE=$(notdir $(firstword $(DIR:/=))),\
		echo 'usage: make lesson DIR="path/to/01-mine"' >&2; exit 2)

lib: dist/libasyncio.a dist/libasyncio-wasm.a ## the C library alone, native and for Emscripten

native: build/native/prog build/sanitized/prog ## the lessons as native programs, the second one under sanitizers

setup: ## installs what the build needs
	@web/build/setup.sh build

test: ## installs what is missing, then runs every test
	@web/build/setup.sh test
	@$(MAKE) all package native $(TEST_BINARIES)
	@node web/build/run-tests.js --native build/sanitized/unit-tests --module build/wasm/unit-tests.wasm $(C_TESTS)

check: ## installs what is missing, then checks format, compiler warnings, lint and types
	@web/build/setup.sh check
	@$(MAKE) check-format check-warnings check-tidy check-scripts

bench: bench-programs ## measures the runtime beside its peers
	@node tests/bench/main.js

bench-web: ## measures the page in Chromium: steps, seeks, knobs, loading
	@$(MAKE) module MODULE=bench-page LESSONS="$(wildcard tests/bench/view/lessons/*) lessons/08-shield"
	@node web/build/make-site.js --module dist/bench-page --output build/bench-site
	@node tests/bench/view/main.js

fuzz: ## feeds random bytes to all that takes anybody's: make fuzz SECONDS=600; what is found comes to build/fuzz
	@web/build/setup.sh fuzz
	@$(MAKE) build/fuzz/programs dist/lessons.wasm build/trace-events.js
	@mkdir -p build/fuzz/corpus
	@build/fuzz/programs -max_total_time=$(SECONDS) -max_len=1500 -len_control=0 -timeout=20 -print_final_stats=1 \
		-verbosity=0 -artifact_prefix=build/fuzz/ build/fuzz/corpus $(FUZZ_CORPUS)
	@node tests/fuzz/main.js --seconds $(SECONDS)

bench-programs: build/wasm/bench.wasm build/native/bench build/wasm-untraced/bench.wasm build/native-untraced/bench \
	build/wasm/runtime.wasm dist/site/index.html build/trace-events.js

clean: ## removes what was built
	rm -rf build dist

help: ## lists the targets
	@sed -n 's/^\([a-z-]*\):.* ## /  \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

.PHONY: all serve site module package lesson lib native setup test check bench bench-web bench-programs fuzz clean help

# ---------------------------------------------------------------- lessons

# Changes when a file comes or goes.
$(PROGRAMS)/files: FORCE
	@mkdir -p $(@D)
	@echo '$(LESSONS) $(LESSON_FILES)' | cmp -s - $@ || echo '$(LESSONS) $(LESSON_FILES)' > $@

# Writes only what changed; the stamp tells when it last looked.
$(PROGRAMS)/made: $(PROGRAMS)/files $(LESSON_FILES) $(BUILD_SCRIPTS)
	@node web/build/make-lessons.js --json dist/$(MODULE).json --programs $(PROGRAMS) $(LESSONS)
	@touch $@

$(PROGRAM_SOURCES) dist/$(MODULE).json: $(PROGRAMS)/made
	@test -f $@ || { rm -f $<; $(MAKE) $<; }

build/trace-events.js: runtime/trace.def $(BUILD_SCRIPTS)
	@node web/build/make-trace-events.js $< $@ && touch $@

# ---------------------------------------------------------------- objects

# $(call objects,VARIANT,SOURCES)
objects = $(patsubst %.c,build/$(1)/%.o,$(patsubst build/%,%,$(2)))

# Its main() under a name of its own.
test-flags = -Dmain=$(*F)_main -DLESSON='"$(*F)"'

# $(call variant,NAME,COMPILER,FLAGS): how sources become build/NAME/**/*.o
define variant
build/$(1)/programs/%.o: build/programs/%.c Makefile
	@mkdir -p $$(@D)
	@echo '$(1): $$*'
	@$(2) $(C_FLAGS) $$(call program-flags,$(1)) $(3) -c $$< -o $$@

build/$(1)/tests/bench/programs/%.o: tests/bench/programs/%.c Makefile
	@mkdir -p $$(@D)
	@echo '$(1): $$<'
	@$(2) $(C_FLAGS) $$(call program-flags,$(1)) -Wno-missing-prototypes $(3) $$(test-flags) -c $$< -o $$@

build/$(1)/tests/stacks/programs/%.o: tests/stacks/programs/%.c Makefile
	@mkdir -p $$(@D)
	@echo '$(1): $$<'
	@$(2) $(C_FLAGS) $$(call program-flags,$(1)) -Wno-missing-prototypes $(3) $$(test-flags) -c $$< -o $$@

build/$(1)/tests/cpython/twins/%.o: tests/cpython/twins/%.c Makefile
	@mkdir -p $$(@D)
	@echo '$(1): $$<'
	@$(2) $(C_FLAGS) $(3) $$(test-flags) -c $$< -o $$@

build/$(1)/%.o: %.c Makefile
	@mkdir -p $$(@D)
	@echo '$(1): $$<'
	@$(2) $(C_FLAGS) $(3) $$(if $$(filter test_%,$$(*F)),$$(test-flags)) -c $$< -o $$@

-include $(shell find build/$(1) -name '*.d' 2>/dev/null)
endef

$(eval $(call variant,wasm,$(EMCC),$$(wasm-flags)))
$(eval $(call variant,native,$(CC),-O2 -g))
# Without any trace: for the benchmark, which says what one costs that is switched off.
UNTRACED := -include tests/bench/untraced.h
$(eval $(call variant,wasm-untraced,$(EMCC),$$(wasm-flags) $(UNTRACED)))
$(eval $(call variant,native-untraced,$(CC),-O2 -g $(UNTRACED)))
$(eval $(call variant,sanitized,$(CC),-O1 -g -fno-omit-frame-pointer $(SANITIZERS)))
$(eval $(call variant,fuzz,clang,-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined -fsanitize-address-use-after-return=never))
$(eval $(call variant,coverage,$(CC),-O0 -g --coverage))

# ---------------------------------------------------------------- programs

# $(call program,NAME,SOURCES,SOURCES FOR WASM): what build/*/NAME and build/wasm/NAME.wasm are of
define program
PROGRAM_NAMES += $(1)
build/native/$(1): $(call objects,native,$(2))
build/sanitized/$(1): $(call objects,sanitized,$(2))
build/coverage/$(1): $(call objects,coverage,$(2))
build/wasm/$(1).wasm: $(call objects,wasm,$(3))
endef

# $(call programs,NAME,SOURCES): the same where there is a table of programs
programs = $(call program,$(1),$(RUNTIME_POSIX) $(2),$(RUNTIME_WEB) $(2))

$(eval $(call programs,prog,$(PROGRAM_SOURCES)))
$(eval $(call programs,unit-tests,$(TEST_SOURCES)))
$(eval $(call programs,twins,$(TWIN_SOURCES)))
$(eval $(call programs,stacks,$(STACK_SOURCES)))
$(eval $(call programs,bench,$(BENCH_SOURCES)))
# Without any program: how large the runtime itself is.
$(eval $(call programs,runtime,build/programs/none/programs.c))
$(eval $(call program,conformance,$(CONFORMANCE_POSIX),$(CONFORMANCE_WEB)))
$(eval $(call program,fuzz-programs,$(FUZZED) tests/fuzz/replay.c))
# Each allocation made to fail, in the lessons and in random programs.
$(eval $(call program,fail-lessons,$(POSIX_LIBRARY) $(PROGRAM_SOURCES) tests/memory/fail_each.c,$(RUNTIME_WEB) $(PROGRAM_SOURCES) tests/memory/fail_web.c))
$(eval $(call program,fail-programs,$(POSIX_LIBRARY) $(CONFORMANCE) tests/memory/fail_each.c,$(CONFORMANCE_WEB) tests/memory/fail_web.c))

# The same without the code that writes the trace, to see what that costs.
build/native-untraced/bench: $(call objects,native-untraced,$(RUNTIME_POSIX) $(BENCH_SOURCES))
build/wasm-untraced/bench.wasm: $(call objects,wasm-untraced,$(RUNTIME_WEB) $(BENCH_SOURCES))

$(PROGRAM_NAMES:%=build/native/%) build/native-untraced/bench:
	@$(CC) $^ -lm -o $@

$(PROGRAM_NAMES:%=build/sanitized/%):
	@$(CC) $(SANITIZERS) $^ -lm -o $@

$(PROGRAM_NAMES:%=build/coverage/%):
	@$(CC) --coverage $^ -lm -o $@

build/fuzz/programs: $(call objects,fuzz,$(FUZZED))
	@clang -fsanitize=fuzzer,address,undefined $^ -lm -o $@

# Without names of functions, which a profile needs.
SHIPPED := dist/$(MODULE).wasm build/wasm/runtime.wasm
WASM_MODULES := dist/$(MODULE).wasm $(PROGRAM_NAMES:%=build/wasm/%.wasm) build/wasm-untraced/bench.wasm

dist/$(MODULE).wasm: $(call objects,wasm,$(RUNTIME_WEB) $(PROGRAM_SOURCES))

# An instance for each of thousands of programs: little memory to begin with.
build/wasm/conformance.wasm build/wasm/fail-programs.wasm: WASM_LINK_FLAGS += -sINITIAL_MEMORY=1MB

$(WASM_MODULES): runtime/port_web_imports.js $(NEVER_SUSPENDS)
	@mkdir -p $(@D)
	@echo 'link: $@'
	@$(EMCC) $(WASM_LINK_FLAGS) $(filter %.o,$^) -o $@
	@node web/build/finish-module.js $(if $(filter $(SHIPPED),$@),--ship) $@

dist/libasyncio.a: $(call objects,native,$(POSIX_LIBRARY))
dist/libasyncio.a: AR := ar
dist/libasyncio-wasm.a: $(call objects,wasm,$(RUNTIME_WEB) runtime/program_web.c)
dist/libasyncio-wasm.a: AR := $(EMAR)

dist/libasyncio.a dist/libasyncio-wasm.a:
	@mkdir -p $(@D)
	@rm -f $@
	@echo 'link: $@'
	@$(AR) rcs $@ $^

# Tables of the programs in a module.
TABLE :=
build/programs/tests/programs.c: $(wildcard tests/runtime/*.c)
build/programs/tests/programs.c: TABLE := $(C_TESTS)
build/programs/stacks/programs.c: $(wildcard tests/stacks/programs/*.c)
build/programs/stacks/programs.c: TABLE := $(STACKS)
build/programs/twins/programs.c: $(wildcard tests/cpython/twins/*.c)
build/programs/twins/programs.c: TABLE := $(TWINS)
build/programs/bench/programs.c: $(wildcard tests/bench/programs/*.c)
build/programs/bench/programs.c: TABLE := $(BENCH_PROGRAMS)

$(patsubst %,build/programs/%/programs.c,tests stacks twins bench none): Makefile
	@node web/build/make-test-table.js $@ $(TABLE) && touch $@

# For those who compile a lesson without this file.
build/wasm-build.json: FORCE
	@mkdir -p $(@D)
	@printf '{ "sources": "%s", "hot": "%s", "frameless": "%s", "noFrames": "%s", "compile": "%s", "programs": "%s", "link": "%s" }\n' \
		'$(RUNTIME_WEB)' '$(HOT)' '$(FRAMELESS)' '$(NO_FRAMES)' '$(filter-out -MMD -MP,$(C_FLAGS))' '$(call program-flags,wasm) $(PROGRAM_LEVEL)' '$(WASM_LINK_FLAGS)' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# -------------------------------------------------------------------- site

dist/site/index.html: dist/$(MODULE).wasm dist/$(MODULE).json build/trace-events.js $(PAGE_SOURCES) $(BUILD_SCRIPTS) RELIABILITY.md tests/cpython/TABLE.md
	@node web/build/make-site.js --module dist/$(MODULE) --output dist/site

# ----------------------------------------------------------------- package

dist/package/asyncio-tour.js: dist/lessons.wasm dist/lessons.json build/trace-events.js build/wasm-build.json $(JS_SOURCES) web/package/tsconfig.json web/package/built.d.ts web/package/element-types.ts
	@node web/build/make-package.js
	@npx tsc -p web/package/tsconfig.json
	@touch $@

# ------------------------------------------------------------------ checks

C_FILES := $(wildcard runtime/*.[ch] tests/runtime/*.[ch] tests/conformance/*.[ch] tests/memory/*.c tests/fuzz/*.c tests/stacks/programs/*.c tests/cpython/twins/*.[ch] tests/bench/programs/*.[ch] tests/bench/view/lessons/*/*.c tests/page/odd/*/*.c $(LESSONS:%=%/*.c))

check-format:
	@echo 'clang-format'
	@clang-format --dry-run -Werror $(C_FILES)

# Optimized: some warnings need to see what flows where.
$(eval $(call variant,checked-gcc,gcc,-O2 -Werror))
$(eval $(call variant,checked-clang,clang,-O2 -Werror))
$(eval $(call variant,checked-wasm,$(EMCC),-O2 -Werror))

check-warnings: \
	$(call objects,checked-gcc,$(RUNTIME_POSIX) $(TEST_SOURCES) $(PROGRAM_SOURCES)) \
	$(call objects,checked-clang,$(RUNTIME_POSIX) $(TEST_SOURCES) $(PROGRAM_SOURCES)) \
	$(call objects,checked-wasm,$(filter %_web.c,$(PORTS)))

check-tidy: $(RUNTIME_POSIX:%.c=build/tidy/%.checked)

build/tidy/%.checked: %.c .clang-tidy $(wildcard runtime/*.h)
	@mkdir -p $(@D)
	@echo 'clang-tidy: $<'
	@clang-tidy --quiet $< -- -std=gnu11 -Iruntime $(WARNINGS)
	@touch $@

check-scripts: build/trace-events.js
	@echo 'eslint, prettier, tsc'
	@npx eslint .
	@npx prettier --check --log-level warn .
	@npx tsc

.PHONY: check-format check-warnings check-tidy check-scripts

FORCE:
.PHONY: FORCE
