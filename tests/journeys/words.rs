//! What people write arrives whole, pings nobody, is markup to nobody, and stands in no file that can be read.

use crate::town::Town;

const AWKWARD: [(&str, &str); 9] = [
    (
        "a channel ping",
        "<!channel> <!here> <!everyone> <!subteam^S1>",
    ),
    (
        "a mention",
        "<@U0BEA> <@U0BEA|bea> @bea #general <#C1|general>",
    ),
    (
        "markup",
        "& < > &amp; &lt;!channel&gt; *bold* _it_ ~no~ `code` <https://evil.example|click>",
    ),
    ("right to left", "שלום \u{202E}abc\u{202C} مرحبا"),
    ("zero width", "a\u{200B}b\u{200D}c\u{FEFF}d"),
    ("emoji", "👍🏽 :smile: 🇩🇪 👨‍👩‍👧"),
    ("SQL", "'; DROP TABLE feedback; -- \" OR 1=1"),
    (
        "JSON",
        "{\"a\": [1, \"\\u0000\", null], \"blocks\": []} \\n \\",
    ),
    ("lines", "line-one\n\n  line-number-two\twith a tab\nthird"),
];

#[tokio::test]
async fn awkward_words_arrive_whole_and_harmless() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    let long = "Wörter ".repeat(500).chars().take(3000).collect::<String>();
    let texts: Vec<(&str, &str)> = AWKWARD
        .into_iter()
        .chain([("3000 characters", long.as_str())])
        .collect();
    for (what, text) in texts {
        amir.types("general", "/feedback @bea").await;
        amir.waits_for_form("Give feedback").await;
        amir.picks("Skill", "discovery").await;
        amir.fills("Start", text).await;
        amir.fills("Stop", text).await;
        amir.submits().await;
        amir.waits_for_form("Feedback").await;
        amir.closes().await;
        town.all_told().await;
        bea.clicks("Read").await;
        bea.waits_for_form("Feedback").await;
        let quotes = quotes(&bea.screen());
        assert_eq!(quotes, [text, text], "{what}");
        bea.closes().await;
        let files = town.files();
        let needle = text
            .split_whitespace()
            .max_by_key(|word| word.len())
            .unwrap()
            .as_bytes();
        assert!(
            !files.windows(needle.len()).any(|part| part == needle),
            "{what} stands readable in a file"
        );
    }
    for person in [&amir, &bea] {
        for conversation in person.screen().conversations {
            for message in conversation.messages {
                let shown = format!("{}{:?}", message.text, message.blocks);
                assert!(
                    !shown.contains("<!") && !shown.contains("DROP TABLE"),
                    "words in a message: {shown}"
                );
            }
        }
    }
    town.ends_well().await;
}

/// The text of every quotation in the topmost form; nothing else there may hold a person's words.
fn quotes(screen: &standin::screen::Screen) -> Vec<String> {
    let form = screen.forms.last().expect("a form");
    form.blocks
        .iter()
        .flat_map(|block| block["elements"].as_array().cloned().unwrap_or_default())
        .filter(|element| element["type"] == "rich_text_quote")
        .map(|quote| {
            let parts = quote["elements"].as_array().cloned().unwrap_or_default();
            assert!(
                parts.iter().all(|part| part["type"] == "text"),
                "a quotation holds more than text: {quote}"
            );
            parts
                .iter()
                .filter_map(|part| part["text"].as_str())
                .collect()
        })
        .collect()
}
