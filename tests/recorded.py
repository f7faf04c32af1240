"""Small files in the form of recorded data: of an instrument, of stations along a river, of a control system's alarms.

Where the real files lie beside the project they are read as well; nothing of them is kept here.
"""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
HEADS = "站点,水系,日期时间,水位,流量"


def yangtze(hours: int = 6, encoding: str = "gb18030") -> bytes:
    """Two stations and two reservoirs, the day first, one stamp four minutes off the hour."""
    lines = [HEADS]
    begin = datetime(2020, 6, 23, 11)
    for hour in range(hours):
        at = begin + timedelta(hours=hour)
        late = at + timedelta(minutes=4)
        lines += [
            f"宜昌,长江,{late if hour == 2 else at:%d-%m-%Y %H:%M:%S},{48 + hour / 10:.2f},{30000 + hour}",
            f"三峡水库(出库),长江,{at:%d-%m-%Y %H:%M:%S},{146 + hour / 100:.2f},{31000 + hour}",
            f"三峡水库,长江,{at:%d-%m-%Y %H:%M:%S},{146 + hour / 100:.2f},{33000 + hour}",
        ]
    return "\r\n".join(lines).encode(encoding)


def tep(rows: int = 20) -> bytes:
    """52 columns without heads, cut by spaces, as a simulation writes them."""
    random = Random(1)
    return "\n".join("".join(f"{random.uniform(0, 4000):15.7e}" for _ in range(52)) for _ in range(rows)).encode()


def alarms() -> bytes:
    """A tag that chatters for an hour, one that stays, one that returns in the next hour."""
    lines = [",timestamp,tag,type,description"]
    said: list[tuple[str, str, str, str]] = []
    for turn in range(12):
        at = datetime(2024, 5, 1, 8) + timedelta(minutes=5 * turn)
        back = at + timedelta(seconds=60 + 10 * turn)
        said += [
            (f"{at}.000000000", "PIC7", "H", "反应器压力高"),
            (f"{back}.000000000", "PIC7", "H NR", "反应器压力恢复"),
        ]
    said += [
        ("2024-05-01 08:10:00.000000000", "LIC12", "LL", "液位低低"),
        ("2024-05-01 08:50:00.000000000", "TIC9", "H", "温度高"),
        ("2024-05-01 09:20:00.000000000", "TIC9", "H NR", "温度恢复"),
    ]
    lines += [f"{number},{','.join(one)}" for number, one in enumerate(sorted(said))]
    return "\n".join(lines).encode()


def real(*names: str) -> list[bytes]:
    """Return files of the shared data, those that are there."""
    return [path.read_bytes() for name in names if (path := SHARED / name).is_file()]
