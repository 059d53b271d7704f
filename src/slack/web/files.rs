//! Files into a conversation: Slack hands out an address for each, takes the bytes there, and then shows them all in one
//! message. Nobody sees anything before that last call.

use super::{CALL, MessageBody, Web, WebError};
use crate::ids::ChannelId;
use serde_json::json;
use std::time::Duration;
use url::Url;

/// Limit for the bytes of one file.
const UPLOAD: Duration = Duration::from_mins(1);

/// A file as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileBody {
    /// With its ending.
    pub name: String,
    /// At least one.
    pub bytes: Vec<u8>,
}

impl Web {
    /// Posts a message with files. Such a message carries no metadata, so nobody can look up whether it got there:
    /// after a lost answer to the last call it may come twice. What fails before that call has shown nothing.
    pub async fn post_files(
        &self,
        channel: &ChannelId,
        message: &MessageBody,
        files: &[FileBody],
    ) -> Result<(), WebError> {
        let mut sent = Vec::new();
        for file in files {
            let id = self.upload(file).await.map_err(|error| {
                if error.may_have_been_done() {
                    WebError::NeverSent
                } else {
                    error
                }
            })?;
            sent.push(json!({ "id": id, "title": file.name }));
        }
        let mut body = json!({ "files": sent, "channel_id": channel });
        if message.blocks.is_null() {
            body["initial_comment"] = message.text.as_str().into();
        } else {
            body["blocks"] = message.blocks.clone();
        }
        self.call("files.completeUploadExternal", &body)
            .await
            .map(drop)
    }

    /// The id of a file that nobody sees yet.
    async fn upload(&self, file: &FileBody) -> Result<String, WebError> {
        let arguments = [
            ("filename", file.name.clone()),
            ("length", file.bytes.len().to_string()),
        ];
        let answer = self
            .ask("files.getUploadURLExternal", &arguments, CALL)
            .await?;
        let url = answer["upload_url"]
            .as_str()
            .and_then(|url| Url::parse(url).ok())
            .ok_or(WebError::Unclear)?;
        self.0.http.upload(url, &file.bytes, UPLOAD).await?;
        let id = answer["file_id"].as_str().ok_or(WebError::Unclear)?;
        Ok(id.to_owned())
    }
}
