"""Chinese names."""

from typing import Final

from chalicelib.quizzes.models import QuestionKind

KIND_NAMES: Final = {
    QuestionKind.SINGLE: "单选",
    QuestionKind.MULTIPLE: "多选",
    QuestionKind.JUDGE: "判断",
}
DIFFICULTY_NAMES: Final = {1: "易", 2: "中", 3: "难"}
