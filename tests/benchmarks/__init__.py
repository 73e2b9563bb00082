"""Benchmarks: measured against a floor in the same run, never timed in the test suite. bin/bench runs them."""
