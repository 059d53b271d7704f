//! The page's style and scripts, compiled in: nothing is fetched from anywhere else, and there is no build step.

use axum::{Router, http::header::CONTENT_TYPE, routing::get};

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// Address, kind and text of each file.
pub(super) const FILES: &[(&str, &str, &str)] = &[
    ("/page.css", CSS, include_str!("assets/page.css")),
    ("/blocks.css", CSS, include_str!("assets/blocks.css")),
    ("/icon.svg", SVG, include_str!("assets/icon.svg")),
    ("/page.js", JS, include_str!("assets/page.js")),
    ("/side.js", JS, include_str!("assets/side.js")),
    ("/talk.js", JS, include_str!("assets/talk.js")),
    ("/composer.js", JS, include_str!("assets/composer.js")),
    ("/form.js", JS, include_str!("assets/form.js")),
    ("/blocks.js", JS, include_str!("assets/blocks.js")),
    ("/newer.js", JS, include_str!("assets/newer.js")),
    ("/charts.js", JS, include_str!("assets/charts.js")),
    ("/attached.js", JS, include_str!("assets/attached.js")),
    ("/fields.js", JS, include_str!("assets/fields.js")),
    ("/inputs.js", JS, include_str!("assets/inputs.js")),
    ("/search.js", JS, include_str!("assets/search.js")),
    ("/text.js", JS, include_str!("assets/text.js")),
    ("/menu.js", JS, include_str!("assets/menu.js")),
    ("/dom.js", JS, include_str!("assets/dom.js")),
];

/// One route per file.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES
        .iter()
        .fold(Router::new(), |router, &(path, kind, text)| {
            router.route(
                path,
                get(move || async move { ([(CONTENT_TYPE, kind)], text) }),
            )
        })
}
