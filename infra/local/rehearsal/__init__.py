"""The rehearsal model: a scripted stand-in for a language model, so that a laptop has the whole product offline.

It speaks the OpenAI protocol, answers film-makers' usual questions from templates with their own words in them,
and says in every answer that it is not a real model.
"""
