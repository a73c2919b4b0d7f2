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
