"""Making the attacks, one after the other, on one book, and asking the verifier about each."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, transaction

from jiaoban.archive import accounts
from jiaoban.ledger.keys import verifier_keys
from jiaoban.ledger.rows import concrete
from jiaoban.ledger.verify import verify_all
from jiaoban.ledger.verify.acts import Walk
from jiaoban.ledger.verify.verify import _Verification
from jiaoban.ledger.verify.witnesses import Witnesses
from jiaoban.tlog.keys import VerifierKey
from prove import book
from prove.book import Kept
from prove.frame import Planted, Proof, Scale, changed
from prove.tamper import acts, columns
from prove.tamper.insider import Attack, Folder, chosen

OUTSIDE = frozenset(
    {
        "account_emailconfirmation",
        *("auth_permission", "auth_group_permissions", "auth_user_groups", "auth_user_user_permissions"),
        *("django_content_type", "django_migrations", "django_session", "jiaoban_cache"),
        "authoring_replay",  # what a pack would have done, made again from the book at any time
        "roster_proposal",  # a month as it could be, made again at any time
        # The index of searches: a line too many finds nothing more, one that is missing is a finding (docs/adr/0009).
        *("ledger_line", "ledger_words", "ledger_words_config", "ledger_words_data", "ledger_words_idx"),
        # Samples of a file that an act binds: a changed one is a finding, a missing end is filled in again.
        "plant_sample",
        "ledger_shape",  # whoever changes it has the read models made again from the acts
    }
)
"""Tables that hold nothing of a book, besides those of the accounts that an archive keeps."""


CRASHED = "the verifier fell over:"


@dataclass
class Tally:
    """What came of the attacks."""

    tried: int = 0
    refused: int = 0
    witnessed: Counter[str] = field(default_factory=Counter)
    unseen_inside: int = 0
    findings: list[str] = field(default_factory=list)


def attacks(scale: Scale, chance: random.Random, kept: Kept) -> Proof:
    """Make the attacks of this scale, and those on three verifiers that were weakened."""
    by_column, by_row = list(columns.column_attacks(chance)), list(columns.row_attacks(chance))
    on_acts, on_files = list(acts.act_attacks(chance)), list(acts.folder_attacks(kept))
    if scale.full:
        picked = [*by_column, *by_row, *on_files, *chosen(chance, 450, on_acts)]
    else:
        picked = [
            *chosen(chance, 30, [*by_column, *by_row]),
            *chosen(chance, 6, on_files),
            *chosen(chance, 24, on_acts),
        ]
    trial = Trial(kept, Folder(), control=scale.full)
    for attack in picked:
        trial.make(attack)
    trial.clean()
    tally = trial.tally
    tally.findings += [
        f"{name} has no row in the book of the proof: let prove/book.py fill it" for name in book.empty_tables()
    ]
    planted = _planted(kept, by_column, on_acts)
    return Proof(
        "whatever an insider does to the book is named by verify, with a current checkpoint from outside, with the"
        " receipts, and inside its prefix with an older checkpoint",
        tally.tried,
        "attacks",
        tally.findings,
        planted,
        {
            "tables and columns of ours": f"{len(book.book_models())} and {_columns()}",
            "attacks there are": f"{len(by_column) + len(by_row) + len(on_files) + len(on_acts):,}",
            "refused by the database even without the triggers": str(tally.refused),
            **{f"named with {name}": str(count) for name, count in sorted(tally.witnessed.items())},
            **({"of these, nothing inside the house showed": str(tally.unseen_inside)} if scale.full else {}),
        },
    )


def _columns() -> int:
    return sum(len(concrete(model)) for model in book.book_models())


@dataclass
class Trial:
    """Makes attacks inside a transaction that is undone, asks the verifier, and puts the files back."""

    kept: Kept
    folder: Folder
    control: bool = False
    tally: Tally = field(default_factory=Tally)
    keys: Sequence[VerifierKey] = field(default_factory=lambda: verifier_keys(book.SITE))
    """The public keys as they were kept outside: an insider who has the folder can write a key of his own there."""

    def make(self, attack: Attack) -> None:
        """Try one attack with every witness that should tell of it."""
        with transaction.atomic():
            try:
                with transaction.atomic():
                    attack.run()
            except DatabaseError:
                self.tally.refused += 1
            else:
                self.tally.tried += 1
                self._ask(attack)
            transaction.set_rollback(True)
        self.folder.put_back()

    def _ask(self, attack: Attack) -> None:
        witnesses = [one for one in self._witnesses() if attack.touches is None or attack.touches < one[1]]
        if attack.touches is None:
            witnesses = witnesses[:1]  # it is named without any witness; the first is the one that everybody has
        elif not self.control:
            witnesses = [witnesses[self.tally.tried % len(witnesses)]]
        for name, size, note in witnesses:
            said = named(note, self.keys if attack.by == acts.OWN else ())
            wanted = f"{size - attack.left} acts behind" if attack.left is not None else ""
            if any(one.startswith(CRASHED) for one in said):
                self.tally.findings.append(f"{attack.by}: {attack.name}: {said[0]}")
            elif not said:
                self.tally.findings.append(f"{attack.by}: {attack.name}: not named with {name}")
            elif wanted and not any(wanted in one for one in said):
                self.tally.findings.append(f"{attack.by}: {attack.name}: nobody said {wanted!r}, but {said[:2]}")
            else:
                self.tally.witnessed[name] += 1
        if attack.touches is not None and self.control:
            self.tally.unseen_inside += not named(None)

    def _witnesses(self) -> Iterator[tuple[str, int, str]]:
        yield "a current checkpoint", self.kept.size, self.kept.newest
        yield "an older checkpoint, inside its prefix", self.kept.older_size, self.kept.older
        yield from (("a receipt", size, text) for text, size in self.kept.receipts[1:3])

    def clean(self) -> None:
        """After all attacks the book must be as it was."""
        for witness in (None, self.kept.older, self.kept.newest, *(text for text, _ in self.kept.receipts)):
            self.tally.findings += [f"the book itself, after the attacks: {said}" for said in named(witness)]


def named(outside: str | None, trusted: Sequence[VerifierKey] = ()) -> list[str]:
    """Return what the verifier says of the book as it is now; what the command would say where it cannot read it."""
    try:
        with transaction.atomic():
            return [str(one) for report in verify_all(outside, trusted=trusted) for one in report.findings]
    except DatabaseError as error:  # as the command: exit 1 and this sentence
        return [f"the book cannot be read: {str(error).splitlines()[0]}"]
    except Exception as error:  # noqa: BLE001 - a verifier that falls over names nothing
        return [f"{CRASHED} {type(error).__name__}: {error}"]


def _planted(kept: Kept, by_column: Sequence[Attack], on_acts: Sequence[Attack]) -> list[Planted]:
    """Weaken the verifier three times; each time attacks of one kind must go unnamed."""
    tenure = [one for one in by_column if "change: handover_tenure.state" in one.name][:1]
    column = [one for one in by_column if "change: ledger_act.actor" in one.name][:1]
    forged = [one for one in on_acts if one.by == acts.KEY and one.name.startswith("backdate")][:1]
    bugs = (
        ("verify without the check of the projections", _Verification, "_projections", tenure),
        ("verify without the comparison of the columns", Walk, "_compare_columns", column),
        ("verify that does not compare the tree with checkpoints", Witnesses, "meet", forged),
    )
    planted = []
    for says, owner, name, attacks in bugs:
        trial = Trial(kept, Folder())
        with changed(owner, name, lambda *_args, **_named: None), changed(Witnesses, "rest", _nothing):
            for attack in attacks:
                trial.make(attack)
        found = trial.tally.findings
        planted.append(Planted.found(says, found))
    return planted


def _nothing(*_args: object, **_named: object) -> None:
    return None


def outside() -> Proof:
    """Every table of the database is one of the book, or named here as none."""
    planted = "a table that is neither"
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE sneaked_in (held text)")
        caught = "sneaked_in" in _unnamed()
        transaction.set_rollback(True)
    ours = {model._meta.db_table for model in book.book_models()}
    there = set(connection.introspection.table_names())
    return Proof(
        "every table is of the book or outside of the promise: accounts, sessions, keys, cache, replays, Django's own",
        len(there),
        "tables",
        [f"{name} is neither of the book nor known to be outside of the promise" for name in _unnamed()],
        [Planted(planted, caught, "the list of tables")],
        {"outside of the promise": ", ".join(sorted(there - ours))},
    )


def _unnamed() -> list[str]:
    kept = {model._meta.db_table for model in accounts.models()}
    ours = {model._meta.db_table for model in book.book_models()}
    return sorted(set(connection.introspection.table_names()) - ours - kept - OUTSIDE)
