"""What happened in the demo's week, in both languages: plain values, told to our services by the seed."""
