# Refusals and hints that every room uses
error-missing = There is no { $what } { $id }
error-not-a-number = A number is needed here
error-not-an-amount = An amount is needed here, such as 1,280.50
error-too-fine = { $digits ->
    [0] No decimals here
    [one] At most one decimal
   *[other] At most { $digits } decimals
}
error-too-large = That number is too large
error-negative = This can't be negative
error-not-a-day = A date is needed here, such as 2026-09-03
error-not-a-time = A time is needed here, such as 14:05
error-required = This has to be filled in
error-out-of-range = It has to be between { $least } and { $most }
error-too-long = Too long: { $most } characters at most
error-text-too-long = “{ $begins }…” is too long: { $most } characters at most
error-unknown-field = { $name } has no field “{ $field }”
error-day-too-far = { $day } is no day that is kept: 1900 to 2999
error-bad-fields = { $name } has fields that don’t read: { $detail }
error-bad-fields-hint = See { $name } in docs/commands.md for its fields
error-bad-request-id = A request id has 1 to 200 characters
error-desk-gone = The books are closed: the writer has stopped
error-forbidden = Your post may not do this
error-forbidden-hint = It is for: { $posts }
error-handler-panicked = The program failed at this step; nothing of it was kept and nothing else is touched
error-no-command = There is no command { $name }
error-no-command-hint = docs/commands.md lists all names
error-no-json = The command has no form that the journal can keep: { $detail }
error-no-question = There is no question { $name }
error-ours = A fault of the program: { $detail }
error-request-reused = That request id was used for another command (journal { $seq })
error-store-corrupt = The store is damaged: { $detail }
error-store-corrupt-hint = Don’t write to it any more; restore the latest backup
error-store-held = The store is in use by another process: { $detail }
error-store-held-hint = Close that one, or name another folder with --data
error-store-io = The disk failed: { $detail }
error-store-io-hint = Check space and rights, then try again; what was not confirmed was not kept
error-store-newer = The store was written by a newer version: { $detail }
error-store-newer-hint = Upgrade Rollbook
