"""The SDK that Payload's clients use, and plain requests beside it, against the running product."""
