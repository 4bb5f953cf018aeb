"""Commands for questions, policies and the language model."""
