"""What is said of standing orders in a chat group: that there is one to be read. Its text stays in the program, where
reading it is confirmed."""

from jiaoban.kernel.saying import NOTICES, Said, Told, field, lines, quoted, says_in_chat
from jiaoban.kernel.words import Words
from jiaoban.order import acts
from jiaoban.order.terms import KINDS

NUMBER = Words(zh="编号", en="Number")
ISSUED_BY = Words(zh="发布人", en="Issued by")
TO_READ = Words(zh="请到系统中阅读并确认。", en="Read it in the program and confirm it there.")
WITHIN = Words(zh="期限", en="Within")
DAYS = Words(zh="生效后 {n} 天内", en="{n} days after it comes into force")


@says_in_chat(acts.Issued.KIND, NOTICES)
def issued(told: Told) -> Said | None:
    """Say that a rule, notice or point of attention was issued, by whom, and until when it is to be read."""
    p, said = told.act.payload, told.tongue
    assert isinstance(p, acts.Issued)
    text = lines(
        f"**{quoted(p.title)}**",
        field(said, said(NUMBER), p.number) if p.number else "",
        field(said, said(ISSUED_BY), told.names(told.act.actor)),
        field(said, said(WITHIN), said(DAYS, n=p.within_days)),
        quoted(said(TO_READ)),
    )
    return Said(f"{said(KINDS[p.order_kind])}{said.colon}{p.title}", text)
