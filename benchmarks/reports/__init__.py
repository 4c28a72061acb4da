"""What each part of a run has to say: its tables, and the raw figures behind them."""
