# 课次
lesson-added = { $class } 加课：{ $day } { $from }
lesson-already-taken = 这节课已经点过名，不能再改时间或取消
lesson-cancelled = { $class } { $day } { $from } 的课已取消
lesson-cancelled-already = 这节课已经取消
lesson-changed = { $class } 的课改到{ $day } { $from }
lesson-clash-class = { $class } { $day } { $from }–{ $until } 已有课
lesson-clash-room = 教室 { $day } { $from }–{ $until } 被 { $class } 占用
lesson-clash-student = { $name } 同一时间在 { $class } 上课
lesson-clash-teacher = 老师 { $day } { $from }–{ $until } 在 { $class } 上课
lesson-leave-goes-along = { $count } 名学员的请假随课改期，请确认新时间能否来上课
lesson-leave-falls-away = { $count } 名学员的请假随课取消，不用再补课
lesson-plan-clashes = { $count } 节冲突没有排：{ $first }
lesson-plan-span = 一次最多排 { $days } 天
lesson-planned = 已排 { $count } 节课，到{ $until-date }
