"""Function environments of the laptop: one process each, one request at a time, as on Lambda."""
