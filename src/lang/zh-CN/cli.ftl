# 命令行
cli-rollbook = 用键盘管理培训机构：名册、上课、积分、工单、收费
cli-data = 数据文件夹（也可用环境变量 ROLLBOOK_DATA）
cli-lang = 语言：zh-CN 或 en
cli-operator = 操作员的编号（O1）或姓名；不写就是第一位校长
cli-help = 显示帮助
cli-version = 显示版本
cli-heading-usage = 用法：
cli-heading-commands = 命令
cli-heading-arguments = 参数
cli-heading-options = 选项

cli-init = 新建学校的账簿
    .doc = 新建学校的账簿，并带上常用的积分规则和等级。之后用 import 导入名册，或直接打开程序。
cli-init-name = 学校名称
cli-init-zone = 时区
cli-init-currency = 货币
cli-init-operator = 第一位操作员（校长）的姓名
cli-init-where = 数据放在 { $folder }。接着可以导入名册：rollbook import 文件

cli-import = 导入名册：xlsx、csv，或 OneRoster 文件夹与 zip
    .doc = 导入名册：xlsx、csv，或 OneRoster 文件夹与 zip。表头和列名自动识别；同一个文件再导一次不会有变化。
        有行不能导入时：终端里会先问，脚本里要加 --yes 才把其余的导入；都没有问题时直接导入。
        不能导入的行写进源文件旁边的 名称.refused.csv，改好后可以再导。整次导入可一次撤销。
cli-import-file = 要导入的文件或文件夹
cli-import-dry-run = 只试运行，什么也不改
cli-import-yes = 不再询问；不能导入的行略过
cli-import-json = 用 JSON 输出结果
cli-import-mapping = 保存过的列对应关系（JSON）
cli-import-ask = 新增 { $new }，变更 { $changed }，不能导入 { $refused }。现在导入吗？[y/N]
cli-import-held = 有 { $refused } 行不能导入，其余 { $good } 行也还没有导入
cli-import-held-hint = 加 --yes 导入其余的行，或改好文件再来；--dry-run 只看不改
cli-import-refused = 第 { $row } 行 { $column }「{ $value }」：{ $reason }
cli-import-change = 第 { $row } 行 { $name }：{ $field } { $from } → { $to }
cli-import-would = 试运行：新增 { $new }，变更 { $changed }，未变 { $unchanged }，不能导入 { $refused }
cli-import-did = 新增 { $new }，变更 { $changed }，未变 { $unchanged }，不能导入 { $refused }
cli-import-kept = 不能导入的行已写进 { $file }
cli-import-not-kept = 不能导入的行没能写进 { $file }：{ $why }
cli-import-column-row = 原行号
cli-import-column-reason = 原因
cli-in-file = { $file }：{ $reason }
cli-bad-mapping = 列对应关系读不懂：{ $detail }
cli-bad-mapping-hint = 要用导入界面里保存的那个文件

cli-export = 导出名册、出勤、积分、账目或积分榜
    .doc = 导出名册、出勤、积分、账目或积分榜，格式为 csv、xlsx 或 json。
        json 里金额以分计，电话和编号是文字；像公式的文字仍是文字。不写 --out 就写到标准输出。
cli-export-what = 导出什么：roster 名册、attendance 出勤、points 积分、ledger 账目、leaderboard 积分榜
cli-export-format = 格式：csv、xlsx 或 json；不写时看文件名
cli-export-out = 写进这个文件
cli-export-from = 从这一天起
cli-export-until = 到这一天为止
cli-export-class = 只要这个班（编号或名称）
cli-export-class-hint = rollbook ask class.list 列出所有班级
cli-export-done = { $rows } 行已写进 { $file }
cli-export-failed = 写不进 { $file }：{ $why }
cli-export-failed-hint = 换一个文件夹，或检查权限和磁盘空间
cli-export-binary = xlsx 不能显示在终端里
cli-export-binary-hint = 加 --out 文件名.xlsx
cli-export-roster = 名册
cli-export-attendance = 出勤
cli-export-points = 积分
cli-export-ledger = 账目
cli-export-leaderboard = 积分榜

cli-column-number = 学号
cli-column-name = 姓名
cli-column-phone = 联系电话
cli-column-class = 班级
cli-column-born = 出生日期
cli-column-joined = 报名日期
cli-column-lessons-left = 剩余课时
cli-column-owing = 欠费
cli-column-guardian = 家长姓名
cli-column-day = 日期
cli-column-lesson = 课次
cli-column-presence = 出勤
cli-column-minutes = 迟到分钟
cli-column-credits = 扣课时
cli-column-reason = 更正原因
cli-column-entry = 日志号
cli-column-time = 时间
cli-column-points = 积分
cli-column-why = 事由
cli-column-what = 规则或奖品
cli-column-operator = 操作员
cli-column-balance = 余额
cli-column-reverses = 冲销
cli-column-unit = 单位
cli-column-from = 转出
cli-column-to = 转入
cli-column-amount = 数目
cli-column-student = 学员
cli-column-rank = 名次
cli-column-earned = 获得

cli-unit-money = 金额
cli-unit-credits = 课时
cli-unit-points = 积分
cli-unit-stock = 件
cli-why-opening = 期初
cli-why-award = 加分
cli-why-redemption = 兑换
cli-why-adjustment = 更正
cli-why-sale = 售出
cli-why-gift = 赠送
cli-why-taught = 上课
cli-why-lapse = 过期
cli-why-supply = 进货
cli-why-settled = 补扣

cli-demo = 生成一所演示学校并打开
    .doc = 生成一所演示学校并打开：学员、班级、几周的上课记录、积分和课时，都通过正常的命令做成。
        放在单独的文件夹里，不碰您自己的数据；已经有了就直接打开，删掉文件夹可重新生成。
cli-demo-students = 学员人数
cli-demo-weeks = 已经上了几周课
cli-demo-seed = 随机种子；同一个种子同一天得到同一所学校
cli-demo-today = 当作今天的日期
cli-demo-no-ui = 只生成，不打开界面
cli-demo-making = 正在生成演示学校：{ $students } 名学员，{ $weeks } 周……
cli-demo-made = 演示学校放在 { $folder }
cli-demo-again = 打开已有的演示学校：{ $folder }

cli-verify = 核对账簿
    .doc = 核对账簿：操作日志的链是否完整，照日志重做一遍是否得到同样的账。
cli-verify-json = 用 JSON 输出结果
cli-verify-whole = 账簿完好：{ $entries } 条日志，{ $rows } 行数据。最后一条的指纹 { $head }
cli-verify-not-whole = 账簿不完好：核对了 { $entries } 条日志，{ $rows } 行数据。最后一条的指纹 { $head }

cli-do = 从标准输入执行命令，一行一个 JSON
    .doc = 从标准输入执行命令，一行一个 JSON：{"{"}"do":"points.award","rule":"P1","students":["S3"]{"}"}，
        一行一个回执。加 "request" 写上自己的编号，重发不会做两遍。全部命令见 docs/commands.md。
cli-ask = 按名称提一个问题，答案是 JSON
    .doc = 按名称提一个问题，答案是 JSON：rollbook ask student.list。全部问题见 docs/commands.md。
cli-ask-name = 问题的名称
cli-ask-fields = 问题的字段，一个 JSON 对象
cli-bad-json = JSON 不对：{ $detail }
cli-bad-json-hint = 要一个 JSON 对象，例如 {"{"}"retired":true{"}"}
cli-bad-command-hint = 一行一个对象，"do" 是命令名，其余是它的字段；见 docs/commands.md

cli-no-school = { $folder } 里还没有学校
cli-no-school-hint = 先新建：rollbook init --name 学校名称 --operator 您的姓名；想先看看：rollbook demo
cli-no-operator = 没有这位操作员：{ $name }
cli-no-operator-hint = --as 后面写编号（O1）或姓名；rollbook ask staff.list 列出所有人
cli-no-home = 找不到您的用户文件夹
cli-no-home-hint = 用 --data 或环境变量 ROLLBOOK_DATA 指定数据文件夹
cli-no-output = 结果写不出去：{ $why }
cli-no-input = 读不到输入：{ $why }
cli-bad-zone = 没有这个时区：{ $zone }
cli-bad-zone-hint = 用 IANA 名称，例如 Asia/Shanghai
cli-bad-currency = 货币代码不对：{ $currency }
cli-bad-currency-hint = 用三个字母，例如 CNY

cli-wrong-argument = 没有这个参数：{ $argument }
cli-wrong-command = 没有这个命令：{ $command }
cli-wrong-value = { $argument } 不能是「{ $value }」
cli-wrong-missing = 还缺：{ $argument }
cli-wrong-twice = { $argument } 不能这样一起用
cli-wrong-other = 参数不对：{ $detail }
cli-wrong-hint = 用法见 rollbook --help，或 rollbook 命令 --help
cli-no-terminal = 这里打不开界面：{ $why }
cli-no-terminal-hint = 请在终端里运行；脚本可用 do 和 ask
