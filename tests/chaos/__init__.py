"""All faults at once, in an order drawn by a seed: people use Baton while everything around it fails."""
