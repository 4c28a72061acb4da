"""The screens of an escalation, from the form to the outcome."""
