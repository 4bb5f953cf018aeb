"""The phone: pages that look like WeChat, and what they show."""
