# ARGS reaches the command behind a target, such as: make test ARGS="--filter PGCoreTests"
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test test-api test-page test-libpq test-postgres test-sanitizers fuzz check bench bench-http docs format clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

demo: ## Install what is missing, start a Postgres, serve the demo API
	@Scripts/install-prerequisites.sh
	@exec Scripts/demo.sh $(ARGS)

test: ## Install what is missing, run all tests on a throwaway Postgres
	@Scripts/install-prerequisites.sh --tests
	@exec Scripts/test.sh $(ARGS)

test-page: ## Drive the demo's pages in headless Chromium; pictures of them go to .build/pages
	@Scripts/install-prerequisites.sh --page
	@exec Scripts/test-page.sh $(ARGS)

fuzz: ## Feed malformed bytes to everything that reads a server's, FUZZ_SECONDS long
	@exec Scripts/fuzz.sh $(ARGS)

test-api: ## Try to break the running demo: schemathesis on its OpenAPI document, sqlmap on its routes
	@Scripts/install-prerequisites.sh --sqlmap
	@exec Scripts/test-api.sh $(ARGS)

test-libpq: ## Run the driver's tests with a newer libpq, and with POSTGRES=18 a newer server too
	@Scripts/install-prerequisites.sh --tests
	@exec Scripts/test-libpq.sh $(ARGS)

test-postgres: ## Run the driver's tests with another server: POSTGRES=16 (unless told otherwise) or 18
	@Scripts/install-prerequisites.sh
	@exec Scripts/test-postgres.sh $(ARGS)

test-sanitizers: ## Run the driver's tests under the thread and the address sanitizer
	@Scripts/install-prerequisites.sh
	@exec Scripts/test-sanitizers.sh $(ARGS)

check: ## Run everything that continuous integration runs
	@exec Scripts/check.sh $(ARGS)

bench: ## Measure against a C program in the same run
	@Scripts/install-prerequisites.sh
	@exec Scripts/bench.sh $(ARGS)

bench-http: ## Measure the demo beside the same API in FastAPI, under wrk
	@Scripts/install-prerequisites.sh --wrk
	@exec Benchmarks/run-http.sh $(ARGS)

docs: ## Build the documentation, warnings are errors
	@exec Scripts/docs.sh $(ARGS)

format: ## Format all Swift files in place
	@Scripts/format.sh

clean: ## Remove build products; data under .strata is kept
	rm -rf .build Benchmarks/.build
