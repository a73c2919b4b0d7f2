//! Keys whose bytes sort as their values do, so that "the newest ten" or "all of this student's" is
//! one short scan. Integers are big-endian (signed ones with the sign bit flipped); text ends in two
//! zeros, inner ones being escaped; a tuple is its parts one after another.

use chrono::{Datelike, NaiveDate};

use crate::base::*;

/// A value that orders rows.
pub trait Key: Sized {
    /// Appends the order-preserving bytes.
    fn write(&self, out: &mut Vec<u8>);
    /// Reads from the front of `input` and moves it on; `None` when the bytes are no such key.
    fn read(input: &mut &[u8]) -> Option<Self>;

    /// The bytes of this key.
    fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(24);
        self.write(&mut out);
        out
    }
}

/// The least byte string above every string that begins with `prefix`; empty when there is none.
pub fn successor(prefix: &[u8]) -> Vec<u8> {
    let mut next = prefix.to_vec();
    while let Some(last) = next.pop() {
        if last < u8::MAX {
            next.push(last + 1);
            return next;
        }
    }
    next
}

fn take<'a>(input: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, rest) = input.split_at_checked(count)?;
    *input = rest;
    Some(head)
}

macro_rules! unsigned {
    ($($type:ty),*) => {$(
        impl Key for $type {
            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
            fn read(input: &mut &[u8]) -> Option<Self> {
                take(input, size_of::<$type>()).and_then(|b| b.try_into().ok()).map(<$type>::from_be_bytes)
            }
        }
    )*};
}
unsigned!(u8, u16, u32, u64);

impl Key for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        (self.cast_unsigned() ^ (1 << 63)).write(out);
    }
    fn read(input: &mut &[u8]) -> Option<Self> {
        u64::read(input).map(|raw| (raw ^ (1 << 63)).cast_signed())
    }
}

impl Key for i32 {
    fn write(&self, out: &mut Vec<u8>) {
        (self.cast_unsigned() ^ (1 << 31)).write(out);
    }
    fn read(input: &mut &[u8]) -> Option<Self> {
        u32::read(input).map(|raw| (raw ^ (1 << 31)).cast_signed())
    }
}

impl Key for Day {
    fn write(&self, out: &mut Vec<u8>) {
        self.num_days_from_ce().write(out);
    }
    fn read(input: &mut &[u8]) -> Option<Self> {
        i32::read(input).and_then(NaiveDate::from_num_days_from_ce_opt)
    }
}

impl Key for ClockTime {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
    fn read(input: &mut &[u8]) -> Option<Self> {
        u16::read(input).map(ClockTime)
    }
}

impl Key for Instant {
    fn write(&self, out: &mut Vec<u8>) {
        self.timestamp_millis().write(out);
    }
    fn read(input: &mut &[u8]) -> Option<Self> {
        i64::read(input).and_then(Instant::from_timestamp_millis)
    }
}

impl Key for String {
    fn write(&self, out: &mut Vec<u8>) {
        for byte in self.as_bytes() {
            out.push(*byte);
            if *byte == 0 {
                out.push(u8::MAX);
            }
        }
        out.extend_from_slice(&[0, 0]);
    }
    fn read(input: &mut &[u8]) -> Option<Self> {
        let mut text = Vec::new();
        loop {
            match take(input, 1)? {
                [0] => match take(input, 1)? {
                    [u8::MAX] => text.push(0),
                    [0] => return String::from_utf8(text).ok(),
                    _ => return None,
                },
                other => text.extend_from_slice(other),
            }
        }
    }
}

impl Key for () {
    fn write(&self, _: &mut Vec<u8>) {}
    fn read(_: &mut &[u8]) -> Option<Self> {
        Some(())
    }
}

/// A number that sorts the other way round: the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest(pub u64);

impl Key for Newest {
    fn write(&self, out: &mut Vec<u8>) {
        (!self.0).write(out);
    }
    fn read(input: &mut &[u8]) -> Option<Self> {
        u64::read(input).map(|turned| Newest(!turned))
    }
}

macro_rules! id_keys {
    ($($id:ident),*) => {$(
        impl Key for $id {
            fn write(&self, out: &mut Vec<u8>) { self.0.write(out); }
            fn read(input: &mut &[u8]) -> Option<Self> { u64::read(input).map($id) }
        }
    )*};
}
id_keys!(
    StudentId, StaffId, CourseId, ClassId, RoomId, LessonId, RuleId, RewardId, TeamId, TermId, LotId,
    TicketId, PriceId, ChargeId, DiscountId, TriggerId, WordsId
);

macro_rules! tuples {
    ($(($($part:ident $index:tt),+))*) => {$(
        impl<$($part: Key),+> Key for ($($part,)+) {
            fn write(&self, out: &mut Vec<u8>) { $(self.$index.write(out);)+ }
            fn read(input: &mut &[u8]) -> Option<Self> { Some(($($part::read(input)?,)+)) }
        }
    )*};
}
tuples! { (A 0) (A 0, B 1) (A 0, B 1, C 2) (A 0, B 1, C 2, D 3) }

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Part = (i64, String, u64);

    proptest! {
        #[test]
        fn bytes_sort_as_values_do_and_read_back(a in any::<Part>(), b in any::<Part>()) {
            prop_assert_eq!(a.bytes().cmp(&b.bytes()), a.cmp(&b));
            prop_assert_eq!(Part::read(&mut a.bytes().as_slice()), Some(a));
        }

        #[test]
        fn the_successor_closes_a_prefix(prefix in prop::collection::vec(any::<u8>(), 0..6),
                                         rest in prop::collection::vec(any::<u8>(), 0..6)) {
            let end = successor(&prefix);
            let inside = [prefix.clone(), rest].concat();
            prop_assert!(end.is_empty() || inside < end);
            prop_assert!(end.is_empty() || end > prefix);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = <(Day, String, Newest)>::read(&mut bytes.as_slice());
        }

        #[test]
        fn the_newest_comes_first(a in any::<u64>(), b in any::<u64>()) {
            prop_assert_eq!(Newest(a).bytes().cmp(&Newest(b).bytes()), b.cmp(&a));
            prop_assert_eq!(<(Newest, u8)>::read(&mut (Newest(a), 7u8).bytes().as_slice()), Some((Newest(a), 7)));
        }
    }
}
