"""The line between the platform and an account's server: envelope, XML, callbacks and the replies to them."""
