"""In, from others: the phone system and whatever else tells Baton something over HTTP, signed."""
