"""HTTP: what may be asked, in which form, and what is answered. Decides nothing about a school."""
