"""A remote Brain over the Model Context Protocol."""
