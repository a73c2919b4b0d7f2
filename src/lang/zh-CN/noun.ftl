# 各种东西的名称
noun-account = 账户
noun-class = 班级
noun-course = 课程
noun-entry = 记录
noun-lesson = 课次
noun-reward = 奖品
noun-room = 教室
noun-rule = 积分规则
noun-school = 学校
noun-staff = 员工
noun-student = 学员
noun-team = 小组
noun-term = 学期
