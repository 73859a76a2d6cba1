"""Shell: the School port over httpx. Decides nothing about records."""
