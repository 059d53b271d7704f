//! What the house keeps of a person, as values, and how a person's data is cut into pages. Pure: sizes in, ranges out.

use chrono::{DateTime, Utc};
use std::ops::Range;

/// Blocks that the entries of one page may take; Slack allows 100 in a form, and a page has a few of its own.
const BLOCKS_A_PAGE: usize = 80;
/// Bytes that they may take; Slack allows 250,000 for a whole form, and in JSON they are escaped a second time.
const BYTES_A_PAGE: usize = 60_000;
/// Messages that one entry lists.
pub(super) const TOLD_AN_ENTRY: usize = 20;

/// What Slack says of somebody, as it is kept.
pub(super) struct PersonRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) full_name: Option<String>,
    pub(super) handle: String,
    pub(super) email: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) standing: String,
    pub(super) is_admin: bool,
    pub(super) dm: Option<String>,
    pub(super) updated_at: DateTime<Utc>,
}

/// One message to somebody, without its text, which is never kept.
pub(super) struct Told {
    pub(super) subject: String,
    pub(super) state: String,
    pub(super) created_at: DateTime<Utc>,
}

/// Cuts entries of these sizes (blocks, bytes) into pages, in order; at least one page, and each as full as it can be.
pub(super) fn pages(sizes: &[(usize, usize)]) -> Vec<Range<usize>> {
    let (mut pages, mut begin) = (Vec::new(), 0);
    let (mut blocks, mut bytes) = (0, 0);
    for (at, (its_blocks, its_bytes)) in sizes.iter().enumerate() {
        let is_full = blocks + its_blocks > BLOCKS_A_PAGE || bytes + its_bytes > BYTES_A_PAGE;
        if is_full && at > begin {
            pages.push(begin..at);
            (begin, blocks, bytes) = (at, 0, 0);
        }
        blocks += its_blocks;
        bytes += its_bytes;
    }
    pages.push(begin..sizes.len());
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_one_empty_page() {
        let pages = pages(&[]);
        assert_eq!((pages.len(), pages[0].len()), (1, 0));
    }

    proptest! {
        #[test]
        fn every_entry_stands_on_one_page_and_no_page_is_too_full(sizes in proptest::collection::vec((1_usize..12, 1_usize..50_000), 0..200)) {
            let pages = pages(&sizes);
            let mut next = 0;
            for page in &pages {
                prop_assert_eq!(page.start, next);
                next = page.end;
                let on_it = &sizes[page.clone()];
                prop_assert!(on_it.iter().map(|(blocks, _)| blocks).sum::<usize>() <= BLOCKS_A_PAGE);
                prop_assert!(on_it.iter().map(|(_, bytes)| bytes).sum::<usize>() <= BYTES_A_PAGE);
                prop_assert!(!on_it.is_empty() || sizes.is_empty());
            }
            prop_assert_eq!(next, sizes.len());
        }
    }
}
