# `make run` and `make test` need only make and Python 3.11 to 3.13 with venv.

SUPPORTED := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
CANDIDATES := $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python)
PYTHON_FOUND = $(shell for python in $(CANDIDATES); do \
	"$$python" -c '$(SUPPORTED)' >/dev/null 2>&1 && { echo "$$python"; break; }; done)
BIN := .venv/bin
# What is seen of pip: a line for each package that it fetches, and that it then unpacks them.
STEPS := (Downloading|Using cached) [^ ]+\.(whl|tar\.gz) \(.*\)|Installing collected packages

.DEFAULT_GOAL := help
.PHONY: help install install-dev run test coverage check fuzz train bench pictures lock audit

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' Makefile | awk -F ':.*## ' '{printf "make %-9s %s\n", $$1, $$2}'

# .venv holds a copy of each requirements file that was installed into it, so that installing happens only when .venv
# is missing or a file has changed.
install:
	@test -x $(BIN)/python && cmp -s requirements.txt .venv/requirements.txt || { \
		$(call make_venv) && $(call pip_install,requirements.txt); }

# What requirements-dev.txt adds goes into the .venv that is there, if that is up to date.
install-dev:
	@test -x $(BIN)/python && cmp -s requirements-dev.txt .venv/requirements-dev.txt || { \
		{ test ! -e .venv/requirements-dev.txt && cmp -s requirements.txt .venv/requirements.txt \
			|| { $(call make_venv); }; } && \
		$(call pip_install,requirements-dev.txt) && cp requirements.txt .venv/; }

define make_venv
	python="$(PYTHON_FOUND)"; \
	test -n "$$python" || { echo "This app needs Python 3.11, 3.12 or 3.13 with venv (on Debian and Ubuntu: python3-venv); none was found. Name one with: make run PYTHON=/path/to/python3.12" >&2; exit 1; }; \
	echo "Making .venv with $$python ..."; \
	"$$python" -m venv --clear .venv
endef

# A pipe ends with the status of its last command; whether pip succeeded is seen by the copy that it leaves.
define pip_install
	{ echo "Installing $(1) into .venv (once; it takes a few minutes) ..."; \
	{ $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off -r $(1) && cp $(1) .venv/; } \
		| grep --line-buffered -oE '$(STEPS)'; \
	cmp -s $(1) .venv/$(1); }
endef

run: install  ## start the app in the browser
	@echo "Starting the app; it opens in your browser. Ctrl+C stops it."
	@$(BIN)/python -m streamlit run streamlit_app.py

test: install-dev  ## run all tests in two processes
	@$(BIN)/python -m pytest -n 2

coverage: install-dev  ## the same, and say which lines no test runs; it takes longer
	@$(BIN)/python -m pytest -n 2 --cov=mnist_app --cov-report=term-missing:skip-covered

check: install-dev  ## lint, formatting and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

fuzz: install-dev  ## look for input that breaks reading, for a minute; longer with SECONDS=600
	@PYTHONPATH=.:tests $(BIN)/python -m fuzzing --seconds $(or $(SECONDS),60)

pictures: install-dev  ## make the README's pictures anew, with Chromium
	@PYTHONPATH=.:tests $(BIN)/python -m make_pictures

train: install  ## train the default network again (three quarters of an hour on two cores)
	@$(BIN)/python -m mnist_app train --architecture digit_net --run digit_net_new

bench: install-dev  ## measure the speed claims, as ratios
	@$(BIN)/python -m benchmarks

# What lock and audit need is in an environment of its own that is thrown away.
with_tool = tool=$$(mktemp -d) && trap 'rm -rf "$$tool"' EXIT && "$(PYTHON_FOUND)" -m venv "$$tool" && \
	"$$tool/bin/python" -m pip install --quiet --disable-pip-version-check $(1)
COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url

lock:  ## renew requirements*.txt: what requirements*.in name and all that they need, with hashes
	@$(call with_tool,uv) && \
	"$$tool/bin/uv" $(COMPILE) --upgrade -o requirements.txt requirements.in && \
	"$$tool/bin/uv" $(COMPILE) --upgrade -c requirements.txt -o requirements-dev.txt requirements-dev.in && \
	"$$tool/bin/uv" $(COMPILE) --upgrade -c requirements-dev.txt -o requirements-serve.txt requirements-serve.in

audit:  ## look up known vulnerabilities of all that is locked
	@$(call with_tool,pip-audit) && "$$tool/bin/pip-audit" --strict --disable-pip --require-hashes -r requirements-dev.txt
