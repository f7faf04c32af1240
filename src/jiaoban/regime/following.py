"""One version of a regime after another: do number and dates fit?"""

from collections.abc import Iterator

from jiaoban.kernel.words import Words
from jiaoban.regime.findings import Finding
from jiaoban.regime.pack import Pack


def follows(old: Pack, new: Pack) -> Iterator[Finding]:
    """Yield what is wrong with a version that is to follow another, at its place in the new pack."""
    before, after = old.head, new.head
    begins, began, ended = after.effective_from, before.effective_from, before.effective_to
    if before.id != after.id:
        yield Finding(
            ("head", "id"),
            Words(zh=f"「{after.id}」不是「{before.id}」的新版。", en=f'"{after.id}" is no version of "{before.id}".'),
            Words(
                zh=f"写 id: {before.id},或同另一部制度比。", en=f"Write id: {before.id}, or compare it with another."
            ),
        )
        return
    if old.digest != new.digest and before.version == after.version:
        yield Finding(
            ("head", "version"),
            Words(
                zh=f"内容改了，版本号还是「{after.version}」。",
                en=f'The content has changed, the version is still "{after.version}".',
            ),
            Words(zh="换一个版本号。", en="Give it another version."),
        )
    if old.digest != new.digest and begins <= began:
        yield Finding(
            ("head", "effective_from"),
            Words(
                zh=f"新版从 {begins.said} 起，旧版 {began.said} 才生效：两版的日期重叠。",
                en=f"The new version holds from {begins.said}, the old one only from {began.said}: they overlap.",
            ),
            Words(
                zh=f"生效日写在 {began.said} 之后。",
                en=f"Let it take effect after {began.said}.",
            ),
        )
    elif ended is not None and begins != ended:
        overlap = begins < ended
        said = Words(
            zh=f"旧版到 {ended.said} 为止，新版从 {begins.said} 起：",
            en=f"The old version ends on {ended.said}, the new one begins on {begins.said}: ",
        )
        what = ("两版重叠。", "they overlap.") if overlap else ("中间没有制度。", "nothing holds in between.")
        yield Finding(
            ("head", "effective_from"),
            Words(zh=said.zh + what[0], en=said.en + what[1]),
            Words(
                zh=f"写 effective_from: {ended},失效的那一天或那一刻本身不算在内。",
                en=f"Write effective_from: {ended}; the day or hour of its end is not a part of it.",
            ),
            error=overlap,
        )
