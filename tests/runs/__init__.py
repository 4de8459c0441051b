"""What tests of runs share: a world in memory, the servers over a real database, and clients that read streams."""
