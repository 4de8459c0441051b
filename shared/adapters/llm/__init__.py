"""Language models behind OpenAI-compatible chat completions."""
