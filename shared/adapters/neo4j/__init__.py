"""The Brain's graph: Neo4j through its official async driver, and the same in memory."""
