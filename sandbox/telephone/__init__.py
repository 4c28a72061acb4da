"""The sandbox's telephone: calls that tell Baton what is said, as a phone system with live transcription does."""
