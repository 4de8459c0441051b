"""Services that make vectors, as local servers: what Jina and OpenAI speak, and how they fail."""
