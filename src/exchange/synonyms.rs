//! What offices call their columns. Earlier names in a list are preferred over later ones.
//!
//! All names stand as [`super::columns`] compares them: lower case, without blanks, signs, and
//! remarks in brackets.

use super::columns::Field;

/// Names that mean a field, and nothing else.
#[rustfmt::skip]
pub const EXACT: &[(Field, &[&str])] = &[
    (
        Field::Number,
        &[
            "学号", "学员编号", "学生编号", "学员号", "学员学号", "学生学号", "会员号", "会员编号", "卡号", "学员id", "学生id",
            "studentnumber", "studentno", "studentid", "pupilid", "pupilnumber", "learnerid", "编号", "number", "id", "no",
        ],
    ),
    (
        Field::Name,
        &[
            "姓名", "学员姓名", "学生姓名", "孩子姓名", "宝贝姓名", "宝宝姓名", "小孩姓名", "中文姓名", "中文名", "名字", "学员名称",
            "学员", "学生", "学生名", "name", "studentname", "fullname", "pupilname", "childname", "childsname", "student",
            "pupil", "child", "learner", "nameofstudent",
        ],
    ),
    (Field::GivenName, &["名", "givenname", "firstname", "forename"]),
    (Field::FamilyName, &["姓", "姓氏", "familyname", "lastname", "surname"]),
    (Field::OtherName, &["英文名", "英文姓名", "昵称", "小名", "englishname", "nickname", "preferredname"]),
    (Field::Sex, &["性别", "男女", "sex", "gender"]),
    (
        Field::Born,
        &[
            "出生日期", "出生年月日", "生日", "出生年月", "出生时间", "出生", "dob", "dateofbirth", "birthdate", "birthday",
            "born", "birth",
        ],
    ),
    (
        Field::Guardian,
        &[
            "家长姓名", "家长", "家长名字", "家长名", "监护人姓名", "监护人", "父母姓名", "父母", "家长称呼", "联系人姓名", "联系人", "母亲姓名", "母亲",
            "妈妈", "父亲姓名", "父亲", "爸爸", "guardian", "guardianname", "parent", "parentname", "parents",
            "parentguardian", "guardianparent", "contactperson", "contactname", "mother", "father",
        ],
    ),
    (
        Field::Phone,
        &[
            "联系电话", "手机号码", "手机号", "手机", "家长电话", "家长手机", "家长手机号", "家长联系电话", "家长联系方式",
            "监护人电话", "联系方式", "联系手机", "电话", "电话号码", "联系号码", "移动电话", "mobile", "mobilephone",
            "mobilenumber", "mobileno", "phone", "phonenumber", "phoneno", "telephone", "tel", "telno", "cell", "cellphone",
            "contactnumber", "contactphone", "contactno", "parentphone", "parentmobile", "guardianphone", "guardianmobile",
            "contact", "学员电话", "学生电话", "学员手机", "学生手机", "studentphone", "studentmobile",
        ],
    ),
    (
        Field::Class,
        &[
            "班级", "班级名称", "所在班级", "所属班级", "在读班级", "报读班级", "报名班级", "上课班级", "就读班级", "所在班", "班名", "班别", "班",
            "class", "classname", "classes", "group", "classgroup",
        ],
    ),
    (
        Field::Course,
        &[
            "课程", "课程名称", "报读课程", "报名课程", "所报课程", "在读课程", "购买课程", "科目", "学科", "course",
            "coursename", "courses", "programme", "program", "subject",
        ],
    ),
    (
        Field::Joined,
        &[
            "报名日期", "报名时间", "报名日", "入学日期", "入学时间", "入班日期", "入校日期", "注册日期", "登记日期", "签约日期",
            "加入日期", "加入时间", "报读日期", "入会日期", "enrolled", "enrolledon", "enrolmentdate", "enrollmentdate", "enroldate", "enrolldate",
            "dateenrolled", "joined", "joinedon", "joindate", "datejoined", "registered", "registrationdate",
            "dateregistered", "admissiondate", "startdate", "signupdate",
        ],
    ),
    (
        Field::LessonsLeft,
        &[
            "剩余课时", "剩余课时数", "课时余额", "剩余课次", "剩余节数", "剩余次数", "余课时", "课时剩余", "剩余课", "余课", "剩课",
            "可用课时", "未消课时", "未上课时", "待消课时", "未消耗课时", "结余课时", "剩余", "lessonsleft", "lessonsremaining",
            "remaininglessons", "lessonbalance", "lessonsbalance", "balancelessons", "lessoncredits", "creditsleft",
            "creditsremaining", "remainingcredits", "classesleft", "sessionsleft", "remainingsessions", "课时", "remaining",
            "credits", "lessons",
        ],
    ),
    (
        Field::Owing,
        &[
            "欠费", "欠费金额", "欠费额", "欠款", "欠款金额", "欠缴", "欠缴金额", "欠缴费用", "未缴", "未缴金额", "未缴费用", "未交",
            "未交费用", "未付", "未付金额", "待缴", "待缴金额", "待缴费用", "待收", "待收金额", "应补", "应补费用", "尾款", "欠学费",
            "owing", "owed", "owes", "amountowing", "amountowed", "arrears", "outstanding", "outstandingfees",
            "outstandingbalance", "balancedue", "amountdue", "feesdue", "due", "unpaid", "debt",
        ],
    ),
    (Field::School, &["学校", "就读学校", "所在学校", "在读学校", "公立学校", "学校名称", "school", "schoolname", "dayschool"]),
    (Field::Grade, &["年级", "所在年级", "就读年级", "在读年级", "grade", "gradelevel", "yeargroup", "year", "schoolyear"]),
    (
        Field::Note,
        &[
            "备注", "备注信息", "备注说明", "说明", "其他", "其它", "注", "特殊情况", "remarks", "remark", "note", "notes",
            "comment", "comments", "memo",
        ],
    ),
];

/// Parts of names that give a field away when no name fits exactly, and parts that rule it out.
#[rustfmt::skip]
pub const PARTS: &[(Field, &[&str], &[&str])] = &[
    (Field::Phone, &["手机", "电话", "mobile", "phone"], &["老师", "教师", "顾问", "紧急", "teacher", "emergency"]),
    (Field::Guardian, &["家长姓名", "监护人", "guardian", "parent"], &["关系", "微信", "relation", "email", "mail"]),
    (Field::Born, &["出生日", "出生年", "生日", "birth"], &["地", "place", "country", "city"]),
    (Field::Joined, &["报名日", "报名时间", "入学日", "入学时间", "enrol", "joined"], &["地", "人", "状态", "by", "status"]),
    (Field::LessonsLeft, &["剩余课", "余课", "课时余", "lessonsleft", "lessonsremaining"], &["赠", "金额", "价", "value"]),
    (Field::Owing, &["欠费", "欠款", "欠交", "尚欠", "owing", "owed", "arrears", "outstanding"], &["备注", "原因", "说明", "日期", "reason", "date"]),
    (Field::Class, &["班级"], &["老师", "教师", "类型", "人数", "状态", "时间", "课时"]),
    (Field::Number, &["学号"], &[]),
    (Field::Name, &["学员姓名", "学生姓名", "孩子姓名", "studentname", "姓名"], &[
        "家长", "监护", "父", "母", "爸", "妈", "老师", "教师", "顾问", "联系人", "推荐", "英文", "拼音",
    ]),
    (Field::Note, &["备注", "remark"], &[]),
];

/// Words that a row begins with which is no student: sums and what stands under a table.
#[rustfmt::skip]
pub const FOOTERS: &[&str] = &[
    "合计", "总计", "小计", "共计", "总人数", "总数", "人数合计", "人数", "本页", "累计", "制表", "填表", "审核", "复核", "审批",
    "打印", "统计", "校长签", "负责人签", "经办", "说明:", "备注:", "注:", "total", "subtotal", "grandtotal", "sum:", "count:",
    "preparedby", "approvedby", "checkedby", "printed", "note:", "notes:",
];
