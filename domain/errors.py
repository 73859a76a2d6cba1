"""The tree of refusals that are raised; a rule's refusal is a value (rules.Refused), not an exception.

* LichengError          what a person should read: `sentence` says what is wrong, `remedy` what to do
  x BadInput            the input itself cannot be accepted (a file, a value, a list to import)
  x Locked              the local vault does not open (wrong password, damaged key slot)
  x Offline             the school cannot be reached, or what answered was not the school
  x NotAllowed          a rule refused; carries the rule's code
  x Damaged             what is on disk is not what was written
"""


class LichengError(Exception):
    """A failure that a person can act on. code: for programs; sentence and remedy: Traditional Chinese."""

    def __init__(self, code: str, sentence: str, remedy: str = "") -> None:
        super().__init__(code, sentence, remedy)
        self.code = code
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        """What is wrong, then what to do, each a full sentence."""
        parts = (text.rstrip("。") + "。" for text in (self.sentence, self.remedy) if text)
        return "".join(parts)


class BadInput(LichengError):
    """The input itself cannot be accepted."""


class Locked(LichengError):
    """The local vault does not open."""


class Offline(LichengError):
    """The school cannot be reached, or what answered was not the school. Nothing is lost; try again later."""


class NotAllowed(LichengError):
    """A rule refused."""


class Damaged(LichengError):
    """What is on disk is not what was written."""
