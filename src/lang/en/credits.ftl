# Lesson credits
credits-bad-lot = Credits are above zero, and a gift has no price
credits-given = { $name } gets { $credits } lessons, { $left } left
credits-needs-reason = A gift needs a reason
