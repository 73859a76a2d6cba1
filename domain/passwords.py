"""What a new password must be. The same judgement while it is typed and at the school; asks nothing of anybody."""

import unicodedata

SHORTEST = 8
LONGEST = 256

_TYPED_FIRST = """
00000000 11111111 12121212 12341234 12345678 123456789 1234567890 123123123 147258369 87654321 88888888
987654321 0987654321 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 a1234567 a12345678 aa123456 aaaaaaaa abc12345
abcd1234 abcdefgh admin123 administrator asdfasdf asdfghjk asdfghjkl baseball football iloveyou letmein1
passw0rd password password1 password12 password123 p@ssw0rd princess q1w2e3r4 qazwsxedc qwer1234 qwerasdf
qwertyui qwertyuiop qwerty12 qwerty123 student1 student123 sunshine superman teacher1 teacher123 trustno1
welcome1 zaq12wsx zxcvbnm1 zxcvbnm123 5201314520 52013145 woaini520 woaini1314 taiwan123 ji3g4go6 ji32k7au4a83
"""
COMMONEST = frozenset(_TYPED_FIRST.split())
"""Guessed first, the last ones typed with a 注音 keyboard."""


def complaint(password: str, account: str) -> tuple[str, str]:
    """What is wrong with a new password and what to do; two empty texts when nothing is."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(password) < SHORTEST:
        return "密碼太短。", f"請設定至少 {SHORTEST} 個字。"
    if len(password) > LONGEST:
        return "密碼太長。", f"請設定 {LONGEST} 個字以內。"
    if account and plain == account.casefold():
        return "密碼不能和帳號一樣。", "請換一個別人猜不到的密碼。"
    if plain in COMMONEST or len(set(plain)) == 1:
        return "這個密碼太常見，很容易被猜到。", "請換一個，例如幾個不相干的詞連在一起。"
    return "", ""
