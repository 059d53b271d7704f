//! A month is over: its figures are worked out once, apart from the writer, and frozen in short steps.
//!
//! What is counted may change while it is counted: a note of that month is withdrawn, somebody erases their data. That
//! is as if it had happened a moment later, when the month was issued already, and an issued month never changes. No
//! new thing can happen in a month that is over, so nothing is missed.

use super::{
    deliver,
    queries::{self, Before, Did, Issued},
    rules::{self, Kept, ZONE},
};
use crate::{
    error::Result,
    figures::{Figure, Label, Measure, Member, Month, Period, Rules, Share, condense, suppress},
    ids::UserId,
    outbox, people,
    rituals::{Count, Counted, Keep, house::House},
    schedule::{self, FIGURES, Whose},
    settings::{self, FEWEST_PEOPLE, SKILLS},
    store::{Counting, Read, Readable, Tx},
};
use anyhow::Context;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// True if the last month that is over is to be issued: somebody reported to somebody when it began.
pub(super) fn is_due(read: &Read<'_>) -> Result<bool> {
    let month = Month::last_over(read.now, ZONE);
    let is_newer = queries::newest(read)?.is_none_or(|newest| newest < month);
    Ok(is_newer && queries::has_tree(read, month)?)
}

/// When that is to be looked at next.
pub(super) fn due_at(read: &Read<'_>) -> Result<DateTime<Utc>> {
    if is_due(read)? {
        return Ok(read.now);
    }
    Ok(Month::last_over(read.now, ZONE).after().bounds(ZONE).1)
}

/// Works the last month that is over out.
pub(super) fn work_out(read: &Read<'_>, house: &House) -> Result<Keep> {
    let month = Month::last_over(read.now, ZONE);
    let issued = figures_of(read, month, &Sources::of(house))?;
    Ok(keeping(issued))
}

/// What figures are made of.
pub(super) struct Sources {
    /// What is counted.
    pub(super) counts: Vec<&'static Count>,
    /// The columns that may be read for it.
    pub(super) readable: Vec<Readable>,
}

impl Sources {
    /// What the rituals declare.
    pub(super) fn of(house: &House) -> Self {
        Self {
            counts: house.counted().collect(),
            readable: house.readable(),
        }
    }
}

/// All figures of a month, as they will be kept.
pub(super) fn figures_of(read: &Read<'_>, month: Month, sources: &Sources) -> Result<Issued> {
    let k = settings::get(read, &FEWEST_PEOPLE)?;
    let before = queries::before(read, month.before())?;
    let skills = Skills::load(read)?;
    let mut roll = Roll::after(before.as_ref());
    let counting = read.counting(sources.readable.clone())?;
    let mut kept = stood(&counting, month, &mut roll)?;
    // Who stands in the tree is known by the same number a month later; nobody else needs one then.
    let members = roll.members(&kept);
    let shares = shares(&counting, sources, month, &skills, &mut roll, &kept)?;
    kept.shares = condense(shares, usize::try_from(k).unwrap_or(usize::MAX));
    drop(counting);

    let period = period(&kept)?;
    let earlier = match &before {
        Some(before) => Some((self::period(&before.kept)?, &before.table)),
        None => None,
    };
    let rules = Rules::new(usize::try_from(k).unwrap_or(usize::MAX));
    let earlier = earlier.as_ref().map(|(period, table)| (period, *table));
    let table = suppress(rules, &period, earlier);
    let people: BTreeMap<Member, &UserId> = members
        .iter()
        .map(|(member, user)| (*member, user))
        .collect();
    let levels = rules::levels(&period.tree, &kept.edges, rules.k);
    let readers = levels
        .into_iter()
        .filter_map(|(member, level)| Some(((*people.get(&member)?).clone(), level)))
        .collect();
    Ok(Issued {
        period: read
            .vault()
            .seal(&queries::seal_place(month), &kept.to_bytes())?,
        month,
        k,
        members,
        labels: skills.new,
        shown: table.figures().filter_map(shown).collect(),
        readers,
    })
}

fn shown((manager, measure, figure): (Member, Measure, Figure)) -> Option<(Member, Measure, u64)> {
    match figure {
        Figure::Shown(count) => Some((manager, measure, count)),
        Figure::Hidden => None,
    }
}

/// Who reported to whom when the month began, and who of them takes part: nobody else is in anybody's figures.
fn stood(counting: &Counting, month: Month, roll: &mut Roll) -> Result<Kept> {
    let lines = queries::lines(counting, month.bounds(ZONE).0)?;
    let edges: Vec<(Member, Member)> = lines
        .iter()
        .map(|(person, manager)| (roll.number(person), roll.number(manager)))
        .collect();
    let report: BTreeSet<Member> = edges.iter().map(|(person, _)| *person).collect();
    let programme = queries::programme(counting)?;
    let programme = programme.iter().filter_map(|person| roll.find(person));
    Ok(Kept {
        programme: programme.filter(|member| report.contains(member)).collect(),
        edges,
        shares: Vec::new(),
    })
}

/// What the rituals count, but nothing that somebody gave to a manager of theirs: that stands in nobody's digest.
fn shares(
    counting: &Counting,
    sources: &Sources,
    month: Month,
    skills: &Skills,
    roll: &mut Roll,
    kept: &Kept,
) -> Result<Vec<Share>> {
    let managers = managers_of(kept)?;
    let mut counted: HashMap<(Measure, Member, Option<Member>), u32> = HashMap::new();
    for count in &sources.counts {
        let measure = |did: &Did<'_>| match count.what {
            Counted::As(measure) => Some(measure),
            Counted::BySkill(of) => skills.by_text.get(did.skill?).map(|label| of(*label)),
        };
        queries::each(counting, count.sql, month, |did| {
            let (Some(measure), Some(giver)) = (measure(did), roll.find(did.giver)) else {
                return; // a skill that owners never set, or somebody who takes no part
            };
            let receiver = did.receiver.map(|receiver| roll.number(receiver));
            let is_upwards = |receiver| {
                managers
                    .get(&giver)
                    .is_some_and(|above: &BTreeSet<Member>| above.contains(&receiver))
            };
            if kept.programme.contains(&giver) && !receiver.is_some_and(is_upwards) {
                let so_far = counted.entry((measure, giver, receiver)).or_default();
                *so_far = so_far.saturating_add(did.count);
            }
        })?;
    }
    let shares = counted
        .into_iter()
        .map(|((measure, giver, receiver), count)| Share {
            measure,
            giver,
            receiver,
            count,
        });
    // In order, so that the same month is the same bytes.
    let mut shares: Vec<Share> = shares.collect();
    shares.sort_unstable_by_key(|share| (share.measure, share.giver, share.receiver));
    Ok(shares)
}

/// Everybody's managers, of all levels.
fn managers_of(kept: &Kept) -> Result<BTreeMap<Member, BTreeSet<Member>>> {
    let tree = period(kept)?.tree;
    let mut managers: BTreeMap<Member, BTreeSet<Member>> = BTreeMap::new();
    let all: BTreeSet<Member> = kept.edges.iter().map(|(_, manager)| *manager).collect();
    for manager in all {
        for person in tree.people_of(manager).into_iter().flatten() {
            managers.entry(*person).or_default().insert(manager);
        }
    }
    Ok(managers)
}

fn period(kept: &Kept) -> Result<Period> {
    // Whoever sets who reports to whom sees to it that there is no circle.
    Ok(kept
        .period()
        .map_err(|circle| anyhow::anyhow!("{circle:?}"))
        .context("who reports to whom goes round in a circle")?)
}

/// The skills that owners have set, ever.
struct Skills {
    by_text: HashMap<String, Label>,
    /// Those that have no number yet.
    new: Vec<(Label, String)>,
}

impl Skills {
    fn load(read: &Read<'_>) -> Result<Self> {
        let known = queries::labels(read)?.into_iter();
        let mut skills = Self {
            by_text: known.map(|(label, text)| (text, label)).collect(),
            new: Vec::new(),
        };
        for skill in settings::ever(read, &SKILLS)?.into_iter().flatten() {
            if !skills.by_text.contains_key(&skill) {
                let next = u16::try_from(skills.by_text.len());
                let next = Label(next.context("more skills than there are numbers")?);
                skills.by_text.insert(skill.clone(), next);
                skills.new.push((next, skill));
            }
        }
        Ok(skills)
    }
}

/// Keeps a month in short steps, of which the last but the clearing away issues it. Whatever comes in between, it is
/// issued as a whole or not at all.
pub(super) fn keeping(issued: Issued) -> Keep {
    let mut next = Next::Begin;
    Box::new(move |tx| {
        next = step(tx, &issued, next)?;
        Ok(next == Next::Nothing)
    })
}

/// Rows that one step keeps.
const A_STEP: usize = 200;

/// What is kept next, and from which row on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Begin,
    Members(usize),
    Figures(usize),
    Readers(usize),
    Issue,
    Homes(usize),
    Clear,
    Nothing,
}

fn step(tx: &Tx<'_>, issued: &Issued, next: Next) -> Result<Next> {
    let month = issued.month;
    Ok(match next {
        Next::Begin if queries::is_issued(tx, month)? => Next::Nothing,
        Next::Begin => {
            queries::begin(tx, issued)?;
            Next::Members(0)
        }
        Next::Members(from) => match rows(&issued.members, from) {
            [] => Next::Figures(0),
            members => {
                queries::keep_members(tx, month, members)?;
                Next::Members(from + A_STEP)
            }
        },
        Next::Figures(from) => match rows(&issued.shown, from) {
            [] => Next::Readers(0),
            figures => {
                queries::keep_figures(tx, month, figures)?;
                Next::Figures(from + A_STEP)
            }
        },
        Next::Readers(from) => match rows(&issued.readers, from) {
            [] => Next::Issue,
            readers => {
                for reader in readers {
                    // Where no level has enough people there is nothing to send.
                    let due_at = match reader {
                        (_, None) => None,
                        (reader, Some(_)) => {
                            Some(rules::due_at(month, people::zone_of(tx, reader)?, tx.now))
                        }
                    };
                    queries::keep_reader(tx, month, reader, due_at)?;
                }
                Next::Readers(from + A_STEP)
            }
        },
        Next::Issue => {
            queries::issue(tx, month)?;
            let date = deliver::date_of(month);
            schedule::note(tx, FIGURES.name, &Whose::Everybodys, date, None)?;
            Next::Homes(0)
        }
        Next::Homes(from) => match rows(&issued.readers, from) {
            [] => Next::Clear,
            readers => {
                for (reader, _) in readers {
                    outbox::refresh_home(tx, reader)?;
                }
                Next::Homes(from + A_STEP)
            }
        },
        Next::Clear if queries::clear(tx, month, A_STEP)? => Next::Nothing,
        Next::Clear => Next::Clear,
        Next::Nothing => Next::Nothing,
    })
}

/// The rows of one step.
fn rows<T>(all: &[T], from: usize) -> &[T] {
    let left = all.get(from..).unwrap_or_default();
    &left[..left.len().min(A_STEP)]
}

/// Numbers for people: those of the month before, and new ones.
struct Roll {
    numbers: HashMap<String, Member>,
    next: u32,
}

impl Roll {
    fn after(before: Option<&Before>) -> Self {
        let known = before.map_or(&[][..], |before| &before.numbers);
        Self {
            // Numbers that are nobody's any more are given to nobody else.
            next: known
                .iter()
                .map(|(_, member)| member.0 + 1)
                .max()
                .unwrap_or(0),
            numbers: known
                .iter()
                .filter(|(user, _)| !user.is_nobody())
                .map(|(user, member)| (user.as_str().to_owned(), *member))
                .collect(),
        }
    }

    fn find(&self, person: &str) -> Option<Member> {
        self.numbers.get(person).copied()
    }

    fn number(&mut self, person: &str) -> Member {
        if let Some(member) = self.find(person) {
            return member;
        }
        let member = Member(self.next);
        self.next += 1;
        self.numbers.insert(person.to_owned(), member);
        member
    }

    /// Who stands in the tree.
    fn members(&self, kept: &Kept) -> Vec<(Member, UserId)> {
        let ends = kept.edges.iter();
        let stand: BTreeSet<Member> = ends.flat_map(|(a, b)| [*a, *b]).collect();
        let member = |(person, member): (&String, &Member)| (*member, UserId::new(person));
        let all = self.numbers.iter().map(member);
        let mut members: Vec<(Member, UserId)> =
            all.filter(|(member, _)| stand.contains(member)).collect();
        members.sort_unstable_by_key(|(member, _)| *member);
        members
    }
}
