"""Out: what we owe to others leaves from here, each notice once, in the order of its lane."""
