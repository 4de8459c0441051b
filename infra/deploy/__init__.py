"""From the working tree to what Lambda is given."""
