# make help

SWIFT ?= swift
CONFIG ?= release
PREFIX ?= /usr/local
DEMO := demo-shop
ORDERS ?= 5000

HERALD := .build/$(CONFIG)/herald
# Bold on a terminal that wants it.
say = if [ -t 1 ] && [ -z "$$NO_COLOR" ]; then printf '\n\033[1m%s\033[0m\n' '$(1)'; else printf '\n%s\n' '$(1)'; fi
# Exit code 1 of a run says that a person is needed; the demo goes on.
tolerate = || [ $$? -eq 1 ]

.PHONY: help deps build demo test test-crash fuzz lint format check bench docs install ci

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps:  ## installs SQLite, libyaml, zlib, libcurl where they are missing
	@.ci/deps

build: deps  ## builds the program: .build/release/herald
	@$(SWIFT) build -c $(CONFIG) --product herald

demo: build  ## a made-up shop, what a run would send, the run, and its mail in a file
	@rm -rf $(DEMO)
	@$(call say,herald init $(DEMO) --demo --orders $(ORDERS))
	@$(HERALD) init $(DEMO) --demo --orders $(ORDERS)
	@$(call say,herald -C $(DEMO) plan)
	@$(HERALD) -C $(DEMO) plan $(tolerate)
	@$(call say,herald -C $(DEMO) run)
	@$(HERALD) -C $(DEMO) run $(tolerate)
	@$(call say,herald -C $(DEMO) spool list)
	@$(HERALD) -C $(DEMO) spool list | head -n 6
	@$(call say,herald -C $(DEMO) drain email -- sh -c "cat >> $(DEMO)/outbox.jsonl")
	@$(HERALD) -C $(DEMO) drain email -- sh -c 'cat >> $(DEMO)/outbox.jsonl' $(tolerate)
	@echo; head -n 3 $(DEMO)/outbox.jsonl | cut -c 1-300
	@$(call say,Where things are)
	@echo '  $(DEMO)/*.yaml              the campaigns: change one, then herald -C $(DEMO) check'
	@echo '  $(DEMO)/exports/            what the shop'"'"'s systems dropped'
	@echo '  $(DEMO)/outbox.jsonl        the mail: a job a line'
	@echo '  $(DEMO)/var/spool/          jobs that still wait, a folder a channel'
	@echo '  $(DEMO)/var/ledger.sqlite   what was decided, so that nobody is told twice'
	@echo '  $(HERALD) is the program. A second run sends nothing twice; to see why someone hears nothing:'
	@echo '  $(HERALD) -C $(DEMO) explain cart c-1500'

test: deps  ## the tests
	@.ci/test

test-crash: deps  ## power loss, full disks: needs root and loop devices, and says what it skips
	@.ci/test-crash

fuzz: deps  ## a million broken rules, templates, projects and exports each: FUZZ_CASES, FUZZ_SEED
	@$(SWIFT) build -c release --product fuzz
	@FUZZ_CASES=$${FUZZ_CASES:-1000000} .build/release/fuzz

lint:  ## formatting, and words that finished code does not hold
	@.ci/lint

format:  ## formats the sources in place
	@$(SWIFT) format format --in-place --recursive --parallel Sources Tests Package.swift

check: build  ## checks and tests campaigns/, the library that people copy from
	@$(HERALD) -C campaigns check
	@$(HERALD) -C campaigns test

bench: build  ## beside DuckDB, Polars and dirq, with what the contract asks: ORDERS, ROUNDS, LEDGER, BENCH_DIR
	@$(SWIFT) build -c release --product spool-bench
	@$(SWIFT) build -c release --product ledger-bench
	@ORDERS=$(if $(filter file,$(origin ORDERS)),1000000,$(ORDERS)) Tests/Bench/run $(HERALD)

docs: deps  ## the code's documentation, without a network: .build/docs
	@.ci/docs

install: deps  ## builds without needing Swift at run time, into $(DESTDIR)$(PREFIX)/bin
	$(SWIFT) build -c release --static-swift-stdlib --product herald --scratch-path .build/install
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build/install/release/herald "$(DESTDIR)$(PREFIX)/bin/herald"
	strip "$(DESTDIR)$(PREFIX)/bin/herald"

ci:  ## all that must hold before a change goes in
	@.ci/run
