# 名册导入
roster-imported = 已导入{ $source }：新增 { $new }，变更 { $changed }，未变 { $unchanged }
roster-row-refused = 第 { $row } 行不能导入：{ $why }
roster-row-refused-hint = 一行也没有导入。改好这一行，或先试运行看清全部问题
roster-row-twice = { $name }（{ $id }）在前面的行里已经出现过
roster-lessons-sold = 比文件多出的 { $credits } 课时是后来售出或赠送的，不能由导入扣减
roster-lessons-sold-hint = 售出的课时请在收费处退；要以文件为准，请先核对
roster-sex-female = 女
roster-sex-male = 男
