//! The answers about referrals, which come in a file of their own (`CustomReferral.csv`).

use super::Reading;
use super::ahead::{Ahead, Part, Single};
use crate::domain::Packed;
use crate::domain::words::{count as counted, were};
use crate::exchange::custom;
use crate::exchange::error::Error;
use crate::exchange::report::{FileCount, Outcome};
use crate::exchange::table::{MOST_COLUMNS, Torn};

impl Reading {
    /// The answers about referrals, each put to its event.
    pub(super) fn custom(&mut self, ahead: &Ahead) -> Result<(), Error> {
        let Part::Begin(heads) = ahead.next()? else { return Ok(()) };
        let mut answers = custom::Answers::default();
        let name = format!("{}.csv", custom::NAME);
        if let Some(dialect) = heads.dialect {
            let words = format!("The file was not read: {dialect}. {}", dialect.help());
            self.say_of(&name, 0, None, "R-IMP-2", Outcome::Refused, words);
            return Ok(());
        }
        let mut count = FileCount { file: name.clone(), ..FileCount::default() };
        let heads = loop {
            match ahead.next()? {
                Part::Rows(hand, rows) => {
                    self.progress.steps(hand.len())?;
                    for (single, row) in hand.into_iter().zip(rows) {
                        self.progress.ask()?;
                        self.answer(&name, &single, &row, &mut answers, &mut count);
                    }
                }
                Part::End(heads) => break heads,
                Part::Begin(_) => {}
            }
        };
        self.report.files.push(count);
        self.bytes_of(&name, &heads);
        for head in heads.list.iter().filter(|head| head.column.is_none() && head.filled > 0).take(MOST_COLUMNS) {
            let words =
                format!("The column is not of HUD's template; {} {} not taken over.", counted(head.filled, "value"), were(head.filled));
            self.say_of(&name, 0, Some(&head.name), "R-IMP-1", Outcome::Refused, words);
        }
        for row in answers.into_rows() {
            if let Some(client) = self.events.get(row.key()) {
                self.folders[client].0.push(row);
            }
        }
        Ok(())
    }

    /// Takes one answer, or says why not.
    fn answer(&mut self, name: &str, single: &Single, row: &Packed, answers: &mut custom::Answers, count: &mut FileCount) {
        count.read += 1;
        let (line, latest) = (single.line, self.latest.map(|year| year + 10));
        let extra = single.rest.as_ref().map_or(0, |rest| rest.beside.extra);
        if extra > 0 {
            let words = format!("The row has {} more than the header; what is beyond it was not taken over.", counted(extra, "cell"));
            self.say_of(name, line, None, "R-IMP-3", Outcome::Refused, words);
        }
        if single.rest.as_ref().is_some_and(|rest| rest.beside.torn.is_some()) {
            self.say_of(name, line, None, "R-IMP-3", Outcome::Changed, Torn::WORDS);
        }
        let (clients, events) = (&self.clients, &self.events);
        let known = |event: &str, client: &str| events.get(event).is_some_and(|of| clients.get(client) == Some(of));
        let answer = match single.rest.as_ref().and_then(|rest| rest.beside.broken) {
            Some(why) => Err(("R-IMP-3", format!("The row cannot be read: {why}."))),
            None => answers.take(row, latest, known),
        };
        match answer {
            Ok(remark) => {
                count.kept += 1;
                if let Some(words) = remark {
                    self.say_of(name, line, Some("CustomAnswer"), "R-IMP-6", Outcome::Kept, words);
                }
            }
            Err((rule, words)) => {
                count.refused += 1;
                self.say_of(name, line, None, rule, Outcome::Refused, words);
            }
        }
    }
}
