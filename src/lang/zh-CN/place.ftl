# 班级名额
place-already = { $name } 已在这个班
place-class-retired = { $class } 已停用
place-enrolled = { $count } 人进入 { $class }，{ $from }起
place-full = { $class } 已满（{ $seats } 人）
place-full-hint = 换一个班，或在设置里加名额
place-left = { $name } 自{ $on }起退出本班
place-moved = { $name } 自{ $on }起转到 { $class }
place-none = 这名学员不在这个班
place-not-paused = 这名学员没有停课
place-paused = { $name } 自{ $from }起停课
place-paused-already = 这名学员已停课
place-resumed = { $name } 自{ $from }起复课
place-seated = 已安排 { $count } 人的座位或小组
place-student-left = { $name } 已离校
