# 点名
mark-one = 已记：{ $name } { $presence }，余 { $left } 课时
mark-one-takes = 已记：{ $name } { $presence }，扣 { $credits } 课时，余 { $left }
mark-one-returns = 已记：{ $name } { $presence }，退回 { $credits } 课时，余 { $left }
mark-many = 已记 { $count } 人，共扣 { $credits } 课时
mark-short = { $name } 等 { $count } 人课时不足，先记欠课时
mark-needs-reason = 这节课已经结束，更正要写原因
mark-needs-reason-hint = 写一句为什么改
mark-not-here = { $name } 不在这节课的名单上
mark-nothing-left = 没有要点的人了
mark-too-early = { $day } 的课还没到，只能先记请假
mark-lesson-cancelled = 这节课已取消
mark-here-already = { $name } 已在名单上
mark-invited = { $name } 已加到这节课
mark-make-up-past = { $day } 的课已经过去，补课只能排还没上的课
mark-make-up-none = { $name } 没有可以在 { $day } 补的课
mark-make-up-none-hint = 请过假的课在期限内可补一次；也可以在上课页面直接把学员加到那节课
