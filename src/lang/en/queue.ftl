# The queue: triggers, text modules, figures
queue-noun-trigger = trigger
queue-noun-words = text module
queue-swept = { $opened ->
    [one] One ticket opened
   *[other] { $opened } tickets opened
}, { $moved } moved
queue-nothing-due = Nothing has come due
queue-trigger-asks = { $kind } asks for fields when it is opened, so no rule can open it
queue-span-wrong = The last day can’t be before the first
queue-rule-first-talk = First talk, a week after joining
queue-rule-employment-survey = Employment survey, three months after graduation
queue-rule-low-credits = Fewer than five lessons left
queue-rule-absences = Two lessons missed in a row
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
