"""Benchmarks, apart from the tests: ratios measured in one run, never seconds on their own."""
