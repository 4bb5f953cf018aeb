"""The terminal: options, output, errors, the person who acts."""
