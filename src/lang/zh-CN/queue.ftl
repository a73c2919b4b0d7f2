# 队列：触发规则、话术、统计
queue-noun-trigger = 触发规则
queue-noun-words = 话术
queue-swept = { $opened ->
    [0] { $moved ->
        [0] 触发规则今天没有新工单
       *[other] { $moved } 张工单换了负责人或期限
    }
   *[other] 按触发规则新建了 { $opened } 张工单{ $moved ->
        [0] {""}
       *[other] ，另有 { $moved } 张换了负责人或期限
    }
}
queue-nothing-due = 没有到期的事
queue-trigger-asks = { $kind }建单时要填表，不能由规则建
queue-span-wrong = 结束日期不能早于开始日期
queue-rule-first-talk = 入学一周回访
queue-rule-employment-survey = 结业三个月就业调查
queue-rule-low-credits = 课时不足 5 节
queue-rule-absences = 连续缺课 2 次
queue-rule-arrears-7 = 欠费满 7 天
queue-rule-arrears-14 = 欠费满 14 天
queue-rule-arrears-30 = 欠费满 30 天
queue-words-soon = 近日
queue-words-received = 已受理
queue-words-received-text = { $guardian }您好，{ $student }的事我们已受理，工单号 { $ticket }，{ $due }前答复您。{ $operator }
queue-words-sorry = 致歉
queue-words-sorry-text = { $guardian }您好，给您和{ $student }带来不便，我们很抱歉。我是{ $operator }，正在处理 { $ticket }，{ $due }前给您结果。
queue-words-refund-steps = 退费说明
queue-words-refund-steps-text = { $guardian }您好，{ $student }的退费申请 { $ticket } 已收到：先按剩余课时核算，再由另一位负责人审批，{ $due }前告知结果。{ $operator }
queue-words-leave-granted = 准假
queue-words-leave-granted-text = { $guardian }您好，{ $student }的请假已批准，课时保留，可在期限内补课。工单 { $ticket }，{ $due }前如有变动请告诉{ $operator }。
queue-words-arrears = 缴费提醒
queue-words-arrears-text = { $guardian }您好，{ $student }有一笔学费尚未缴清，请在{ $due }前联系{ $operator }。工单 { $ticket }
queue-words-first-talk = 入学回访
queue-words-first-talk-text = { $guardian }您好，我是{ $operator }。{ $student }上课一周了，想听听孩子适应得怎么样。{ $due }前方便时请回电。（{ $ticket }）
queue-rule-class-opening = 开班前三天通知
queue-rule-dunning-remind = 欠费：第一次提醒
queue-rule-dunning-again = 欠费：再次提醒
queue-rule-dunning-suspend = 欠费：停课
queue-rule-dunning-block = 欠费：停止报名
queue-words-opening = 开班通知
queue-words-opening-text = { $guardian }您好，{ $student }报的班就要开课了，请在{ $due }前回复能否准时到课。上课时间和教室见课表，记得带好文具。{ $operator }（{ $ticket }）
queue-words-enquiry-courses = 咨询：课程
queue-words-enquiry-courses-text = { $guardian }您好，我是{ $operator }。想先了解三件事：孩子几岁、以前学过没有、周几有空。知道了好给您推荐合适的班和老师。（{ $ticket }）
queue-words-enquiry-fees = 咨询：收费与退费
queue-words-enquiry-fees-text = { $guardian }您好，学费按课时包收，缴费当场开收据；没上的课时可以按单价退，赠课不折现。价目表我发给您，{ $due }前有问题随时找{ $operator }。（{ $ticket }）
queue-words-enquiry-trial = 咨询：约试听
queue-words-enquiry-trial-text = { $guardian }您好，欢迎{ $student }来试听一节，不收费。请回复方便的时间，我来安排老师和教室。{ $operator }（{ $ticket }）
queue-criterion-prompt = 答复及时
queue-criterion-attitude = 态度用语
queue-criterion-solution = 解决到位
queue-criterion-record = 记录完整
queue-noun-rubric = 评分标准
queue-noun-check = 抽查
queue-rubric-count = 评分标准要有 1 到 { $most } 项
queue-rubric-count-hint = 一般 3 到 5 项够用
queue-rubric-points = 每项 1 到 { $most } 分
queue-rubric-saved = 评分标准已存为第 { $version } 版
queue-check-count = 每次抽 1 到 { $most } 张
queue-check-none = 这段时间没有可抽的工单
queue-check-none-hint = 只抽已办结、没抽过的；换一段时间再试
queue-check-drawn = 从 { $of } 张里抽了 { $count } 张
queue-check-own = 不能给自己办的工单打分
queue-check-own-hint = 请另一人来评；按 Ctrl-O 换人
queue-check-points = 要给 { $count } 项打分
queue-check-over = “{ $name }”最多 { $most } 分
queue-check-scored = { $ticket } 得 { $sum } / { $most } 分
