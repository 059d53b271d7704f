//! A key on paper: four lines of four groups and a check, so that a slip of the pen is found in its line. Pure; it
//! reads and writes no file.

use crate::{
    secret::Secret,
    vault::{KEY_BYTES, to_hex},
};
use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Bytes of the key in one line.
const LINE_BYTES: usize = 8;
const LINES: usize = KEY_BYTES / LINE_BYTES;
/// Digits of a line: its bytes and two bytes of check.
const LINE_DIGITS: usize = 2 * (LINE_BYTES + 2);

/// The key as text to print.
pub(crate) fn to_text(key: &[u8; KEY_BYTES]) -> Secret {
    let mut text = String::new();
    for (number, bytes) in key.chunks(LINE_BYTES).enumerate() {
        let digits = format!("{}{}", to_hex(bytes), check(number, bytes));
        let groups: Vec<&str> = (0..LINE_DIGITS)
            .step_by(4)
            .map(|at| &digits[at..at + 4])
            .collect();
        let _ = writeln!(text, "{}  {}", number + 1, groups.join(" "));
    }
    Secret::new(text)
}

/// The key from what somebody typed: case, spaces and the numbers in front do not matter, O counts as 0 and l as 1.
/// Fails with a sentence that names the line.
pub(crate) fn from_text(text: &str) -> Result<[u8; KEY_BYTES]> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    ensure!(
        lines.len() == LINES,
        "A recovery copy has {LINES} lines; these are {}.",
        lines.len()
    );
    let mut key = Vec::with_capacity(KEY_BYTES);
    for (number, line) in lines.into_iter().enumerate() {
        let bytes = from_line(number, line).with_context(|| {
            format!(
                "Line {} of the recovery copy has a slip in it: compare it with the paper.",
                number + 1
            )
        })?;
        key.extend(bytes);
    }
    key.try_into()
        .map_err(|_| anyhow::anyhow!("a recovery copy of another length"))
}

fn from_line(number: usize, line: &str) -> Option<Vec<u8>> {
    let digits: String = line
        .split_whitespace()
        // The number in front.
        .skip_while(|group| group.len() == 1)
        .flat_map(str::chars)
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'l' | 'i' => '1',
            c => c,
        })
        .collect();
    if digits.len() != LINE_DIGITS || !digits.is_ascii() {
        return None;
    }
    let bytes: Vec<u8> = (0..2 * LINE_BYTES)
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok())
        .collect::<Option<_>>()?;
    (digits[2 * LINE_BYTES..] == check(number, &bytes)).then_some(bytes)
}

/// Four digits over the line and its place.
fn check(number: usize, bytes: &[u8]) -> String {
    let place = u8::try_from(number).unwrap_or_default();
    let digest = Sha256::new()
        .chain_update(b"peerloop recovery")
        .chain_update([place])
        .chain_update(bytes)
        .finalize();
    to_hex(&digest[..2])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> [u8; KEY_BYTES] {
        std::array::from_fn(|at| u8::try_from(at * 7 % 256).unwrap())
    }

    #[test]
    fn a_copy_gives_the_key_back_however_it_is_typed() {
        let text = to_text(&key());
        let text = text.expose();
        assert_eq!(text.lines().count(), 4);
        assert_eq!(from_text(text).unwrap(), key());
        let typed = text.to_uppercase().replace('0', "O").replace("  ", "\t ");
        assert_eq!(from_text(&format!("\n{typed}\n\n")).unwrap(), key());
        let bare: Vec<&str> = text.lines().map(|line| &line[3..]).collect();
        assert_eq!(from_text(&bare.join("\n")).unwrap(), key());
    }

    #[test]
    fn every_slip_names_its_line() {
        let text = to_text(&key());
        let lines: Vec<&str> = text.expose().lines().collect();
        for number in 0..LINES {
            for at in 3..lines[number].len() {
                let mut slipped: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
                let wrong = match &slipped[number][at..=at] {
                    " " => continue,
                    "7" => "8",
                    _ => "7",
                };
                slipped[number].replace_range(at..=at, wrong);
                let error = from_text(&slipped.join("\n")).unwrap_err().to_string();
                assert!(error.contains(&format!("Line {} ", number + 1)), "{error}");
            }
        }
        let swapped = [lines[1], lines[0], lines[2], lines[3]].join("\n");
        assert!(from_text(&swapped).is_err(), "two lines changed places");
        assert!(
            from_text(lines[0])
                .unwrap_err()
                .to_string()
                .contains("4 lines")
        );
    }
}
