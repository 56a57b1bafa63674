# The book in two commands: `make book` builds it, `make test` checks it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
ENV := .venv
BIN := $(ENV)/bin
WORK := _build/work
LOCK := uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 -q $(FRESH)
SITE := _build/html
DIST := _build/dist
FORMATS := $(BIN)/python -m kursk_formats $(SITE) _build/formats

# One fixed day, so that two builds of the same sources agree to the byte.
export SOURCE_DATE_EPOCH ?= 1767225600
export PYTHONHASHSEED := 0
export PYDEVD_DISABLE_FILE_VALIDATION := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Some systems forbid it: then each of the many programs here would compile the book anew.
export PYTHONDONTWRITEBYTECODE :=

DATA := $(shell find data -type f 2>/dev/null)
CODE := $(shell find src -type f -not -path '*/__pycache__/*' 2>/dev/null)
TEXT := $(shell find book -type f -not -path '*/.ipynb_checkpoints/*' 2>/dev/null)

.PHONY: help book serve data seal released test thorough audit audit-plain verify measure coverage mutants mutations lint executed dist lock formats teacher-pack clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

book: $(SITE)/index.html ## build the site into _build/html (sets up everything it needs)
	@echo "The book is in $(SITE)/index.html. Open that file, or run: make serve"

serve: book ## show the site at http://localhost:8000
	@$(BIN)/python -m http.server 8000 --directory $(SITE) --bind 127.0.0.1

data: $(ENV)/.book ## check the tables in data/
	@$(BIN)/python -m kursk.check data

seal: $(ENV)/.book ## write the checksums of the tables, after a change that you have looked at
	@$(BIN)/python -m kursk.check data --seal

released: $(ENV)/.book ## for a release: write the values that may change only with a correction
	@$(BIN)/python -m kursk.check data --release "$$(sed -n 's/^version: //p' CITATION.cff)"

# What fails in the crowd of workers is tried once more, alone; both outcomes are shown.
define TRY
	@$(BIN)/python -m audit.browser
	$(BIN)/python -m pytest -n auto -m "not timed" $(1) || \
	  $(BIN)/python -m pytest --last-failed --last-failed-no-failures none -m "not timed" $(1)
endef

test: $(ENV)/.dev $(SITE)/index.html lint ## run the checks: style, types, tests in a real browser
	$(call TRY)

thorough: $(ENV)/.dev $(SITE)/index.html lint ## run all checks there are, those that measure time at the end
	$(call TRY,--thorough)
	$(BIN)/python -m pytest -m timed --thorough

audit: $(ENV)/.dev $(SITE)/index.html ## open every page in every way, measure it, write that into README
	@$(BIN)/python -m audit $(SITE) --readme README.md

audit-plain: $(ENV)/.dev ## the same for a build of the same sources with the plain tool chain
	@$(BIN)/python -m audit.plain

verify: $(ENV)/.book ## hold every quotation and figure against the documents in FOLDER
	@$(BIN)/python -m kursk.verify $(FOLDER)

measure: $(ENV)/.dev ## how the chapters read: words, marks, names, numbers, grade, beside their limits
	@$(BIN)/python -m sphinx_evidence.measure $(CHAPTER)

coverage: $(ENV)/.dev $(SITE)/index.html ## how much of src runs under the tests of `make test`, and in what they start
	@$(BIN)/python -m pytest -q -n auto -m "not timed" --cov --cov-report=term

mutants: $(ENV)/.dev ## delete every rule of the data check in turn: which test notices?
	@$(BIN)/python tests/mutation.py

mutations: $(ENV)/.dev ## change 10,000 cells, roles and directives at random: each is told or may stand
	@MUTATIONS=10000 $(BIN)/python -m pytest -q --thorough tests/test_data_mutations.py tests/test_role_mutations.py

lint: $(ENV)/.dev ## style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tests/cells.py
	$(BIN)/mypy

executed: $(SITE)/index.html ## run the notebooks and write them with their pictures into _build/executed
	@rm -rf _build/executed
	@$(BIN)/python -m sphinx_pages.executed notebooks _build/executed

dist: $(SITE)/index.html executed ## pack site, data and executed notebooks with their checksums into _build/dist
	@rm -rf $(DIST) && mkdir -p $(DIST)
	@cp -r $(SITE) $(DIST)/kursk-site && find $(DIST)/kursk-site -exec touch -d @$(SOURCE_DATE_EPOCH) {} +
	@cd $(DIST) && find kursk-site -type f | LC_ALL=C sort | TZ=UTC zip -q -X -@ kursk-site.zip && rm -r kursk-site
	@find _build/executed -exec touch -d @$(SOURCE_DATE_EPOCH) {} +
	@cd _build/executed && find . -type f | LC_ALL=C sort | TZ=UTC zip -q -X -@ ../dist/kursk-notebooks.zip
	@cp $(SITE)/data/kursk-data.* $(DIST)/
	@cd $(DIST) && sha256sum * > SHA256SUMS && cat SHA256SUMS

lock: ## pin the dependencies with their hashes, for every system (needs uv; FRESH=--upgrade: anew)
	$(LOCK) requirements/book.in -o requirements.txt
	$(LOCK) requirements/binder.in -o binder/requirements.txt
	for set in live formats dev; do $(LOCK) requirements/$$set.in -o requirements/$$set.txt || exit; done

formats: $(ENV)/.formats $(SITE)/index.html ## make PDF, e-book, lessons and quizzes for class into _build/formats
	@rm -rf _build/formats
	@$(FORMATS) --chromium "$$($(BIN)/python -c 'from audit import browser; print(browser.require())')"

teacher-pack: formats ## pack everything for class into _build/teacher-pack: one ZIP, and one for each chapter
	@rm -rf _build/teacher-pack
	@$(FORMATS) --packs _build/teacher-pack

clean: ## remove everything that was built; the environment stays
	rm -rf _build

# --- environments -----------------------------------------------------------------------------
$(ENV)/.book: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || { echo "Making the environment $(ENV) …"; $(PYTHON) -m venv $(ENV); }
	@echo "Installing the pinned packages (once; a few minutes) …"
	@$(BIN)/python -m pip install --quiet --progress-bar on -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

$(ENV)/.dev: $(ENV)/.book requirements/dev.txt
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --progress-bar on -r requirements/dev.txt
	@touch $@

$(ENV)/.formats: $(ENV)/.book requirements/formats.txt
	@echo "Installing what the formats need …"
	@$(BIN)/python -m pip install --quiet --progress-bar on -r requirements/formats.txt
	@touch $@

# --- the site ---------------------------------------------------------------------------------
# What the environment says about the place of publication; written only when it has changed.
$(WORK)/.settings: FORCE
	@mkdir -p $(WORK)
	@echo "$$BOOK_REPOSITORY $$BOOK_BRANCH $$BOOK_BASEURL $$BOOK_BINDER $$BOOK_EXECUTED" | cmp -s - $@ || \
	  echo "$$BOOK_REPOSITORY $$BOOK_BRANCH $$BOOK_BASEURL $$BOOK_BINDER $$BOOK_EXECUTED" > $@
FORCE:

# The steps stand in the module, which needs no make.
$(SITE)/index.html: $(ENV)/.book $(WORK)/.settings $(DATA) $(CODE) $(TEXT) binder/welcome.md _config.yml _toc.yml requirements.txt
	@$(BIN)/python -m sphinx_pages.build
	@touch $@
