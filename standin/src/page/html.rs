//! The HTML that the scripts then fill: the chooser, the frame of the app, and the page for a wrong address.
//! Only names stand in it; messages, forms and the Home tab come as JSON and are drawn by the scripts.

use crate::screen::{Person, Screen};
use maud::{DOCTYPE, Markup, html};

/// Asks the visitor who to be. `sample` is anyone's screen: the workspace's and the app's name are the same on all.
pub(super) fn chooser(personas: &[Person], sample: Option<&Screen>) -> Markup {
    let team = sample.map_or("An empty workspace", |screen| screen.team.as_str());
    let app = sample.map_or("the app", |screen| screen.app.as_str());
    let body = html! {
        main.chooser {
            header {
                img.mark src="/icon.svg" alt="";
                h1 { (team) }
                p { "A pretend Slack workspace on this computer. Nothing leaves it." }
            }
            h2 id="who" { "Who do you want to be?" }
            ul.cards aria-labelledby="who" {
                @for person in personas {
                    li { a href={ "/as/" (person.id) } {
                        (avatar(person))
                        span { b { (person.name) } small aria-hidden="true" { "@" (person.handle) } }
                    } }
                }
            }
            ol.steps {
                li { "Pick a person. A second tab can be somebody else at the same time." }
                li { "Type " kbd { "/" } " in a channel to see what " (app) " can do." }
                li { "Switch to the other person on the left and see what arrived." }
            }
        }
    };
    document(team, None, &body)
}

/// The frame of one person's Slack.
pub(super) fn app(personas: &[Person], screen: &Screen) -> Markup {
    let me = &screen.me;
    let body = html! {
        noscript { p.lost { "This page needs JavaScript; all of it comes from this computer." } }
        div #app {
            aside #sidebar aria-label="Workspace" {
                nav.rail aria-label="People" {
                    a.home href="/" title="All people" { img src="/icon.svg" alt="All people"; }
                    @for person in personas {
                        a href={ "/as/" (person.id) } title={ "Be " (person.name) }
                            aria-current=[(person.id == me.id).then_some("page")] {
                            (avatar(person)) span { (person.name) }
                        }
                    }
                }
                div.side {
                    header {
                        p.team { (screen.team) }
                        p.me { "You are " b { (me.name) } }
                    }
                    nav #places aria-label="Channels and apps" {}
                    footer #clock {}
                }
            }
            main #main aria-label="Conversation" {}
        }
        div #layer {}
        div #toasts role="status" aria-live="polite" {}
    };
    document(&screen.team, Some(&me.id), &body)
}

/// What stands at an address that is none.
pub(super) fn lost(sentence: &str) -> Markup {
    let body = html! {
        main.lost {
            h1 { "Not here" }
            p { (sentence) }
            p { a href="/" { "Choose a person" } }
        }
    };
    document("Not here", None, &body)
}

fn document(title: &str, user: Option<&str>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/page.css";
                link rel="stylesheet" href="/blocks.css";
                @if user.is_some() { script type="module" src="/page.js" {} }
            }
            body data-user=[user] { (body) }
        }
    }
}

/// A coloured square with initials. The scripts draw the same one: see `avatar` in `dom.js`.
fn avatar(person: &Person) -> Markup {
    let initials: String = person
        .name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect();
    let tint = person.id.bytes().map(u32::from).sum::<u32>() % 8;
    html! { span class={ "avatar tint-" (tint) } aria-hidden="true" { (initials) } }
}
