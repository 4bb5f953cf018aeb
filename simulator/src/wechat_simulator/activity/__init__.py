"""Each activity that the account hears of: on the phone, at the desk, after an accepted send."""
