"""Measures this program against its peers, as ratios within one run. Nothing may import it."""
