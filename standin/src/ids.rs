//! Opaque ids and timestamps, the same in every run with the same seed. Ids are never secrets here.

use crate::time::Now;

/// Makes ids that look like Slack's and repeat from run to run.
#[derive(Clone, Debug)]
pub struct Ids {
    state: u64,
    last_micros: i64,
}

impl Ids {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self {
            state: seed,
            last_micros: 0,
        }
    }

    /// A number that looks random (splitmix64).
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end` (0 if `end` is 0).
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            return 0;
        }
        usize::try_from(self.number() % end as u64).unwrap_or(0)
    }

    /// Letters and digits, `len` of them.
    pub fn letters(&mut self, len: usize) -> String {
        const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        (0..len)
            .map(|_| char::from(ALPHABET[self.below(ALPHABET.len())]))
            .collect()
    }

    /// An id with Slack's prefix, such as `V0…`.
    pub fn id(&mut self, prefix: &str) -> String {
        format!("{prefix}0{}", self.letters(9))
    }

    /// A UUID, as Slack uses for envelopes and tickets.
    pub fn uuid(&mut self) -> String {
        let (a, b) = (self.number(), self.number());
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xFFFF,
            a & 0xFFF,
            (b >> 48) & 0xFFF,
            b & 0xFFFF_FFFF_FFFF
        )
    }

    /// A `seconds.micros` timestamp that is later than every one before it.
    pub fn ts(&mut self, now: Now) -> String {
        let micros = now.wall.timestamp_micros().max(self.last_micros + 1);
        self.last_micros = micros;
        format!(
            "{}.{:06}",
            micros.div_euclid(1_000_000),
            micros.rem_euclid(1_000_000)
        )
    }
}

/// Letters and digits of a name, in upper case, as ids are.
pub fn letters_of(name: &str) -> String {
    let mut id: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    id.make_ascii_uppercase();
    if id.is_empty() { "SOMEONE".into() } else { id }
}
