# 出勤
presence-present = 到
presence-late = 迟到
presence-late-minutes = 迟到 { $minutes } 分钟
presence-absent = 缺勤
presence-excused = 请假
