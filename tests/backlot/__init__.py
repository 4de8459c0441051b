"""A studio of fronts: the functions in this process over stores in memory, quick enough to ask them everything."""
