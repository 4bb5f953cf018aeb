"""Commands for rules, answers and open questions."""
