"""The only code that speaks WeChat: callback envelope, typed messages, replies, API client, token."""
