# 今日
today-title = 今日 · { $day-date }
today-unplanned = 今后四周还没有排课。按 7 进「设置」，用 → 走到「班级」，按 e 写每周上课时间，再按 p 排课。
today-nothing = 今日没有课，也没有要办的事。每周上课时间在「设置」里
today-time = 时间
today-what = 事项
today-who = 联系
today-state = 情况
today-later = 未开始
today-unmarked = 未点名
today-taken = 已点名
today-cancelled = 已取消
today-call = 回电
today-low = 课时
today-birthday = 生日
today-left = 余 { $credits } 课时
today-turns = { $years } 岁
today-count-calls = 待回电 { $count }
today-count-low = 课时不足 { $count }
today-count-lessons = { $count } 节课
today-missed = { $count ->
        [1] { $day } 缺勤
       *[other] 连缺 { $count } 次
    }
today-count-tickets = 工单 { $count }
today-drawer = 钱箱
today-drawer-left = 未日结
today-drawer-open = 开着，待日结
today-arrears = 欠费
today-arrears-count = { $count } 名学员
today-arrears-owed = 共欠 { $owed }
today-expected = 应到 { $count } 人
