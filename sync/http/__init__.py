"""Shell: the school over the network. `HttpSchool` for a session, `sign_in` and `hello` before there is one."""

from sync.http.line import address
from sync.http.school import HttpSchool, hello, sign_in
from sync.http.tokens import Grant, MemoryTokens, Tokens

__all__ = ["Grant", "HttpSchool", "MemoryTokens", "Tokens", "address", "hello", "sign_in"]
