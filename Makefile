# Two commands do everything: `make run` and `make test`. See README.md and docs/operations.md.
.PHONY: setup run stop test check lint types docs clean

BIN := .venv/bin

setup: ## Install what is missing; takes no time when nothing is.
	@scripts/setup.sh

run: setup ## Serve the web map on http://127.0.0.1:8000 (PORT=8123 make run: elsewhere).
	@./wangge serve

stop: ## Stop the private PostGIS, which otherwise stays up for the next command.
	@$(BIN)/python -m app.postgis stop

test: setup ## All tests, on two cores; a file's tests share what they start.
	@$(BIN)/pytest -n 2 --dist loadfile

check: lint types test ## All that must be green before a commit is shared.

lint: setup ## Format, common faults, and who may import whom.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet templates

types: setup
	@$(BIN)/mypy

docs: setup ## What the documents promise: links, commands, settings.
	@$(BIN)/pytest -q tests/unit/test_setup_docs.py

clean: ## Remove what setup and the tools made. Data in instance/ stay.
	rm -rf .venv node_modules app/static/vendor .mypy_cache .pytest_cache .ruff_cache
	rm -rf .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
