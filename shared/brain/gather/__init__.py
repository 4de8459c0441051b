"""Data mode: what is brought into a project is read, understood, compared, and then known."""
