"""What the YAML reader says, in the words of whoever writes packs: what is wrong, what would be right."""

from jiaoban.kernel.words import Words

Said = tuple[Words, Words]

_INDENT = Words(
    zh="同一组里的名称要对齐，下一级多缩进两格，列表项的「- 」对齐。",
    en="Align the names of a group; indent what is inside by two more spaces; align the '- ' of a list.",
)
_QUOTES = Words(
    zh="检查引号和括号是否成对；含有冒号、逗号、#、引号或 {} 的文字整句加引号。",
    en="Look for pairs of quotes and brackets; put text with a colon, a comma, #, a quote or {} into quotes.",
)
_KNOWN: tuple[tuple[str, Words, Words], ...] = (
    (
        "mapping values are not allowed",
        Words(zh="这里多了一个冒号，或者缩进不对。", en="There is a colon too many here, or the indentation is wrong."),
        Words(
            zh="含有冒号的文字整句加引号；" + _INDENT.zh,
            en="Put text with a colon into quotes as a whole. " + _INDENT.en,
        ),
    ),
    ("did not find expected key", Words(zh="缩进不对。", en="The indentation is wrong."), _INDENT),
    ("did not find expected '-'", Words(zh="列表的缩进不对。", en="The indentation of the list is wrong."), _INDENT),
    ("block sequence entries are not allowed", Words(zh="这里不能有列表项。", en="No list can begin here."), _INDENT),
    (
        "could not find expected ':'",
        Words(zh="名称后面缺冒号。", en="A colon is missing after a name."),
        Words(zh="写成「名称: 值」，冒号后空一格。", en="Write 'name: value', a space after the colon."),
    ),
    ("did not find expected ','", Words(zh="括号没有写完。", en="A bracket is not closed."), _QUOTES),
    ("did not find expected node", Words(zh="括号里缺一项。", en="Something is missing in the brackets."), _QUOTES),
    ("cannot start any token", Words(zh="文字不能这样开头。", en="Text cannot begin like this."), _QUOTES),
    ("unexpected end of stream", Words(zh="引号没有写完。", en="A quote is not closed."), _QUOTES),
    (
        "unknown escape character",
        Words(zh="双引号里的反斜杠不能这样用。", en="No such backslash in double quotes."),
        _QUOTES,
    ),
    ("did not find expected <document start>", Words(zh="缩进不对。", en="The indentation is wrong."), _INDENT),
)


def unreadable(problem: str) -> Said:
    """Return what is wrong and what would be right, by what the reader of YAML says."""
    for said, wrong, right in _KNOWN:
        if said in problem:
            return wrong, right
    wrong = Words(zh=f"这里不合 YAML 的写法（{problem}）。", en=f"This is not YAML ({problem}).")
    return wrong, Words(zh=_INDENT.zh + _QUOTES.zh, en=f"{_INDENT.en} {_QUOTES.en}")
