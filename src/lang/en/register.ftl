# The register
register-added = Added { $noun } { $name } ({ $id })
register-changed = Changed { $noun } { $name } ({ $id })
register-retired = { $name } ({ $id }) is no longer used; old records of this { $noun } stay readable
register-changed-since = Someone has changed this meanwhile
register-changed-since-hint = Look at it as it is now, then change it again
register-currency-fixed = There are entries already: the currency stays
register-days-wrong = The last day lies before the first
register-hours-wrong = Opening hours need a weekday and must begin before they end
register-name-taken = The name { $name } is taken by { $id }
register-needs-manager = Somebody has to be manager: nobody else could make one
register-needs-manager-hint = Give another that post first
register-needs-name = A name is needed
register-number-taken = Student number { $number } is taken by { $id }
register-reward-cost = A reward costs 1 to 1,000,000 points
register-rule-cap = A cap is above zero
register-rule-key = A quick key is 1 to 9, or 0 for none
register-rule-value = The value can’t be zero, a range has one sign, and its usual value lies within
register-school-changed = Settings saved
register-school-exists = There is a school in these books already
register-school-opened = The books of { $name } are open
register-student-added = Added { $name } ({ $id })
register-student-changed = Changed { $name } ({ $id })
register-times-wrong = The time is wrong: a weekday is needed, and it must begin before it ends
register-tagged = Labels changed for { $count ->
        [one] one student
       *[other] { $count } students
    }
register-tag-nothing = Nobody is chosen, or no label is given
register-key-retired = “{ $rule }” is retired and can't stand on a key
register-key-twice = “{ $rule }” stands on two keys
register-keys-own = { $class } has number keys of its own
register-keys-school = { $class } uses the school’s number keys
