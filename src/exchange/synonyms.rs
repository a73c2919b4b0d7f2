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
            "学员编码", "学生编码", "学员代码", "学籍号", "会员卡号", "会员编码", "学员证号", "studentnumber", "studentno", "studentid",
            "studentcode", "pupilid", "pupilnumber", "pupilno", "learnerid", "learnerno", "admissionno", "admissionnumber",
            "enrolmentno", "enrollmentno", "enrolmentnumber", "enrollmentnumber", "rollno", "rollnumber", "registrationno",
            "registrationnumber", "regno", "memberno", "memberid", "学生号", "档案号", "档案编号", "编号", "编码", "number", "id", "idno", "cardno", "refno", "reference", "uid", "no",
        ],
    ),
    (
        Field::Name,
        &[
            "姓名", "学员姓名", "学生姓名", "孩子姓名", "宝贝姓名", "宝宝姓名", "小孩姓名", "中文姓名", "中文名", "名字", "学员名称",
            "学员", "学生", "学生名", "学员名", "学员名字", "学生名字", "孩子名字", "宝宝名字", "name", "studentname", "fullname", "pupilname", "childname", "childsname", "student",
            "pupil", "child", "learner", "learnername", "chinesename", "nameofstudent", "nameofpupil", "nameofchild", "nameinfull", "participant", "participantname", "attendee", "trainee", "membername", "kid", "孩子", "宝宝",
        ],
    ),
    (Field::GivenName, &["名", "givenname", "givennames", "firstname", "forename", "forenames", "first", "given"]),
    (Field::FamilyName, &["姓", "姓氏", "familyname", "lastname", "surname", "last", "family"]),
    (Field::OtherName, &["英文名", "英文姓名", "昵称", "小名", "englishname", "nickname", "preferredname"]),
    (Field::Sex, &["性别", "男女", "sex", "gender"]),
    (
        Field::Born,
        &[
            "出生日期", "出生年月日", "生日", "出生年月", "出生时间", "出生日", "公历生日", "阳历生日", "出生", "dob", "dateofbirth", "birthdate", "birthday",
            "born", "bornon", "birth",
        ],
    ),
    (
        Field::Guardian,
        &[
            "家长姓名", "家长", "家长名字", "家长名", "监护人姓名", "监护人", "父母姓名", "父母", "家长称呼", "联系人姓名", "联系人", "母亲姓名", "母亲",
            "妈妈姓名", "妈妈", "父亲姓名", "父亲", "爸爸姓名", "爸爸", "主要联系人", "guardian", "guardianname", "parent", "parentname", "parents",
            "parentguardian", "guardianparent", "contactperson", "contactname", "contactpersonname", "maincontact", "mothername", "mum", "mother", "fathername", "father", "carer", "nextofkin",
        ],
    ),
    (
        Field::Phone,
        &[
            "联系电话", "手机号码", "手机号", "手机", "家长电话", "家长手机", "家长手机号", "家长联系电话", "家长联系方式",
            "监护人电话", "联系方式", "联系手机", "电话", "电话号码", "联系号码", "移动电话", "mobile", "mobilephone",
            "mobilenumber", "mobileno", "phone", "phonenumber", "phoneno", "telephone", "tel", "telno", "cell", "cellphone",
            "contactnumber", "contactphone", "contactno", "parentphone", "parentmobile", "guardianphone", "guardianmobile",
            "handphone", "parentcontact", "guardiancontact", "parenttel", "guardiantel", "contacttel", "contactdetails", "whatsapp", "contact", "学员电话", "学生电话", "学员手机", "学生手机", "studentphone", "studentmobile",
        ],
    ),
    (
        Field::Class,
        &[
            "班级", "班级名称", "所在班级", "所属班级", "在读班级", "报读班级", "报名班级", "上课班级", "就读班级", "所在班", "所报班级", "所报班", "报读班", "班名", "班别",
            "班组", "班", "class", "classname", "classes", "classenrolled", "classenrolledin", "enrolledclass", "group", "groupname",
            "classgroup", "batch", "cohort", "section", "分班",
        ],
    ),
    (
        Field::Course,
        &[
            "课程", "课程名称", "报读课程", "报名课程", "所报课程", "在读课程", "购买课程", "科目", "学科", "报名科目", "报读科目", "course",
            "coursename", "courseenrolled", "enrolledcourse", "courses", "programme", "program", "subject",
        ],
    ),
    (
        Field::Joined,
        &[
            "报名日期", "报名时间", "报名日", "入学日期", "入学时间", "入班日期", "入校日期", "注册日期", "登记日期", "签约日期",
            "加入日期", "加入时间", "报读日期", "入会日期", "入会时间", "入班时间", "入校时间", "入读日期", "入园日期", "注册时间", "登记时间", "签约时间", "办卡日期",
            "建档日期", "enrolled", "enrolledon", "enrolmentdate", "enrollmentdate", "enroldate", "enrolldate",
            "dateenrolled", "enrolment", "enrollment", "enrolledsince", "报到日期", "入读时间", "到校日期", "报名年月日", "建档时间", "joined", "joinedon", "joindate", "datejoined", "dateofjoining", "joiningdate", "doj", "registered", "registeredon", "registrationdate", "regdate",
            "dateregistered", "admissiondate", "dateofadmission", "dateofenrolment", "dateofenrollment", "membersince", "since", "startdate", "signupdate",
        ],
    ),
    (
        Field::LessonsLeft,
        &[
            "剩余课时", "剩余课时数", "课时余额", "剩余课次", "剩余节数", "剩余次数", "余课时", "课时剩余", "剩余课", "余课", "剩课",
            "可用课时", "可用课次", "余次", "剩余次", "现剩课时", "还剩课时", "尚余课时", "未消课时", "未上课时", "待消课时", "未消耗课时", "结余课时", "剩余", "lessonsleft", "lessonsremaining",
            "remaininglessons", "lessonbalance", "lessonsbalance", "balancelessons", "lessoncredits", "creditsleft",
            "creditsremaining", "remainingcredits", "creditbalance", "creditsbalance", "classesleft", "classesremaining", "remainingclasses",
            "sessionsleft", "sessionsremaining", "remainingsessions", "sessionbalance", "课时结余", "剩余总课时", "剩余可用课时", "待上课时", "课时", "remaining",
            "credits", "lessons",
        ],
    ),
    (
        Field::Owing,
        &[
            "欠费", "欠费金额", "欠费额", "欠款", "欠款金额", "欠缴", "欠缴金额", "欠缴费用", "未缴", "未缴金额", "未缴费用", "未交",
            "未交费用", "未付", "未付金额", "待缴", "待缴金额", "待缴费用", "待收", "待收金额", "待付", "待付金额", "应补", "应补费用", "尾款", "欠学费", "未交学费", "未缴学费", "拖欠", "欠", "欠交", "欠交金额",
            "owing", "owed", "owes", "feesowing", "feesowed", "balanceowing", "balanceoutstanding", "amountowing", "amountowed", "arrears", "outstanding", "outstandingfees",
            "outstandingbalance", "balancedue", "amountdue", "feesdue", "feedue", "due", "unpaid", "unpaidfees", "unpaidamount", "debt", "feespayable", "tuitiondue", "tuitionowing", "overdueamount", "应收未收", "应补交", "未结清", "应收", "应收款",
            "应收金额", "应收费用", "应缴", "应缴金额", "应交", "应交金额", "应付", "应付金额",
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
    (Field::Phone, &["手机", "电话", "联系方式", "mobile", "phone", "contactno", "contactnumber"], &["老师", "教师", "顾问", "紧急", "是否", "型号", "teacher", "emergency", "model"]),
    (Field::Guardian, &["家长姓名", "监护人", "guardian", "parent", "mothername", "fathername"], &[
        "关系", "微信", "身份", "意见", "签", "relation", "email", "mail", "id", "job", "occupation",
    ]),
    (Field::Born, &["出生日", "出生年", "生日", "birth"], &["地", "农历", "阴历", "place", "country", "city", "lunar"]),
    (Field::Joined, &["报名日", "报名时间", "入学日", "入学时间", "enrol", "joined"], &[
        "地", "人", "状态", "by", "status", "number", "type", "fee", "class", "course", "code", "reason",
    ]),
    (
        Field::LessonsLeft,
        &["剩余", "余课", "课时余", "课时剩", "lessonsleft", "lessonsremaining", "sessionsleft", "sessionsremaining", "creditsleft"],
        &["赠", "金额", "学费", "费用", "款", "价", "天", "日", "期", "积分", "名额", "value", "fee", "amount"],
    ),
    (
        Field::Owing,
        &[
            "欠费", "欠款", "欠交", "欠缴", "尚欠", "未交", "未缴", "未付", "待缴", "尾款", "owing", "owed", "arrears",
            "outstanding", "unpaid", "balancedue",
        ],
        &["备注", "原因", "说明", "日期", "时间", "是否", "状态", "情况", "次数", "天数", "课时", "reason", "date", "status", "lesson"],
    ),
    (Field::Class, &["班级", "class"], &[
        "老师", "教师", "类型", "人数", "状态", "时间", "课时", "学校", "编号", "代码", "费", "teacher", "time", "day", "date", "code",
        "id", "type", "size", "fee", "price", "total", "left", "remain", "schedule", "taken", "attended", "room", "number",
        "mate", "credit", "balance", "school", "level", "status", "used", "paid",
    ]),
    (Field::Number, &["学号"], &[]),
    (Field::Name, &["学员姓名", "学生姓名", "孩子姓名", "studentname", "姓名"], &[
        "家长", "监护", "父", "母", "爸", "妈", "老师", "教师", "顾问", "联系人", "推荐", "英文", "拼音",
    ]),
    (Field::Note, &["备注", "remark"], &[]),
];

/// Names that mean a field only where no such other column stands beside: what is to be paid is what is
/// owed, unless the sheet also tells what was paid of it.
#[rustfmt::skip]
pub const ALONE: &[(Field, &[&str], &[&str])] = &[(
    Field::Owing,
    &["应收", "应收款", "应收金额", "应收费用", "应缴", "应缴金额", "应交", "应交金额", "应付", "应付金额"],
    &["实收", "已收", "实缴", "已缴", "已付", "实付", "已交", "实交", "paid", "received"],
)];

/// Words by which a title speaks of papers, whose numbers are no student numbers.
pub const PAPERS: &[&str] = &["身份证", "证件", "护照", "passport", "idcard"];

/// Old forms of characters in titles, each followed by the new one.
pub const OLD_FORMS: &str = "學学號号員员電电話话聯联絡络級级課课報报餘余時时費费備备註注長长監监護护別别繳缴編编碼码稱称數数節节額额門门歲岁應应實实結结讀读寶宝媽妈親亲爺爷齡龄";

/// Words that a row begins with which is no student: sums and what stands under a table.
#[rustfmt::skip]
pub const FOOTERS: &[&str] = &[
    "合计", "总计", "小计", "共计", "总人数", "总数", "人数合计", "人数", "本页", "累计", "制表", "填表", "审核", "复核", "审批",
    "打印", "统计", "校长签", "负责人签", "经办", "说明:", "备注:", "注:", "total", "subtotal", "grandtotal", "sum:", "count:",
    "平均", "制表人:", "填表人:", "日期:", "更新日期:", "制表日期:", "截止", "以上", "单位:", "联系人:",
    "preparedby", "approvedby", "checkedby", "printed", "lastupdated", "average", "totalstudents", "date:", "note:", "notes:",
];
