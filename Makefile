# `make run` and `make test` need only make and Python 3.11 to 3.13 with venv.

SUPPORTED := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
CANDIDATES := $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python)
PYTHON_FOUND = $(shell for python in $(CANDIDATES); do \
	"$$python" -c '$(SUPPORTED)' >/dev/null 2>&1 && { echo "$$python"; break; }; done)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help install run test check train bench

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' Makefile | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

# Installs when .venv is missing or requirements.txt has changed, and only then.
install:
	@test -x $(BIN)/python && cmp -s requirements.txt .venv/requirements.txt || { \
		python="$(PYTHON_FOUND)"; \
		test -n "$$python" || { echo "This app needs Python 3.11, 3.12 or 3.13 with venv (on Debian and Ubuntu: python3-venv); none was found. Name one with: make run PYTHON=/path/to/python3.12" >&2; exit 1; }; \
		echo "Installing into .venv with $$python (once; a few minutes) ..."; \
		"$$python" -m venv --clear .venv && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt && \
		cp requirements.txt .venv/requirements.txt; }

run: install  ## start the app in the browser
	@$(BIN)/python -m streamlit run streamlit_app.py

test: install  ## run all tests and measure their coverage
	@$(BIN)/python -m pytest --cov=mnist_app --cov-report=term-missing:skip-covered

check: install  ## lint, formatting and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

train: install  ## train the default network again (three quarters of an hour on two cores)
	@$(BIN)/python -m mnist_app train --architecture digit_net --run digit_net_new

bench: install  ## measure the speed claims, as ratios
	@$(BIN)/python -m benchmarks
