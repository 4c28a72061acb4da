"""What Baton costs, beside a floor that does the same with nothing in between: `make bench`, docs/benchmarks.md."""
