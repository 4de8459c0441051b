"""Two editors at one document: whatever the order of their steps, no acknowledged change is lost in silence."""
