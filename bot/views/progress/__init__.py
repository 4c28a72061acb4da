"""What people, and Jira, see of the issues of a request."""
