"""Names of classes in the order in which a school reads them: 高一忠 before 高一孝, 高二 before 高三."""

_ORDERS = ("一二三四五六七八九十", "甲乙丙丁戊己庚辛壬癸", "忠孝仁愛信義和平")
_PLACES = {
    ord(letter): chr(0xE000 + 16 * number + place)
    for number, letters in reversed(tuple(enumerate(_ORDERS)))
    for place, letter in enumerate(letters)
}


def class_order(name: str) -> str:
    """What a class is sorted by; numbers written in digits count as numbers."""
    digits, made = "", []
    for letter in f"{name} ":
        if letter.isascii() and letter.isdigit():
            digits += letter
            continue
        made.append(digits.rjust(4, "0") if digits else "")
        digits = ""
        made.append(letter.translate(_PLACES))
    return "".join(made).rstrip()
