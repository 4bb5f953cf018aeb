"""The pages of phone and platform, and the articles and pictures in them."""
