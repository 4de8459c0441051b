"""The orchestrator's stores in memory: as those in ``adapters.mongo``, and one contract suite over both."""
