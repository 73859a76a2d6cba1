"""What the school does: takes acts, answers questions, keeps files, knows people. HTTP is not known here."""
