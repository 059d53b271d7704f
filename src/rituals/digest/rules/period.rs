//! A month as it is kept for the month after: who stood where and what they did, in numbers, as bytes. Small numbers are
//! small (LEB128: seven bits a byte, the lowest first).

use super::{measure_at, place_of};
use crate::figures::{Circle, Label, Member, Period, Share, Tree};
use std::collections::BTreeSet;

/// What is kept of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::rituals::digest) struct Kept {
    /// Each person's manager.
    pub(in crate::rituals::digest) edges: Vec<(Member, Member)>,
    /// Who took part.
    pub(in crate::rituals::digest) programme: BTreeSet<Member>,
    /// What they did, condensed.
    pub(in crate::rituals::digest) shares: Vec<Share>,
}

/// These bytes are no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rituals::digest) struct Unreadable;

impl Kept {
    /// As figures are worked out from it.
    pub(in crate::rituals::digest) fn period(&self) -> Result<Period, Circle> {
        Ok(Period {
            tree: Tree::new(self.edges.iter().copied(), &self.programme)?,
            shares: self.shares.clone(),
        })
    }

    /// All of it.
    pub(in crate::rituals::digest) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        put(&mut bytes, self.edges.len());
        for (person, manager) in &self.edges {
            put(&mut bytes, person.0);
            put(&mut bytes, manager.0);
        }
        put(&mut bytes, self.programme.len());
        for person in &self.programme {
            put(&mut bytes, person.0);
        }
        put(&mut bytes, self.shares.len());
        for share in &self.shares {
            put(&mut bytes, place_of(share.measure));
            put(
                &mut bytes,
                super::label_of(share.measure).map_or(0, |label| label.0),
            );
            put(&mut bytes, share.giver.0);
            // Nobody is 0.
            put(
                &mut bytes,
                share
                    .receiver
                    .map_or(0, |receiver| u64::from(receiver.0) + 1),
            );
            put(&mut bytes, share.count);
        }
        bytes
    }

    /// What [`Kept::to_bytes`] made.
    pub(in crate::rituals::digest) fn from_bytes(mut bytes: &[u8]) -> Result<Self, Unreadable> {
        let from = &mut bytes;
        let member = |from: &mut &[u8]| Ok(Member(take(from)?));
        let mut kept = Self::default();
        for _ in 0..take::<u32>(from)? {
            kept.edges.push((member(from)?, member(from)?));
        }
        for _ in 0..take::<u32>(from)? {
            kept.programme.insert(member(from)?);
        }
        for _ in 0..take::<u32>(from)? {
            let (place, label): (usize, u16) = (take(from)?, take(from)?);
            let giver = member(from)?;
            let receiver: u64 = take(from)?;
            let receiver = receiver.checked_sub(1).map(u32::try_from).transpose();
            kept.shares.push(Share {
                measure: measure_at(place, Label(label)).ok_or(Unreadable)?,
                giver,
                receiver: receiver.map_err(|_| Unreadable)?.map(Member),
                count: take(from)?,
            });
        }
        if bytes.is_empty() {
            Ok(kept)
        } else {
            Err(Unreadable)
        }
    }
}

fn put(bytes: &mut Vec<u8>, number: impl TryInto<u64>) {
    // Nothing here is wider than 64 bits.
    let mut left: u64 = number.try_into().unwrap_or(u64::MAX);
    while left > 0x7f {
        bytes.push(0x80 | low_bits(left));
        left >>= 7;
    }
    bytes.push(low_bits(left));
}

fn low_bits(number: u64) -> u8 {
    (number & 0x7f) as u8
}

fn take<T: TryFrom<u64>>(from: &mut &[u8]) -> Result<T, Unreadable> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = from.split_first().ok_or(Unreadable)?;
        *from = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return T::try_from(number).map_err(|_| Unreadable);
        }
    }
    Err(Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        fn any_share()(place in 0_usize..super::super::WORDS.len(), label in any::<u16>(), giver in any::<u32>(), receiver in any::<Option<u32>>(), count in any::<u32>()) -> Share {
            Share {
                measure: measure_at(place, Label(label)).unwrap(),
                giver: Member(giver),
                receiver: receiver.map(Member),
                count,
            }
        }
    }

    proptest! {
        #[test]
        fn a_month_comes_back_whole(
            edges in proptest::collection::vec((any::<u32>(), any::<u32>()), 0..20),
            programme in proptest::collection::btree_set(any::<u32>(), 0..20),
            shares in proptest::collection::vec(any_share(), 0..20),
        ) {
            let kept = Kept {
                edges: edges.into_iter().map(|(a, b)| (Member(a), Member(b))).collect(),
                programme: programme.into_iter().map(Member).collect(),
                shares,
            };
            let bytes = kept.to_bytes();
            prop_assert_eq!(Kept::from_bytes(&bytes), Ok(kept));
            prop_assert_eq!(Kept::from_bytes(&bytes[..bytes.len() - 1]), Err(Unreadable));
        }

        #[test]
        fn other_bytes_are_refused_or_read_and_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = Kept::from_bytes(&bytes);
        }
    }
}
