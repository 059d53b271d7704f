//! What Slack itself says to people when something fails. Texts that could not be checked against real
//! Slack are listed in `KNOWN_DIFFERENCES.md`.

/// A command that was not acked in time.
pub const TIMEOUT: &str = "operation_timeout";
/// A command that could not be handed to the app at all.
pub const UNDELIVERED: &str = "dispatch_failed";
/// A form, button or shortcut that was not acked in time.
pub const TROUBLE: &str = "We had some trouble connecting. Try again?";
/// The bot's conversation takes no messages.
pub const MESSAGES_OFF: &str = "Sending messages to this app has been turned off.";
/// A slash command typed into a thread.
pub const NO_COMMANDS_IN_THREADS: &str = "Slash commands are not supported in threads.";
/// An archived channel.
pub const ARCHIVED: &str = "This channel has been archived.";

/// A command that failed.
pub fn command_failed(command: &str, code: &str) -> String {
    format!("{command} failed with the error \"{code}\"")
}

/// A command that no app has.
pub fn no_such_command(command: &str) -> String {
    format!("{command} is not a valid command.")
}
