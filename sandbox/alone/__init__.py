"""The sandbox's Slack alone, with anyone's app in it: `python -m sandbox`."""
