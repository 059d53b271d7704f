//! A token, a key or a ticket that must not be seen: it prints as `***` and is compared by nobody.
//! Nothing here reads files or the environment.

use std::fmt;

/// A secret text, trimmed of the white space that copying leaves around it.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Keeps a secret.
    pub fn new(secret: impl AsRef<str>) -> Self {
        Self(secret.as_ref().trim().to_owned())
    }

    /// The secret itself, for the one place that must send it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self::new(secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_trimmed_and_never_printed() {
        let token = Secret::new(" xoxb-1\n");
        assert_eq!(token.expose(), "xoxb-1");
        assert_eq!(
            format!("{token:?} {:#?}", Some(&token)),
            "*** Some(\n    ***,\n)"
        );
    }
}
