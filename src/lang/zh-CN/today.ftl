# 今日
today-no-lessons = 今日没有课
today-time = 时间
today-class = 班级
today-teacher = 老师
today-room = 教室
today-state = 点名
today-planned = 未点名
today-taken = 已点名
today-cancelled = 已取消
today-count = { $count } 节课
