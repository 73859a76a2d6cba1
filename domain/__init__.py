"""What is true at a school: forms, records, life cycles and rules.

Pure: standard library and attrs only. No Qt, no SQL, no HTTP, no clock, no disk.
"""
