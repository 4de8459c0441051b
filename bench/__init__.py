"""Side-by-side benchmarks: ``python -m bench`` measures us next to what a user would pick instead, in one run."""
