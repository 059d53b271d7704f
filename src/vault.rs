//! Seals what people wrote, with a key that lives in a file apart from the database, so that a stolen
//! database or backup holds no words. Nothing here knows what it seals or who may open it (`audience.rs` does).

use anyhow::{Context, Result, bail, ensure};
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::{fs, io::Write, path::Path};

/// Bytes of the key.
pub const KEY_BYTES: usize = 32;
/// Bytes of the random nonce in front of each sealed text (XChaCha20: large enough to be drawn at random).
const NONCE_BYTES: usize = 24;

/// Seals and opens. Cheap to share, never printed.
pub struct Vault {
    cipher: XChaCha20Poly1305,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(***)")
    }
}

/// Makes tags that name nobody: the same for the same names, and without the key no way back. The key is drawn once per
/// database and kept sealed in it, so that tags stay the same when the key file changes.
pub struct Pseudonyms {
    key: [u8; KEY_BYTES],
}

impl std::fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pseudonyms(***)")
    }
}

impl Pseudonyms {
    /// With a key that was kept.
    pub fn with_key(key: [u8; KEY_BYTES]) -> Self {
        Self { key }
    }

    /// A tag of these names for one purpose, as 64 hexadecimal digits: HMAC-SHA256 (RFC 2104) over the purpose and the
    /// names, each with its length in front, so that no two lists of names are the same bytes.
    pub fn tag(&self, purpose: &str, names: &[&str]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key)
            .unwrap_or_else(|_| unreachable!("a key of any length will do"));
        for part in [purpose].iter().chain(names) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        to_hex(&mac.finalize().into_bytes())
    }
}

/// A new key that nobody can guess.
pub fn random_key() -> Result<[u8; KEY_BYTES]> {
    let mut key = [0_u8; KEY_BYTES];
    getrandom::fill(&mut key)
        .map_err(|error| anyhow::anyhow!("no randomness from the system: {error}"))?;
    Ok(key)
}

impl Vault {
    /// Reads the key file. Refuses one that others can read, is not ours, or is missing.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self::with_key(&read_key(path)?))
    }

    /// Makes a new key file, readable by its owner only. Refuses to replace one.
    pub fn create(path: &Path) -> Result<Self> {
        let key = random_key()?;
        write_key(path, &key)?;
        Ok(Self::with_key(&key))
    }

    /// A vault for a key that is already in memory.
    pub fn with_key(key: &[u8; KEY_BYTES]) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(&Key::from(*key)),
        }
    }

    /// Seals `text` for one place: the same bytes moved to another row or column do not open.
    pub fn seal(&self, place: &str, text: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0_u8; NONCE_BYTES];
        getrandom::fill(&mut nonce)
            .map_err(|error| anyhow::anyhow!("no randomness from the system: {error}"))?;
        let sealed = self
            .cipher
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: text,
                    aad: place.as_bytes(),
                },
            )
            .map_err(|_| anyhow::anyhow!("could not seal"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for this place; fails on a wrong key, a moved row or a flipped bit.
    pub fn open_sealed(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let (nonce, body) = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .context("a sealed text is too short")?;
        self.cipher
            .decrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: body,
                    aad: place.as_bytes(),
                },
            )
            .map_err(|_| anyhow::anyhow!("a sealed text does not open with this key"))
    }
}

/// The key in this file. Refuses one that others can read, is not ours, or is missing.
pub fn read_key(path: &Path) -> Result<[u8; KEY_BYTES]> {
    let shown = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => bail!(
            "The key file {shown} is missing. Without it nothing that people wrote can be opened: put it back, point PEERLOOP_KEY at it, or type its recovery copy in with `peerloop key restore`."
        ),
        Err(error) => {
            return Err(error).context(format!("could not read the key file {shown}"));
        }
    };
    refuse_if_others_can_read(path)?;
    from_hex(text.trim()).with_context(|| {
        format!(
            "{shown} is not a Peerloop key file: it holds 64 hexadecimal digits and nothing else."
        )
    })
}

/// Writes a key to a new file, readable by its owner only. Refuses to replace one.
pub fn write_key(path: &Path, key: &[u8; KEY_BYTES]) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options
        .open(path)
        .with_context(|| format!("could not create the key file {}", path.display()))?;
    writeln!(file, "{}", to_hex(key)).context("could not write the key file")?;
    file.sync_all()
        .context("could not write the key file to disk")
}

#[cfg(unix)]
fn refuse_if_others_can_read(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)
        .context("could not look at the key file")?
        .permissions()
        .mode();
    ensure!(
        mode & 0o077 == 0,
        "The key file {} can be read by others. Run: chmod 600 {}",
        path.display(),
        path.display()
    );
    Ok(())
}

#[cfg(not(unix))]
fn refuse_if_others_can_read(_path: &Path) -> Result<()> {
    Ok(())
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<[u8; KEY_BYTES]> {
    if text.len() != 2 * KEY_BYTES || !text.is_ascii() {
        return None;
    }
    let mut key = [0; KEY_BYTES];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_what_was_sealed_here_for_this_place() {
        let vault = Vault::with_key(&[7; 32]);
        let sealed = vault.seal("feedback:17", b"words").unwrap();
        assert!(!sealed.windows(5).any(|part| part == b"words"));
        assert_eq!(vault.open_sealed("feedback:17", &sealed).unwrap(), b"words");
        assert!(
            vault.open_sealed("feedback:18", &sealed).is_err(),
            "a moved row opened"
        );
        assert!(
            Vault::with_key(&[8; 32])
                .open_sealed("feedback:17", &sealed)
                .is_err(),
            "a wrong key opened"
        );
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert!(
                vault.open_sealed("feedback:17", &flipped).is_err(),
                "byte {at} flipped and it opened"
            );
        }
        assert!(vault.open_sealed("feedback:17", b"short").is_err());
    }

    #[test]
    fn a_tag_is_of_one_purpose_and_of_these_names_in_this_order() {
        let pseudonyms = Pseudonyms::with_key([7; KEY_BYTES]);
        let tag = pseudonyms.tag("pause", &["U1", "U2"]);
        assert_eq!(tag, pseudonyms.tag("pause", &["U1", "U2"]));
        assert_eq!(tag.len(), 64);
        for other in [
            pseudonyms.tag("pause", &["U2", "U1"]),
            pseudonyms.tag("pause", &["U1U2"]),
            pseudonyms.tag("pause", &["U", "1U2"]),
            pseudonyms.tag("block", &["U1", "U2"]),
            Pseudonyms::with_key([8; KEY_BYTES]).tag("pause", &["U1", "U2"]),
        ] {
            assert_ne!(tag, other);
        }
    }

    #[test]
    fn a_key_file_survives_and_a_bad_one_gets_a_sentence() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("peerloop.key");
        assert!(
            Vault::open(&path)
                .unwrap_err()
                .to_string()
                .contains("is missing")
        );
        let sealed = Vault::create(&path).unwrap().seal("a", b"b").unwrap();
        assert_eq!(
            Vault::open(&path)
                .unwrap()
                .open_sealed("a", &sealed)
                .unwrap(),
            b"b"
        );
        assert!(Vault::create(&path).is_err(), "replaced a key");
        fs::write(&path, "not a key").unwrap();
        assert!(
            Vault::open(&path)
                .unwrap_err()
                .to_string()
                .contains("64 hexadecimal digits")
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            assert!(
                Vault::open(&path)
                    .unwrap_err()
                    .to_string()
                    .contains("chmod 600")
            );
        }
    }
}
