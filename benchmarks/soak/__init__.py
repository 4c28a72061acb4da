"""Hours of believable load, watched for whatever grows: `make soak`, docs/benchmarks.md."""
