//! Drawing by a seed. The seed is the store's chance; from there on everything is arithmetic, so that it can be tested.

/// The seed in the 32 hexadecimal digits that the store draws.
pub(in crate::rituals::drill) fn seed(digits: &str) -> u64 {
    digits
        .get(..16)
        .and_then(|digits| u64::from_str_radix(digits, 16).ok())
        .unwrap_or_default()
}

/// A number that looks random and is the same for the same seed and ids (`SplitMix64`, Steele et al. 2014).
pub(super) fn drawn(seed: u64, ids: &[i64]) -> u64 {
    ids.iter().fold(mix(seed), |sum, id| {
        mix(sum ^ mix(id.cast_unsigned().wrapping_add(1)))
    })
}

/// The ids in a drawn order, whatever order they came in.
pub(in crate::rituals::drill) fn shuffled(mut ids: Vec<i64>, seed: u64) -> Vec<i64> {
    ids.sort_by_key(|id| (drawn(seed, &[*id]), *id));
    ids
}

fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_draw_forgets_the_order_that_things_came_in(ids in proptest::collection::hash_set(1_i64..1000, 0..40), number in any::<u64>()) {
            let mut ids: Vec<i64> = ids.into_iter().collect();
            let one = shuffled(ids.clone(), number);
            ids.reverse();
            prop_assert_eq!(&one, &shuffled(ids.clone(), number));
            let mut sorted = one;
            sorted.sort_unstable();
            ids.sort_unstable();
            prop_assert_eq!(sorted, ids);
        }
    }

    #[test]
    fn every_order_comes_up() {
        let mut orders: Vec<Vec<i64>> = (0..200).map(|n| shuffled(vec![1, 2, 3], n)).collect();
        orders.sort();
        orders.dedup();
        assert_eq!(orders.len(), 6);
        assert_eq!(seed("00000000000000ff0000000000000000"), 255);
    }
}
