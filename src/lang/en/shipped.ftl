# The point rules and tiers that a new school begins with
shipped-tier-bronze = Bronze
shipped-tier-silver = Silver
shipped-tier-gold = Gold
shipped-tier-platinum = Platinum
shipped-tier-diamond = Diamond

shipped-rule-attend = Attendance
shipped-rule-attend-key = Attendance, key lesson
shipped-rule-answer = Answer in class
shipped-rule-homework-easy = Homework, easy
shipped-rule-homework = Homework, medium
shipped-rule-homework-hard = Homework, hard
shipped-rule-remind = Reminder
shipped-rule-discussion = After-class discussion
shipped-rule-suggestion = Suggestion adopted
