//! Searching key by key.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::Directory;
use super::record::{Rank, Typed};
use super::spans::spans;

/// So many loose finds are weighed, those with the lowest ids: it bounds the slowest key.
const WEIGHED_MAX: usize = 300;
/// What the matcher must give a letter on average for a loose find to be more than chance.
const LOOSE_SCORE_PER_LETTER_MIN: i64 = 12;
/// A rank is worth so much; within it, shorter names go first.
const RANK_WORTH: i64 = 1000;

/// A find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The entry's id.
    pub id: u64,
    /// How well it fits; higher is better. Only comparable within one answer.
    pub score: i64,
    /// The parts of the name, in bytes, that it was found by, for showing them; none if it was
    /// found by phone or number.
    pub spans: Vec<Range<usize>>,
}

/// What a search field remembers between keys. It may serve any directory at any time: what was
/// found in another, or before a change, is forgotten by itself.
#[derive(Default)]
pub struct Cursor {
    stamp: Option<u64>,
    /// Finds for ever longer beginnings of the text.
    levels: Vec<Level>,
    matcher: SkimMatcherV2,
}

struct Level {
    text: String,
    /// Slots that the text fits, in ascending order.
    fit: Vec<u32>,
    /// Slots that it only fits loosely, once these have been looked for.
    loose: Option<Vec<u32>>,
}

/// The best finds so far: score, then the lower id.
struct Best {
    heap: BinaryHeap<Reverse<(i64, Reverse<u64>, u32)>>,
    limit: usize,
}

impl Best {
    fn offer(&mut self, score: i64, id: u64, slot: u32) {
        let hit = Reverse((score, Reverse(id), slot));
        if self.heap.len() < self.limit {
            self.heap.push(hit);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && *worst > hit
        {
            *worst = hit;
        }
    }
}

impl Directory {
    /// The best finds for a text, best first, never more than `limit`. Of blanks only, everything
    /// fits alike; of marks only, nothing does.
    pub fn search(&self, cursor: &mut Cursor, text: &str, limit: usize) -> Vec<Hit> {
        let typed = Typed::new(text);
        if typed.text.is_empty() {
            let all = if text.trim().is_empty() { limit } else { 0 };
            return self.by_id.keys().take(all).map(|&id| Hit { id, score: 0, spans: Vec::new() }).collect();
        }
        let mut best = Best { heap: BinaryHeap::new(), limit };
        let level = self.narrow(cursor, &typed, limit, &mut best);
        if level.fit.len() < limit {
            self.weigh(&cursor.matcher, level.loose.as_deref().unwrap_or_default(), &typed, &mut best);
        }
        cursor.levels.push(level);
        let found = best.heap.into_sorted_vec().into_iter();
        found
            .map(|Reverse((score, Reverse(id), slot))| Hit {
                id,
                score,
                spans: spans(self.name_at(slot), &typed.text),
            })
            .collect()
    }

    /// The ids of all that a text fits, ascending, for a list that keeps an order of its own. Loose
    /// finds count only where nothing fits better.
    pub fn filter(&self, cursor: &mut Cursor, text: &str) -> Vec<u64> {
        let typed = Typed::new(text);
        if typed.text.is_empty() {
            return if text.trim().is_empty() { self.by_id.keys().copied().collect() } else { Vec::new() };
        }
        let mut best = Best { heap: BinaryHeap::new(), limit: 0 };
        let level = self.narrow(cursor, &typed, 1, &mut best);
        let mut ids: Vec<u64> = level.fit.iter().map(|&slot| self.slots[slot as usize].id).collect();
        if ids.is_empty() {
            best.limit = WEIGHED_MAX;
            self.weigh(&cursor.matcher, level.loose.as_deref().unwrap_or_default(), &typed, &mut best);
            ids = best.heap.into_iter().map(|Reverse((_, Reverse(id), _))| id).collect();
        }
        cursor.levels.push(level);
        ids.sort_unstable();
        ids
    }

    /// Finds for the text out of the finds for the longest beginning of it that the cursor knows,
    /// looking for loose ones if fewer than `enough` fit. The caller puts the level on the stack.
    fn narrow(&self, cursor: &mut Cursor, typed: &Typed, enough: usize, best: &mut Best) -> Level {
        if cursor.stamp != Some(self.stamp) {
            cursor.levels.clear();
            cursor.stamp = Some(self.stamp);
        }
        while cursor.levels.last().is_some_and(|level| !typed.text.starts_with(&level.text)) {
            cursor.levels.pop();
        }
        let before = cursor.levels.last();
        let fit = match before {
            Some(level) => self.fitting(level.fit.iter().copied(), typed, best),
            None => self.fitting(self.all(), typed, best),
        };
        let loose = (fit.len() < enough && typed.is_word()).then(|| {
            let known = before.and_then(|level| Some((level.loose.as_deref()?, level.fit.as_slice())));
            match known {
                Some((loose, once)) => self.loose(loose.iter().chain(once).copied(), &fit, typed),
                None => self.loose(self.all(), &fit, typed),
            }
        });
        cursor.levels.pop_if(|level| level.text == typed.text);
        Level { text: typed.text.clone(), fit, loose }
    }

    fn all(&self) -> Range<u32> {
        0..u32::try_from(self.slots.len()).unwrap_or(u32::MAX)
    }

    fn fitting(&self, from: impl Iterator<Item = u32>, typed: &Typed, best: &mut Best) -> Vec<u32> {
        from.filter(|&slot| {
            if self.masks[slot as usize] & typed.mask != typed.mask {
                return false;
            }
            let own = &self.slots[slot as usize];
            let rank = typed.one_letter(&own.starts).or_else(|| self.view(slot).rank(typed));
            if let Some(rank) = rank {
                best.offer(rank as i64 * RANK_WORTH - i64::from(own.length), own.id, slot);
            }
            rank.is_some()
        })
        .collect()
    }

    fn loose(&self, from: impl Iterator<Item = u32>, fit: &[u32], typed: &Typed) -> Vec<u32> {
        from.filter(|&slot| {
            self.masks[slot as usize] & typed.mask == typed.mask
                && fit.binary_search(&slot).is_err()
                && self.view(slot).loosely(typed).is_some()
        })
        .collect()
    }

    fn weigh(&self, matcher: &SkimMatcherV2, loose: &[u32], typed: &Typed, best: &mut Best) {
        let mut some = loose.to_vec();
        if some.len() > WEIGHED_MAX {
            some.select_nth_unstable_by_key(WEIGHED_MAX, |&slot| self.slots[slot as usize].id);
            some.truncate(WEIGHED_MAX);
        }
        let least = LOOSE_SCORE_PER_LETTER_MIN * typed.text.len() as i64;
        for slot in some {
            let Some(reading) = self.view(slot).loosely(typed) else { continue };
            if let Some(score) = matcher.fuzzy_match(reading, &typed.text).filter(|&score| score >= least) {
                let score = Rank::Loose as i64 * RANK_WORTH + score.min(RANK_WORTH / 2);
                best.offer(score, self.slots[slot as usize].id, slot);
            }
        }
    }
}
