"""Small functions and a template of their own, for the tests of the gateway."""
