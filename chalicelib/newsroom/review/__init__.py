"""The review (三审三校): transitions, rules, use cases, workflows of units."""
