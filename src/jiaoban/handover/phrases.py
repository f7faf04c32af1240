"""What the program says by itself in a record: every phrase once, in both languages. `Tongue` picks the regime's."""

from jiaoban.kernel.words import Words

# ---- what happened to a thing, as parts of its line
EQUIPMENT = Words(zh="设备：{name}", en="equipment: {name}")
LATEST = Words(zh="最近：{text}", en="latest: {text}")
STATE = Words(zh="状态：{state}", en="state: {state}")
UNCLEAR = Words(zh="标为不明确", en="marked unclear")
LATE = Words(zh="补录", en="late entry")
REGRADED = Words(zh="由{was}改为{now}", en="changed from {was} to {now}")
VALID = Words(zh="有效期至 {until}", en="valid until {until}")
EXTENDED = Words(zh="已延期", en="extended")
PROGRESS = Words(zh="进度 {percent}%", en="progress {percent}%")
READ_BACK = Words(zh="{who} 已复诵", en="read back by {who}")
REPORTED = Words(zh="已向 {to} 汇报", en="reported to {to}")
THIS_SHIFT = Words(zh="本班：{told}", en="this shift: {told}")
STOPPED_AFTER = Words(zh="操作到第 {step} 项，共 {steps} 项", en="done up to step {step} of {steps}")
STEPS = Words(zh="共 {steps} 项，{done}", en="steps: {steps}, {done}")
ALL_DONE = Words(zh="全部完成", en="all done")
NONE_DONE = Words(zh="尚未操作", en="none done yet")

# ---- figures
NO_READING = Words(zh="{name}：没有读数", en="{name}: no reading")
STEADY = Words(zh="较接班时持平", en="the same as at takeover")
CHANGED = Words(zh="较接班时{step}", en="{step} since takeover")
OUTSIDE = Words(zh="超限", en="outside its limits")
EXCURSION = Words(zh="{name} {since} 超限", en="{name} outside its limits at {since}")
BEYOND = Words(
    zh="{name} {since} 起超出指标 {low}～{high}{unit}，最远 {worst}{unit}{grave}，{ended}",
    en="{name} outside {low} to {high}{unit} from {since}, furthest {worst}{unit}{grave}, {ended}",
)
BACK = Words(zh="{until} 恢复", en="back at {until}")
NOT_BACK = Words(zh="尚未恢复", en="not back yet")
CAUSE = Words(zh="原因：{text}", en="cause: {text}")
HANDLING = Words(zh="处理：{text}", en="handling: {text}")
TOTAL = Words(
    zh="{name}：起 {begin}，止 {end}{rolled}，本班 {used}",
    en="{name}: from {begin} to {end}{rolled}, this shift {used}",
)
ROLLED = Words(zh="表已翻转", en="meter rolled over")
NOT_READ = Words(zh="未抄", en="not read")
NO_TOTAL = Words(zh="无法计算", en="cannot be worked out")

# ---- follow-ups, custody, duties, rounds
FOLLOWUP = Words(zh="跟进：{what}（{where}）；{ending}", en="Follow-up: {what} ({where}); {ending}")
CLOSED = Words(zh="已办结：{result}", en="closed: {result}")
SO_FAR = Words(zh="进展：{so_far}；下一步：{next_step}", en="so far: {so_far}; next step: {next_step}")
ASSIGNED = Words(zh="班前会布置", en="Assigned at the pre-shift meeting")
MOVED = Words(zh="本班{told}", en="this shift: {told}")
DONE = Words(zh="已完成", en="done")
NOT_DONE = Words(zh="未完成", en="not done")
EXCUSED = Words(zh="未完成，原因：{reason}", en="not done, because: {reason}")
NO_POINTS = Words(zh="没有登记检查点", en="no check points registered")
NOT_BEGUN = Words(zh="{title}：未开始", en="{title}: not begun")
GONE = Words(
    zh="{title}：{begun} 开始，{ended}，检查点 {points} 个",
    en="{title}: begun {begun}, {ended}, check points: {points}",
)
ENDED = Words(zh="{at} 结束", en="ended {at}")
NOT_ENDED = Words(zh="未结束", en="not ended")

# ---- earths
IN_STORE = Words(zh="{earth}：在库", en="{earth}: in store")
HANGS = Words(zh="{earth}：挂于{place}{unit}", en="{earth}: hangs at {place}{unit}")
TAKEN_FROM = Words(zh="{earth}：已从{place}{unit}拆除", en="{earth}: removed from {place}{unit}")
HUNG = Words(zh="{at} 挂设", en="hung {at}")
HUNG_BY = Words(zh="{at} {who}挂设", en="hung {at} by {who}")
REMOVED = Words(zh="{at} 拆除", en="removed {at}")
REMOVED_BY = Words(zh="{at} {who}拆除", en="removed {at} by {who}")

# ---- an accident in the middle of a handover
ACCIDENT = Words(zh="发生事故：{title}", en="Accident: {title}")
NOW_AN_ACCIDENT = Words(zh="升级为事故：{title}", en="Now an accident: {title}")
