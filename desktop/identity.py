"""Whose desk it is."""

from attrs import frozen


@frozen
class Identity:
    """School address, account id, sign-in name, display name, role, profile key, school name."""

    url: str
    account: str
    login: str
    name: str
    role: str
    profile: str
    school: str
