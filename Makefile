# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

BIN      := bin
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  := -s -w -X main.version=$(VERSION)
SOURCES  := $(shell git ls-files '*.go' '*.sql' '*.md' go.mod go.sum 2>/dev/null)
DESIGNER := $(shell git ls-files designer package-lock.json 2>/dev/null)
DATA     ?= data
LISTEN   ?= 127.0.0.1:8080
REQUIRE  := docker,postgres,registry,chromium,buildbot,nodered,mount,root

export CGO_ENABLED ?= 0
# One way for all of them, so that what is built is not compiled again for the tests.
export GOFLAGS := -trimpath $(GOFLAGS)
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
export REDOCLY_TELEMETRY := off
# Under make a test that lacks what it needs fails; under a plain `go test` it is skipped.
export TEST_REQUIRE ?= $(REQUIRE)

##@ Everyday
.PHONY: help
help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: $(BIN)/catenary ## build the one binary into bin/

$(BIN)/catenary: $(SOURCES) designer/dist/licenses.txt
	@mkdir -p $(BIN)
	go build -ldflags '$(LDFLAGS)' -o $@ ./cmd/catenary

designer/dist/index.html: $(DESIGNER) | node_modules
	npm run --silent build -- --logLevel warn

designer/dist/licenses.txt: designer/dist/index.html tools/licenses.mjs go.mod go.sum
	node tools/licenses.mjs

.PHONY: dev
dev: node_modules ## the designer from its sources, over a server that runs at $$CATENARY_SERVER
	npm run --silent dev

# The binary for the tests of crashes ends itself where it is told to.
$(BIN)/catenary-crash: $(SOURCES)
	@mkdir -p $(BIN)
	go build -tags crash -o $@ ./cmd/catenary

.PHONY: run
run: build ## build, start on the embedded defaults, run the demo and say where to look
	@exec tools/demo $(LISTEN) $(DATA)

.PHONY: test
test: build node_modules $(BIN)/gotestsum ## install what the tests need, start it, run all tests, stop it
	@tools/with-services $(MAKE) --no-print-directory test-all

.PHONY: unit
unit: ## the Go tests that need nothing installed
	TEST_REQUIRE= go test ./...

##@ Parts of the above
.PHONY: test-all
test-all: test-go test-openapi test-designer test-browser ## all tests, with the services of tools/services in the environment

.PHONY: test-go
test-go: build $(BIN)/catenary-crash $(BIN)/gotestsum
	E2E_BINARY=$(CURDIR)/$(BIN)/catenary E2E_CRASH_BINARY=$(CURDIR)/$(BIN)/catenary-crash $(BIN)/gotestsum --format pkgname-and-test-fails --hide-summary output -- -timeout 15m ./...

# The whole table of routes, single queries and use cases of one person at a time
# take minutes under the race detector and have little concurrent in them, which
# is asked for by name.
ALONE = api approvals asks chains environments identity orgs portal releases scripts secrets store templates
TOGETHER = AtOnce|Late|Dead|Died|Hundred|Limit|Concurrent|Once|Parallel|Idempot|Repeat|Lost|Bounded|Crossing|UnderLoad|While|Snapshot|Confirm|Abandoned|StayRight|Stale|Hear|Listen|Claim
RACE = CGO_ENABLED=1 $(BIN)/gotestsum --format pkgname-and-test-fails --hide-summary output -- -race -short -timeout 20m
.PHONY: test-race
test-race: $(BIN)/gotestsum ## the Go tests of what is concurrent, under the race detector
	$(RACE) ./internal/... ./rbac/... ./runtime/... $$(go list ./server/... | grep -vE '/server/($(subst $() ,|,$(strip $(ALONE))))(/|$$)')
	$(RACE) -run '$(TOGETHER)' $(ALONE:%=./server/%)

.PHONY: test-openapi
test-openapi: build node_modules ## the OpenAPI document against an outside linter
	$(BIN)/catenary openapi >$(BIN)/openapi.json
	npx --no-install redocly lint --config tools/redocly.yaml $(BIN)/openapi.json

.PHONY: test-designer
test-designer: node_modules designer/dist/licenses.txt ## the tests of the designer's parts
	npm run --silent unit

.PHONY: test-browser
test-browser: build node_modules ## whole-system tests over the built binary, in Chromium
	npx --no-install playwright test -c e2e/playwright.config.ts

.PHONY: fuzz
fuzz: ## each fuzz target for $$FUZZTIME (30s), one after another
	@git grep -E '^func Fuzz' -- '*_test.go' | sed -E 's|^(.*)/[^/]*:func (Fuzz[A-Za-z0-9]*).*|\1 \2|' | while read -r package target; do \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $${FUZZTIME:-30s} ./$$package || exit 1; \
	done

.PHONY: crash
crash: build $(BIN)/catenary-crash ## the tests of crashes ten times, with 200 random kills each, on a quiet machine
	@tools/with-services $(MAKE) --no-print-directory crash-go

.PHONY: crash-go
crash-go:
	CRASH_KILLS=$${CRASH_KILLS:-200} CRASH_SOON=$${CRASH_SOON:-2s} E2E_BINARY=$(CURDIR)/$(BIN)/catenary E2E_CRASH_BINARY=$(CURDIR)/$(BIN)/catenary-crash \
		go test -count 10 -timeout 2h -run 'Kill|Stopped|Asleep|Cut|Away|Full' ./e2e

.PHONY: bench
bench: build ## measure what docs/benchmarks.md tells
	@tools/with-services $(MAKE) --no-print-directory bench-go

.PHONY: bench-go
bench-go:
	E2E_BINARY=$(CURDIR)/$(BIN)/catenary go test -run '^$$' -bench . -benchtime 2s -timeout 30m -p 1 ./rbac ./chain ./nodes/builtin ./runtime/glue ./internal/secret ./server/store ./server/audit ./e2e
	$(BIN)/catenary bench --duration 2s --image "$$TEST_IMAGE_SHELL" --out $(BIN)/bench.json

##@ Code
.PHONY: lint
lint: $(BIN)/golangci-lint node_modules ## all linters
	$(BIN)/golangci-lint run ./...
	npx --no-install biome ci .
	npm run --silent types

.PHONY: fmt
fmt: $(BIN)/golangci-lint node_modules ## format Go, TypeScript and JSON
	$(BIN)/golangci-lint fmt ./...
	npx --no-install biome check --write .

.PHONY: generate
generate: node_modules ## make the generated files anew
	go generate ./...
	@mkdir -p $(BIN)
	go run ./cmd/catenary openapi >$(BIN)/openapi.json
	npm run --silent api

.PHONY: vulncheck
vulncheck: $(BIN)/govulncheck ## known vulnerabilities; SKIPPED where their list cannot be reached
	@tools/vulncheck

.PHONY: pictures
pictures: build node_modules ## make the pictures of the documents anew
	npx --no-install playwright test -c e2e/pictures.config.ts

.PHONY: clean
clean: ## remove what was built
	rm -rf $(BIN) node_modules test-results

node_modules: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(BIN)/%: tools/go.mod tools/go.sum
	@mkdir -p $(BIN)
	go build -C tools -o ../$@ $$(go -C tools list -f '{{.ImportPath}}' tool | grep '/$*$$')
