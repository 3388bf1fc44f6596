# What developers type. CI runs .ci/run, which does all of it and more.
WORKSPACE ?=

.PHONY: build test lint generate measure release

build:
	go build -trimpath -o bin/stxscan ./cmd/stxscan

test:
	go test ./...

lint:
	gofmt -l .
	go vet ./...
	go tool -modfile=tools/go.mod staticcheck ./...

# The files that are made from others and committed.
generate:
	go generate ./...
	go test ./rules -run TestSchemas -update
	go test ./config -run TestSchema -update
	go run ./cmd/stxscan rules docs docs/rules

# dist/: one static file that runs on old builders too, with sums and licences.
release:
	.ci/release dist

# docs/measurements.md, from real workspaces: WORKSPACE names one or several.
measure:
	@test -n "$(WORKSPACE)" || { echo "make measure WORKSPACE='DIR [DIR ...]': name real StarlingX workspaces, the oldest first"; exit 2; }
	go run ./docs/measure $(WORKSPACE) > docs/measurements.md.new
	mv docs/measurements.md.new docs/measurements.md
