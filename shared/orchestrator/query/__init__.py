"""Query mode: what the Brain knows of a project, as an answer that says what it rests on."""
