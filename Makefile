# Everything works on a fresh Debian 12 with python3, git and make; the work is in scripts/.
.PHONY: help setup demo test check bench messages audit sbom

help:
	@echo "make demo      the demonstration on http://127.0.0.1:8000 (PORT=8001 make demo for another port, FRESH=1 make demo to begin anew)"
	@echo "make test      all tests: SQLite, PostgreSQL, browser (make test ARGS=\"-k agenda\" for some of them, ALL=1 for all on both engines)"
	@echo "make check     everything that can be checked without running the site"
	@echo "make bench     the benchmark"
	@echo "make audit     known vulnerabilities of what a server installs; needs the network, and fails without it"
	@echo "make sbom      what the site is made of, as CycloneDX in var/driehoek.cdx.json"
	@echo "make messages  collect and compile the sentences of the interface"
	@echo "make setup     only the set-up that the others begin with"

setup:
	@scripts/setup.sh test

demo:
	@scripts/demo.sh

test:
	@ALL=$(ALL) scripts/test.sh $(ARGS)

check:
	@scripts/check.sh

bench: setup
	@.venv/bin/python -m bench $(ARGS)

audit: setup
	@.venv/bin/python scripts/dependencies.py audit

sbom: setup
	@mkdir -p var
	@.venv/bin/python scripts/dependencies.py sbom var/driehoek.cdx.json

messages: setup
	@scripts/messages.sh collect
	@scripts/messages.sh compile
