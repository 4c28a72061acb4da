"""What Baton remembers: the only layer that speaks SQL."""
