"""What the laptop cloud says when it cannot go on."""


class LocalError(Exception):
    """One sentence for the person at the terminal; the command prints it and exits with 1."""
