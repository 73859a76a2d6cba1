"""Classes in the order of a school."""

from domain.classes import class_order


def test_that_classes_stand_as_a_school_reads_them():
    wanted = ["資一甲", "資一乙", "高一忠", "高一孝", "高一仁", "高二忠", "高三甲", "高三乙"]
    assert sorted({*wanted}, key=class_order) == wanted


def test_that_digits_count_as_numbers():
    wanted = ["2 班", "10 班", "101", "102", "201"]
    assert sorted({*wanted}, key=class_order) == wanted
    assert class_order("") == ""
