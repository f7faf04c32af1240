"""What the program says by itself in the log of a plant: every phrase once, in both languages. `Tongue` picks the
regime's."""

from jiaoban.kernel.words import Words

# ---- matters
OPENED = Words(zh="{life}{number}「{title}」：{state}。", en="{life}{number} '{title}': {state}. ")
FROM_TO = Words(zh="变动前：{before}；变动后：{after}。", en="Before: {before}; after: {after}. ")
ADVANCED = Words(zh="{life}「{title}」：{state}{who}。{note}", en="{life} '{title}': {state}{who}. {note}")
EXTENDED = Words(
    zh="{life}「{title}」延期至 {until}{who}：{reason}", en="{life} '{title}' extended to {until}{who}: {reason}"
)
PROGRESSED = Words(zh="{life}「{title}」：{percent}%。{text}", en="{life} '{title}': {percent}%. {text}")
READ_BACK = Words(
    zh="{life}「{title}」：{reader} 向 {to} 复诵：{words}",
    en="{life} '{title}': {reader} read it back to {to}: {words}",
)
REPORTED = Words(zh="{life}「{title}」已向 {to} 汇报：{text}", en="{life} '{title}' reported to {to}: {text}")
RAISED = Words(zh="「{title}」由{was}升级为{now}：{reason}", en="'{title}' raised from {was} to {now}: {reason}")
LOWERED = Words(zh="「{title}」由{was}降级为{now}：{reason}", en="'{title}' lowered from {was} to {now}: {reason}")

# ---- earths
HUNG = Words(zh="{earth}挂于{at}{more}。", en="{earth} hung at {at}{more}.")
PERMIT = Words(zh="工作票 {number}", en="permit {number}")
HUNG_BY = Words(zh="{who}挂设", en="hung by {who}")
GUARDED_BY = Words(zh="{who}监护", en="guarded by {who}")
REMOVED = Words(zh="{earth}{at}，{removed}。{note}", en="{earth}{at}: {removed}. {note}")
REMOVED_BY = Words(zh="{who}拆除", en="removed by {who}")
TAKEN_OFF = Words(zh="已拆除", en="removed")

# ---- alarms of a control system
ALARM = Words(zh="报警 {tag} {type}{text}", en="Alarm {tag} {type}{text}")
GOES_ON = Words(zh="{head}：{at} 报警，尚未恢复。", en="{head}: raised {at}, not back yet.")
ONCE = Words(
    zh="{head}：{at} 报警，{back} 恢复，历时 {lasted}。", en="{head}: raised {at}, back {back}, after {lasted}."
)
OFTEN = Words(
    zh="{head}：{at} 至 {last} 共 {count} 次{longest}{ended}。",
    en="{head}: {count} times from {at} to {last}{longest}{ended}.",
)
LONGEST = Words(zh="，最长 {lasted}（{at} 起）", en=", the longest {lasted} (from {at})")
LAST_GOES_ON = Words(zh="，最后一次尚未恢复", en=", the last one not back yet")
MINUTES = Words(zh="{minutes} 分 {seconds} 秒", en="{minutes} min {seconds} s")
SECONDS = Words(zh="{seconds} 秒", en="{seconds} s")
IMPORTED_AGAIN = Words(zh="报警清单补充导入", en="A longer alarm list was imported")
