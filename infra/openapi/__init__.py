"""The API description: one OpenAPI document made from the functions' own routes, and a reference to read from it."""
