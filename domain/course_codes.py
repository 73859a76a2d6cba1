"""課程代碼: 23 characters, of which the first three are the school year in which the students entered. The other places
were found in part only, so they may be any letter or digit.
"""

import re

LENGTH = 23

_SHAPE = re.compile(r"1[0-9]{2}[0-9A-Z]{20}", re.ASCII)


def spelled(text: str) -> str:
    """As the code file writes it."""
    return "".join(text.split()).upper()


def fault(code: str) -> str:
    """What is wrong with the code, "" when nothing is."""
    if len(code) != LENGTH:
        return f"課程代碼要 {LENGTH} 碼，這裡是 {len(code)} 碼"
    if _SHAPE.fullmatch(code) is None:
        return "課程代碼的前三碼是入學學年度，其餘只能是英文大寫與數字"
    return ""
