"""The review (三审三校): transitions, rules, workflows."""
