# 撤销
undo-done = 已撤销：{ $what }
undo-redone = 已重做：{ $what }
undo-already = 这一步已经撤销过
undo-changed-since = 之后又有改动，不能直接撤销
undo-used-since = 这一步建的内容后来已经用上，不能单独撤销
undo-rests-on-nothing = 这一步所属的内容已经不在
undo-rests-on-nothing-hint = 先把那一项恢复，再重做这一步
undo-changed-since-hint = 先撤销后面的改动，或直接更正
undo-needs-reason = 这一步动了钱，撤销要写原因
undo-needs-reason-hint = 写一句原因再撤销
undo-not-yours = 别人的操作由主管或校长撤销
undo-something = 一步操作
undo-stands = 这一步不能撤销：后面的账都以它为准
