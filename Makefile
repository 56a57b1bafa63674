# The book in two commands: `make book` builds it, `make test` checks it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
ENV := .venv
BIN := $(ENV)/bin
WORK := _build/work
CACHE := $(WORK)/_build/.jupyter_cache
TREES := $(WORK)/_build/.doctrees
# Kernels talk over the machine's own loopback; their warning about it is of no use here.
QUIET_KERNELS := 2> >(grep -v IPKernelApp >&2)
SITE := _build/html

# One fixed day, so that two builds of the same sources agree to the byte.
export SOURCE_DATE_EPOCH ?= 1767225600
export PYTHONHASHSEED := 0
export PYDEVD_DISABLE_FILE_VALIDATION := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

DATA := $(shell find data -type f 2>/dev/null)
CODE := $(shell find src -type f -not -path '*/__pycache__/*' 2>/dev/null)
TEXT := $(shell find book -type f -not -path '*/.ipynb_checkpoints/*' 2>/dev/null)

.PHONY: help book serve data seal test audit audit-plain lint lock clean

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

test: $(ENV)/.dev $(SITE)/index.html ## run all checks: style, types, tests in a real browser
	@$(BIN)/python -m audit.browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy audit
	$(BIN)/python -m pytest

audit: $(ENV)/.dev $(SITE)/index.html ## open every page in every way and measure it
	@$(BIN)/python -m audit $(SITE)

audit-plain: $(ENV)/.dev ## the same for a build of the same sources with the plain tool chain
	@$(BIN)/python -m audit.plain

lint: $(ENV)/.dev ## style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy audit

lock: ## pin the dependencies anew (needs uv)
	uv pip compile --no-emit-index-url --no-annotate --no-header --python-version 3.11 -q requirements/book.in -o requirements.txt
	uv pip compile --no-emit-index-url --no-annotate --no-header --python-version 3.11 -q requirements/live.in -o requirements/live.txt
	uv pip compile --no-emit-index-url --no-annotate --no-header --python-version 3.11 -q requirements/dev.in -o requirements/dev.txt

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

# --- the site ---------------------------------------------------------------------------------
# Executed results are kept between builds, but never across a change of the data or of the code
# that the cells call.
$(WORK)/.inputs: $(DATA) $(filter src/kursk/%,$(CODE)) requirements.txt
	@mkdir -p $(WORK)
	@rm -rf $(CACHE) $(TREES)
	@touch $@

# A change of the extensions or settings reads every page again, without executing its cells.
$(WORK)/.reader: $(filter src/sphinx_%,$(CODE)) _config.yml
	@mkdir -p $(WORK)
	@rm -rf $(TREES)
	@touch $@

# What the environment says about the place of publication; written only when it has changed.
$(WORK)/.settings: FORCE
	@mkdir -p $(WORK)
	@echo "$$BOOK_REPOSITORY $$BOOK_BRANCH $$BOOK_BASEURL" | cmp -s - $@ || \
	  echo "$$BOOK_REPOSITORY $$BOOK_BRANCH $$BOOK_BASEURL" > $@
FORCE:

# The site is finished beside the builder's output and takes the place of the last good one only
# when everything has gone well.
$(SITE)/index.html: $(ENV)/.book $(WORK)/.inputs $(WORK)/.reader $(WORK)/.settings $(DATA) $(CODE) $(TEXT) binder/welcome.md _config.yml _toc.yml
	@$(BIN)/python -m kursk.check data
	@echo "Executing the cells (two notebooks at a time), then building the pages …"
	@test -d $(CACHE) || $(BIN)/python -m sphinx_pages.execute book $(CACHE) $(QUIET_KERNELS)
	@test -d $(TREES) || $(BIN)/python -m sphinx_figures.ahead $(CACHE) $(TREES)
	@PATH="$(abspath $(BIN)):$$PATH" $(BIN)/jupyter-book build book --config _config.yml \
	  --toc $(CURDIR)/_toc.yml --path-output $(WORK) -n -W --keep-going -q > $(WORK)/build.log $(QUIET_KERNELS)
	@rm -rf $(SITE).new $(SITE).old && cp -r $(WORK)/_build/site $(SITE).new
	@if [ -e $(SITE) ]; then mv $(SITE) $(SITE).old; fi && mv $(SITE).new $(SITE)
	@rm -rf $(SITE).old && mkdir -p notebooks && cp $(SITE)/notebooks/*.ipynb notebooks/ && touch $@
