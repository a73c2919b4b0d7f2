# Student card
card-overview = Overview
card-attendance = Attendance
card-points = Points
card-account = Lessons and account
card-timeline = Timeline
card-plain = { $text }
card-about = About
card-siblings = Family
card-gone = This student is no longer here; Esc goes back
card-stands-here = That is on the card itself
card-nobody-to-call = No phone yet: g adds a guardian
card-born = Born
card-born-on = { $date } ({ $years })
card-joined = Joined
card-since = since { $date }
card-left = Left
card-left-hint = The day they left the school; empty while they are here
card-sex = Sex
card-sex-unknown = not said
card-sex-female = girl
card-sex-male = boy
card-school = School
card-grade = Year
card-channel = Channel
card-channel-hint = How they heard of us: a leaflet, a friend, the web …
card-advisor = Advisor
card-advisor-none = nobody yet
card-advised-by = advisor { $name }
card-referrer = Brought by
card-referrer-hint = A student’s name, initials or number
card-brought-by = brought by { $name }
card-note = Note

card-guardians = Guardians
card-guardian-add = + another guardian
card-guardian-title = { $name }’s guardians
card-guardian-name = Guardian
card-guardian-relation = Relation
card-guardian-relation-hint = Mother, father, grandmother …
card-guardian-phone = Their phone
card-guardian-phone-hint = Not needed when it is the student’s own
card-guardian-then = Then
card-guardian-keep = keep
card-guardian-first = call first
card-guardian-remove = remove
card-guardian-nothing = A name or a phone is needed

card-no-class = This student is in no class
card-no-class-yet = In no class yet: c enrols
card-classes-before = before: { $classes }
card-standing-paused = paused
card-standing-not-yet = begins later
card-paused-until = paused until { $until-date }
card-paused-from = paused from { $from-date }
card-begins = begins { $from-date }
card-next-lesson = next { $day } { $from }
card-transfer-from = Move from which class
card-transfer-to = From { $class } to
card-transfer-title = { $from } to { $to }
card-transfer-day = First day there
card-pause-which = Pause which class
card-pause-title = Pause { $class }
card-pause-from = From
card-pause-until = Until
card-pause-until-hint = Empty when not known
card-resume-title = Back in { $class }
card-resume-from = First day back
card-leave-which = Leave which class
card-leave-title = Leave { $class }
card-leave-on = First day without

card-gift-title = Lessons for { $name }
card-gift-credits = Lessons
card-gift-reason-hint = For renewing, as amends, for bringing a friend …
card-gift-expires = Use by
card-gift-expires-hint = Empty: whenever
card-gift-course = Only for
card-gift-any-course = any course

card-stage-title = On to which stage
card-stage-done = { $done } of { $all }

card-credits-left = { $credits ->
        [one] 1 lesson left
       *[other] { $credits } lessons left
    }
card-credits-owed = { $credits } owed
card-owes = owes { $money }
card-paid-ahead = { $money } paid ahead
card-points-balance = { $points ->
        [one] 1 point
       *[other] { $points } points
    }
card-points-earned = { $points } earned in all
card-next-tier = { $points } to { $tier }
card-no-points = No points yet
card-balance = = { $balance }
card-why-opening = brought in
card-why-adjustment = correction
card-no-marks = no marks in 26 weeks
card-rate = { $percent } % attended
card-last-mark = last: { $day } { $class }
card-no-lots = No lessons left; sell some at the fee desk, or k gives some
card-lot-kind = Kind
card-lot-paid = paid
card-lot-gift = gift
card-lot-label = What for
card-lot-left = Left
card-lot-of = Of
card-lot-expires = Use by
card-lot-for-ever = any time

card-no-events = Nothing yet
card-event-when = When
card-event-what = What
card-event-moved = Change
card-event-who = By
card-event-mark = { $class } lesson { $no }: { $presence }
card-undone = taken back
card-moved-points = { $amount } pts
card-moved-credits = { $amount } lessons
card-tickets = The student’s tickets
card-no-tickets = This student has no tickets
