"""The benchmark: ratios between pages and PDFs of one server in one run. `make bench` prints it."""
