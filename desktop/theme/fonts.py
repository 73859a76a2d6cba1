"""The type of the interface: an explicit list of Traditional Chinese families and six roles.

Families are always named: a fallback face draws other shapes (骨, 直, 誤) and clips rows.
"""

from PySide6.QtGui import QFont

from desktop.theme import tokens

FAMILIES = ("Noto Sans TC", "Noto Sans CJK TC", "Microsoft JhengHei UI", "PingFang TC")

_ROLES = {
    "small": ("small", QFont.Weight.Normal),
    "base": ("base", QFont.Weight.Normal),
    "strong": ("base", QFont.Weight.DemiBold),
    "lead": ("lead", QFont.Weight.Normal),
    "section": ("section", QFont.Weight.DemiBold),
    "title": ("title", QFont.Weight.DemiBold),
}


def font(role: str = "base", scale: float = 1.0) -> QFont:
    size, weight = _ROLES[role]
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(round(tokens.load().type[size] * scale))
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
