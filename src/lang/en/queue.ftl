# The queue: triggers, text modules, figures
queue-noun-trigger = trigger
queue-noun-words = text module
queue-swept = { $opened ->
    [0] { $moved ->
        [0] Triggers had nothing to open today
        [one] One ticket got a new owner or deadline
       *[other] { $moved } tickets got a new owner or deadline
    }
    [one] Triggers opened one ticket{ $moved ->
        [0] {""}
       *[other] ; { $moved } got a new owner or deadline
    }
   *[other] Triggers opened { $opened } tickets{ $moved ->
        [0] {""}
       *[other] ; { $moved } got a new owner or deadline
    }
}
queue-nothing-due = Nothing has come due
queue-trigger-asks = { $kind } asks for fields when it is opened, so no rule can open it
queue-span-wrong = The last day can’t be before the first
queue-rule-first-talk = First talk after joining
queue-rule-employment-survey = Employment survey, three months after graduation
queue-rule-low-credits = Under 5 lessons left
queue-rule-absences = Missed twice running
queue-rule-arrears-7 = Owing for 7 days
queue-rule-arrears-14 = Owing for 14 days
queue-rule-arrears-30 = Owing for 30 days
queue-words-soon = shortly
queue-words-received = Received
queue-words-received-text = Dear { $guardian }, we have taken up { $student }’s matter as { $ticket } and will answer by { $due }. { $operator }
queue-words-sorry = Apology
queue-words-sorry-text = Dear { $guardian }, we are sorry for the trouble caused to you and { $student }. I am { $operator }; I am looking into { $ticket } and will tell you by { $due }.
queue-words-refund-steps = How a refund goes
queue-words-refund-steps-text = Dear { $guardian }, your refund request { $ticket } for { $student } has come in. We work out the lessons left, another person approves it, and we tell you by { $due }. { $operator }
queue-words-leave-granted = Leave granted
queue-words-leave-granted-text = Dear { $guardian }, { $student }’s leave is granted; the lesson is kept and may be made up in time. If anything changes before { $due }, tell { $operator } ({ $ticket }).
queue-words-arrears = Payment reminder
queue-words-arrears-text = Dear { $guardian }, a fee for { $student } is still open. Please get in touch with { $operator } before { $due } ({ $ticket }).
queue-words-first-talk = First talk
queue-words-first-talk-text = Dear { $guardian }, this is { $operator }. { $student } has been with us for a week; how is it going? Please call before { $due } if you can ({ $ticket }).
queue-rule-class-opening = Class opening, three days ahead
queue-rule-dunning-remind = First reminder
queue-rule-dunning-again = Second reminder
queue-rule-dunning-suspend = Lessons suspended
queue-rule-dunning-block = No new enrolment
queue-words-opening = Class opening
queue-words-opening-text = Dear { $guardian }, { $student }’s class is about to begin. Please let us know by { $due } that you can come; time and room are in the timetable. { $operator } ({ $ticket })
queue-words-enquiry-courses = Enquiry: courses
queue-words-enquiry-courses-text = Dear { $guardian }, this is { $operator }. Three things help us to find the right class: how old the child is, what it has learnt so far, and which days suit you. ({ $ticket })
queue-words-enquiry-fees = Enquiry: fees and refunds
queue-words-enquiry-fees-text = Dear { $guardian }, lessons are paid for in packages, with a receipt at once. Lessons not taken are refunded at their price; gift lessons are not paid out. For anything before { $due }, ask { $operator } ({ $ticket }).
queue-words-enquiry-trial = Enquiry: trial lesson
queue-words-enquiry-trial-text = Dear { $guardian }, { $student } is welcome to a trial lesson, free of charge. Tell me when it suits you and I’ll see to teacher and room. { $operator } ({ $ticket })
queue-criterion-prompt = Prompt
queue-criterion-attitude = Tone
queue-criterion-solution = Solved well
queue-criterion-record = Well recorded
queue-noun-rubric = rubric
queue-noun-check = spot check
queue-rubric-count = A rubric has 1 to { $most } criteria
queue-rubric-count-hint = Three to five will do
queue-rubric-points = A criterion gives 1 to { $most } points
queue-rubric-saved = Rubric saved as version { $version }
queue-check-count = Draw 1 to { $most } tickets
queue-check-none = There is nothing to draw in that time
queue-check-none-hint = Only what is done and wasn’t drawn before; try another span
queue-check-drawn = { $count } drawn out of { $of }
queue-check-own = Nobody scores their own work
queue-check-own-hint = Let another person do it: Ctrl-O
queue-check-points = { $count } criteria are to be scored
queue-check-over = “{ $name }” gives { $most } points at the most
queue-check-scored = { $ticket } scored { $sum } of { $most }
