"""Which authorities downloads trust: the system's, the user's own bundle, and certifi's."""

import os
import ssl

import certifi


def trusted() -> ssl.SSLContext:
    """A context that also works where Python has no system store, or a company proxy signs everything."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"):
        if (bundle := os.environ.get(name)) and os.path.isfile(bundle):
            context.load_verify_locations(bundle)
    return context
