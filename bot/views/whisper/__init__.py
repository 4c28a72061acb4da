"""What people see of calls and whispers, and of the phrase book behind some of them."""
