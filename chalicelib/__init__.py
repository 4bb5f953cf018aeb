"""Rongmei's domain: what the bundle does, without what it runs on."""
