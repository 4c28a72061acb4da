"""What whoever typed the command can mend."""


class Wrong(Exception):  # noqa: N818 - it reads as what it is: "Wrong: manifest.yml …"
    """One line that names the place and says what would be right."""
