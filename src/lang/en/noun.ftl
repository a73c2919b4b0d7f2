# What things are called
noun-account = account
noun-class = class
noun-course = course
noun-entry = entry
noun-lesson = lesson
noun-reward = reward
noun-room = room
noun-rule = point rule
noun-school = school
noun-staff = member of staff
noun-student = student
noun-team = team
noun-term = term
