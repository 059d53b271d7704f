//! The front desk: `/peerloop`, the names that commands go by, and the messages of no ritual. It knows rituals
//! only through the registry. Nothing here calls Slack.

use crate::{
    blocks::Message,
    error::Result,
    names::Names,
    outbox::Subject,
    outcome::Outcome,
    request::{Act, Request},
    rituals::{Reader, Sample, registry::HOUSE},
    store::Read,
    views,
};

/// The command that leads to all others.
const OWN: &str = "peerloop";
/// "It was kept after all".
const KEPT: &str = "desk.kept";

/// What the desk does with a request.
pub(crate) enum Sent {
    /// It answers itself.
    Answered(Outcome),
    /// It is for a ritual; a command goes by its plain name now.
    On(Box<Request>),
}

/// Takes `/peerloop …` apart and gives every command its plain name.
pub(crate) fn front(mut request: Box<Request>, names: &Names) -> Sent {
    let Act::Command { name, text, .. } = &mut request.act else {
        return Sent::On(request);
    };
    if !names.fits(name) {
        tracing::warn!(
            command = name,
            "Slack sends a command without the prefix of PEERLOOP_COMMAND_PREFIX: the help names commands that nobody can type. Compare the app with `peerloop manifest`"
        );
    }
    *name = names.plain(name);
    if name != OWN {
        return Sent::On(request);
    }
    let typed = text.trim().trim_start_matches('/');
    if let Some((word, rest)) = HOUSE
        .words()
        .find_map(|word| Some((word, after(word, typed)?)))
    {
        (*name, *text) = (word.to_owned(), rest.to_owned());
        return Sent::On(request);
    }
    let is_help = typed.is_empty() || after("help", typed).is_some();
    Sent::Answered(Outcome::Whisper(if is_help {
        help(names)
    } else {
        views::no_such_command(names, &HOUSE.words().collect::<Vec<_>>())
    }))
}

/// What follows `word`, which may be several, at the beginning of what was typed; `None` if it does not stand there.
fn after<'t>(word: &str, typed: &'t str) -> Option<&'t str> {
    word.split(' ').try_fold(typed, |typed, word| {
        let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        (first.to_lowercase() == word).then(|| rest.trim_start())
    })
}

/// The subject that tells somebody that their submit was kept although Slack showed an error.
pub(crate) fn kept(request_key: &str) -> Subject {
    Subject::new(KEPT, request_key)
}

/// Every view of Peerloop with sample values, by name, for the gallery.
pub fn gallery() -> Vec<(String, Sample)> {
    let own = views::samples()
        .into_iter()
        .map(|(name, sample)| (format!("desk.{name}"), sample));
    let of_rituals = HOUSE.rituals().flat_map(|ritual| {
        ritual
            .samples()
            .into_iter()
            .map(|(name, sample)| (format!("{}.{name}", ritual.name()), sample))
    });
    let help = Sample::Message(help(&Names::default()));
    own.chain(of_rituals)
        .chain([("desk.help".to_owned(), help)])
        .collect()
}

fn help(names: &Names) -> Message {
    // Of what has a command, the first line: its own help has the rest.
    let (mut commands, mut words) = (Vec::new(), Vec::new());
    for ritual in HOUSE.rituals() {
        let help = ritual.help(names).into_iter();
        if ritual.commands().is_empty() {
            words.extend(help);
        } else {
            commands.extend(help.take(1));
        }
    }
    views::help(names, commands, words)
}

/// Makes the message for a subject, whoever's it is.
pub(crate) fn render(
    read: &Read<'_>,
    subject: &Subject,
    reader: &Reader,
) -> Result<Option<Message>> {
    if subject.what() == KEPT {
        return Ok(Some(views::kept()));
    }
    HOUSE
        .named(subject.ritual())
        .map_or(Ok(None), |ritual| ritual.render(read, subject, reader))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_behind_peerloop_may_be_several_and_stands_whole_at_the_beginning() {
        assert_eq!(after("my data", "My  DATA please"), Some("please"));
        assert_eq!(
            after("feedback", "feedback @bea Ask  twice."),
            Some("@bea Ask  twice.")
        );
        assert_eq!(after("erase me", "erase me"), Some(""));
        for typed in ["", "erase", "erase mercy", "erased me", "me erase me"] {
            assert_eq!(after("erase me", typed), None, "{typed}");
        }
    }
}
