//! Files: an app asks for an address, sends the bytes there, and says what is to become of them; a person attaches one
//! to a form. Nothing here reads what is in a file.

use super::World;
use crate::{blocks::Issue, refusal::Refusal, screen, time::Now};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A file, or the upload that becomes one.
#[derive(Clone, Debug)]
pub struct File {
    /// `F…`
    pub id: String,
    /// As on its owner's disk.
    pub name: String,
    /// The name shown.
    pub title: String,
    /// Such as `image/png`.
    pub mimetype: String,
    /// What screen readers say of it.
    pub alt: String,
    /// Whose.
    pub user: String,
    /// How many bytes were announced.
    pub length: usize,
    /// What was sent; an address takes it once.
    pub bytes: Option<Vec<u8>>,
    /// It was finished: others may see it where it was shared.
    pub complete: bool,
    /// When, in seconds.
    pub created: i64,
    /// Where it was shared.
    pub places: BTreeSet<String>,
}

/// The kind of a file by its name.
pub fn mimetype_of(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "csv" => "text/csv",
        "txt" | "md" => "text/plain",
        _ => "application/octet-stream",
    }
}

impl World {
    /// A new upload of so many bytes; the address to send them to ends with its id.
    pub fn new_file(&mut self, user: &str, name: &str, length: usize, now: Now) -> String {
        let id = self.ids.id("F");
        let file = File {
            id: id.clone(),
            name: name.to_owned(),
            title: name.to_owned(),
            mimetype: mimetype_of(name).to_owned(),
            alt: String::new(),
            user: user.to_owned(),
            length,
            bytes: None,
            complete: false,
            created: now.wall.timestamp(),
            places: BTreeSet::new(),
        };
        self.files.insert(id.clone(), file);
        id
    }

    /// Takes the bytes that were sent to an upload's address; returns how many.
    ///
    /// # Errors
    /// A word, if there is no such upload, it has its bytes, or they are not as many as announced.
    pub fn receive_file(&mut self, id: &str, bytes: Vec<u8>) -> Result<usize, &'static str> {
        let file = self.files.get_mut(id).ok_or("unknown_upload")?;
        if file.bytes.is_some() {
            return Err("used_upload");
        }
        let count = bytes.len();
        if count != file.length {
            return Err("length_mismatch");
        }
        file.bytes = Some(bytes);
        Ok(count)
    }

    /// A person's file, whole at once.
    pub fn attach(&mut self, user: &str, name: &str, bytes: Vec<u8>, now: Now) -> String {
        let id = self.new_file(user, name, bytes.len(), now);
        if let Some(file) = self.files.get_mut(&id) {
            file.bytes = Some(bytes);
            file.complete = true;
        }
        id
    }

    /// The file object of `files.*`, of messages and of `view.state`.
    pub fn file_object(&self, file: &File) -> Value {
        let (id, name) = (&file.id, &file.name);
        let address = format!(
            "https://files.slack.com/files-pri/{}-{id}/{name}",
            self.team_id
        );
        json!({
            "id": id, "created": file.created, "timestamp": file.created, "name": name, "title": file.title,
            "mimetype": file.mimetype, "filetype": name.rsplit_once('.').map_or("", |(_, ending)| ending),
            "user": file.user, "user_team": self.team_id, "editable": false, "size": file.length, "mode": "hosted",
            "is_external": false, "is_public": self.is_public(file), "alt_txt": file.alt, "url_private": address,
            "url_private_download": address, "permalink": format!("https://{}.slack.com/files/{}/{id}/{name}", self.domain, file.user),
            "channels": file.places, "file_access": "visible",
        })
    }

    fn is_public(&self, file: &File) -> bool {
        let public = |id: &String| {
            self.place(id)
                .is_some_and(|p| p.kind == super::places::PlaceKind::Public)
        };
        file.places.iter().any(public)
    }

    /// Refuses image blocks with a `slack_file` that is not there, or not finished.
    ///
    /// # Errors
    /// `code`, with a pointer to each.
    pub fn check_slack_files(&self, value: &Value, at: &str, code: &str) -> Result<(), Refusal> {
        let mut issues = Vec::new();
        self.lost_files(value, at, &mut issues);
        if issues.is_empty() {
            Ok(())
        } else {
            Err(Refusal::issues(code, &issues))
        }
    }

    fn lost_files(&self, value: &Value, at: &str, issues: &mut Vec<Issue>) {
        match value {
            Value::Array(items) => {
                for (n, item) in items.iter().enumerate() {
                    self.lost_files(item, &format!("{at}/{n}"), issues);
                }
            }
            Value::Object(object) => {
                for (key, value) in object {
                    let at = format!("{at}/{key}");
                    if key == "slack_file" && !self.is_there(value) {
                        issues.push(Issue {
                            text: "invalid slack file".to_owned(),
                            pointer: at,
                        });
                    } else {
                        self.lost_files(value, &at, issues);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn is_there(&self, named: &Value) -> bool {
        let same = |file: &File| {
            let object = self.file_object(file);
            file.id == named["id"]
                || ["url_private", "permalink"]
                    .iter()
                    .any(|key| object[*key] == named["url"])
        };
        self.files.values().any(|file| file.complete && same(file))
    }

    /// Files that this person sent, the newest last.
    pub fn uploads_of(&self, user: &str) -> Vec<screen::File> {
        let mut mine: Vec<&File> = self.files.values().filter(|f| f.user == user).collect();
        mine.sort_by_key(|file| file.created);
        mine.into_iter().map(seen_file).collect()
    }

    /// A file that this person sees: their own, one shared where they are, or one in what the app shows them.
    pub fn file_for(&self, user: &str, id: &str) -> Option<&File> {
        let file = self.files.get(id).filter(|file| file.complete)?;
        let inside = |place: &String| self.place(place).is_some_and(|p| p.members.contains(user));
        let shown = || {
            let screen = self.screen(user, 0)?;
            let text = serde_json::to_string(&screen).ok()?;
            text.contains(&format!("\"{id}\"")).then_some(())
        };
        let seen = file.user == user || file.places.iter().any(inside) || shown().is_some();
        seen.then_some(file)
    }
}

/// A file as people see it.
pub(super) fn seen_file(file: &File) -> screen::File {
    screen::File {
        id: file.id.clone(),
        name: file.title.clone(),
        mimetype: file.mimetype.clone(),
        size: file.length,
    }
}
