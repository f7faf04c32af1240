"""The solver HiGHS. It is not part of what a running Jiaoban needs: without it, proposing says how to install it."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import inf, isfinite
from typing import Any, Literal

from jiaoban.kernel.words import Words
from jiaoban.roster.proposing.linear import Linear

MISSING = Words(
    zh="这台服务器没有安装排班求解器。请运行 bin/setup --with proposing，然后重新启动。",
    en="The solver for rosters is not installed on this server. Run bin/setup --with proposing, and start again.",
)


class SolverMissing(RuntimeError):
    """The solver is not installed; the message says what to do."""


def there() -> bool:
    """Say whether the solver is installed."""
    return find_spec("highspy") is not None


@dataclass(frozen=True, slots=True)
class Found:
    """What the solver says. `values` are those of the columns, where there is an answer."""

    state: Literal["FOUND", "IMPOSSIBLE", "OUT_OF_TIME"]
    values: Sequence[float] = ()
    bound: float = -inf
    proven: bool = False


Tell = Callable[[float, float, float, float], bool]
"""Told seconds, cost, bound and gap now and then; False stops the search."""


def solve(asked: Linear, *, seconds: float, gap: float, seed: int, tell: Tell | None = None) -> Found:
    """Minimise. One thread and a seed: the same question has the same answer, as long as time does not run out."""
    if asked.broken:
        return Found("IMPOSSIBLE")
    if seconds <= 0:
        return Found("OUT_OF_TIME")
    engine, highspy = _engine(), importlib.import_module("highspy")
    options = {
        "time_limit": float(seconds),
        "mip_rel_gap": gap,
        "mip_abs_gap": 1 - 1e-6,  # costs are whole numbers: within less than one, nothing is better
        "threads": 1,
        "random_seed": seed,
    }
    for name, value in options.items():
        engine.setOptionValue(name, value)
    engine.passModel(_model(highspy, asked))
    if tell is not None:
        _listen(engine, tell)
    engine.run()
    info, status = engine.getInfo(), engine.getModelStatus()
    states = highspy.HighsModelStatus
    if status in (states.kInfeasible, states.kUnboundedOrInfeasible):
        return Found("IMPOSSIBLE")
    if not isfinite(info.objective_function_value) or not info.primal_solution_status:
        return Found("OUT_OF_TIME", bound=info.mip_dual_bound)
    values = list(engine.getSolution().col_value)
    return Found("FOUND", values, info.mip_dual_bound, status == states.kOptimal)


def _engine() -> Any:
    if not there():
        raise SolverMissing(MISSING.en)
    known: Any = importlib.import_module("highspy").Highs

    class Quiet(known):  # type: ignore[misc]
        """The solver, which comes without types and otherwise writes a banner as soon as it is made."""

        def enableCallbacks(self) -> Any:  # noqa: N802 - its name there
            self.setOptionValue("output_flag", False)
            return super().enableCallbacks()

    return Quiet()


def _model(highspy: Any, asked: Linear) -> Any:
    starts, columns, factors = [0], [], []
    for terms, _, _ in asked.rows:
        for column, factor in terms:
            columns.append(column)
            factors.append(factor)
        starts.append(len(columns))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(asked.costs), len(asked.rows)
    model.col_cost_ = [float(one) for one in asked.costs]
    model.col_lower_ = [float(one) for one in asked.lower]
    model.col_upper_ = [float(one) for one in asked.upper]
    model.row_lower_ = [float(least) for _, least, _ in asked.rows]
    model.row_upper_ = [float(most) for _, _, most in asked.rows]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, columns, factors
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in asked.whole]
    model.offset_ = float(asked.known)
    return model


def _listen(engine: Any, tell: Tell) -> None:
    def heard(event: Any) -> None:
        said = event.data_out
        if not tell(said.running_time, said.mip_primal_bound, said.mip_dual_bound, said.mip_gap):
            event.data_in.user_interrupt = True

    engine.cbMipInterrupt.subscribe(heard)
