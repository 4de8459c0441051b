"""Nothing of somebody else's is read, changed or revealed: every route, id and role, made from the API description."""
