# Parallax. Each target makes the virtual environment (.venv) that it needs; PYTHON=python3.12 chooses another Python.
.DEFAULT_GOAL := help
.PHONY: help run test faults lock audit install check messages pictures clean

export PYTHON

help: ## what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):[^#]*## /  make \1 - /'

run: ## the site with its workers and the sample edition, at http://127.0.0.1:8000/ (PORT=8001 for another port)
	@bash scripts/setup.sh run
	@exec .venv/bin/python manage.py run

test: ## every check and test
	@bash scripts/test.sh

faults: ## the long trial: 1,000 articles, 200 faults, nothing lost and nothing doubled (half an hour)
	@bash scripts/setup.sh dev
	@PRESS_OUTLETS=30 .venv/bin/python -m tests.faults

lock: ## requirements.lock and requirements-dev.lock, with hashes, after a change to requirements
	@bash scripts/audit.sh lock

audit: ## advisories and licences of what is installed, and its bill of materials
	@bash scripts/audit.sh audit

install: ## the virtual environment alone
	@bash scripts/setup.sh run

check: ## formatting, lint and types, without the tests
	@bash scripts/setup.sh dev
	@bash scripts/check.sh

messages: ## the French catalogue: new strings collected, translations compiled
	@bash scripts/setup.sh dev
	@bash scripts/messages.sh

pictures: ## pictures of the running site, at three widths, light and dark, into docs/pictures
	@bash scripts/setup.sh dev
	@.venv/bin/python scripts/pictures.py

clean: ## removes .venv and caches; the data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
