"""A school of real size for one machine: over a thousand students, their teachers, three years of work, one command."""
