# Undo
undo-done = Undone: { $what }
undo-redone = Redone: { $what }
undo-already = This was undone already
undo-changed-since = It was changed since, so it can’t simply be undone
undo-used-since = What this made has been used since, so it can’t be undone by itself
undo-rests-on-nothing = What this belongs to is no longer there
undo-rests-on-nothing-hint = Bring that back first
undo-changed-since-hint = Undo the later change first, or correct it
undo-needs-reason = This moved money: say why it is undone
undo-needs-reason-hint = A few words will do
undo-not-yours = Another’s action is undone by a supervisor or the manager
undo-something = an action
undo-stands = This can’t be undone: everything after rests on it
