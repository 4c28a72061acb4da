"""What people see: Block Kit built from values, and submitted forms read back into values."""
