"""The drill of a school that lost seventeen days: played for real, compared with a twin that lost nothing."""
