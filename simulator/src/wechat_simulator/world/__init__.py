"""The state of the platform: accounts, followers, articles, figures and faults, and the file that keeps them."""
