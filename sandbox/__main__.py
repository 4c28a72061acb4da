"""`python -m sandbox`: a Slack on this machine for anyone's Bolt app (docs/sandbox.md)."""

from sandbox.alone.console import main

if __name__ == "__main__":
    main()
