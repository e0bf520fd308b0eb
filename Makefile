# Everything a newcomer or CI needs. Two are enough: make run, make test.
.PHONY: run test build site module setup lint unit test-matrix bench browser fmt clean

# CI and newcomers alike: warnings are errors.
export RUSTDOCFLAGS := -D warnings
CARGO_TARGET_DIR ?= target
export NEXTTABLES_BIN ?= $(abspath $(CARGO_TARGET_DIR))/debug/nexttables

run: ## start the product with a sample PostgreSQL
	@.ci/start

test: setup ## every check there is
	@$(MAKE) --no-print-directory --jobs=2 lint module
	@$(MAKE) --no-print-directory unit browser

setup: ## install what is missing
	@.ci/setup

site: ## the browser's files, in target/site
	@.ci/site

# Compiling it keeps one core busy, the lints the other; target/site stays as it is meanwhile.
module: setup
	@.ci/site module

build: setup site ## one self-contained target/release/nexttables
	cargo build --locked --release --package server
	@echo "built: $(CARGO_TARGET_DIR)/release/nexttables"

lint: setup ## format, clippy, documentation, dependencies
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	@.ci/lint-browser
	cargo doc --locked --no-deps --quiet
	@.ci/deny

unit: setup site ## unit and integration tests, on real servers
	cargo test --locked --no-fail-fast

test-matrix: setup site ## the integration tests on the oldest and newest PostgreSQL
	@.ci/matrix

bench: setup site ## our speed beside a floor measured in the same run
	cargo bench --locked --package server

browser: setup site ## browser tests, on the real product
	cargo test --locked --no-run
	@.ci/browser

fmt: ## format the sources
	cargo fmt

clean: ## remove what was built
	cargo clean
