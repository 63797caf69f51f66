//! The help page of each screen: what it is for, what to do next, which keys work there. F1 shows it beside the screen.

use crate::app::shortcut::Place;

/// What is on screen, for the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The referral desk.
    Home,
    /// The search for a client.
    Search,
    /// A client being added.
    Add,
    /// Client information.
    Profile,
    /// Client information being corrected.
    Correct,
    /// A client's enrollments.
    Enrollments,
    /// The move-in of an enrollment.
    MoveIn,
    /// What arose during a stay.
    During,
    /// One record of it in its form.
    Occasion,
    /// A client's CE Events.
    Events,
    /// One CE Event in its form.
    Event,
    /// A client's case notes.
    Notes,
    /// One case note.
    Note,
    /// The saves of a client.
    History,
    /// A record as it was.
    Then,
    /// A save about to be taken back.
    Undo,
    /// Intake: who is in the household.
    Family,
    /// Intake: somebody new in the household.
    Join,
    /// Intake: the program and the dates.
    Program,
    /// An assessment or an exit: of which day, and who.
    When,
    /// Intake: the questions to one member.
    Universal,
    /// Intake: what the program's type and grants ask of one member.
    Assess,
    /// Intake: the summary.
    Finish,
    /// Import and export.
    Exchange,
    /// Help.
    Help,
    /// The settings.
    Settings,
    /// The list of programs and organizations.
    Programs,
    /// Passphrase and recovery key.
    Security,
    /// The backups, in the settings.
    Backups,
    /// Records that cannot be opened as usual, or a backup to be put back.
    Recovery,
}

/// A page.
pub struct SpotPage {
    /// What the screen is called.
    pub title: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// What to do next.
    pub next: &'static str,
    /// Where the keys belong that work there, besides those that work everywhere.
    pub places: &'static [Place],
}

impl Spot {
    /// Every one.
    pub const ALL: [Self; 30] = [
        Self::Home,
        Self::Search,
        Self::Add,
        Self::Profile,
        Self::Correct,
        Self::Enrollments,
        Self::MoveIn,
        Self::During,
        Self::Occasion,
        Self::Events,
        Self::Event,
        Self::Notes,
        Self::Note,
        Self::History,
        Self::Then,
        Self::Undo,
        Self::Family,
        Self::Join,
        Self::Program,
        Self::When,
        Self::Universal,
        Self::Assess,
        Self::Finish,
        Self::Exchange,
        Self::Help,
        Self::Settings,
        Self::Programs,
        Self::Security,
        Self::Backups,
        Self::Recovery,
    ];

    /// Its page.
    pub fn page(self) -> SpotPage {
        let page = |title, purpose, next, places| SpotPage { title, purpose, next, places };
        match self {
            Self::Home => page(
                "Home",
                "The referral desk: every open referral to your organization, the one that has waited longest first. A referral stays here until it has a result, a successful one until the household has moved in or left. Below them stand annual assessments that are due, answers that are owed, and what you began.",
                "Go to a referral and open it; its line says what comes next. Acknowledge it, enroll the household, or record why it did not work out. The row above the list shows one state alone, the households whose annual assessment is due or that owe answers, or what is not finished.",
                &[Place::List, Place::Referrals],
            ),
            Self::Search => page(
                "Clients",
                "Finds a client on this desk: by a part of the name, the date of birth, the last four digits of the SSN, or the client ID.",
                "Type, then press Enter for the first one found. If nobody fits, add the client.",
                &[Place::Search],
            ),
            Self::Add => page(
                "Add client",
                "Makes a record for a person who is not on this desk yet. While you type, people who may be the same person are shown.",
                "Look at those first: a second record for the same person is hard to undo. If it is none of them, answer the questions and save.",
                &[Place::Form],
            ),
            Self::Profile => page(
                "Client information",
                "What the record says about the client: name, Social Security Number, date of birth, race and ethnicity, veteran status.",
                "Edit corrects it. For the referral, open CE Event in the menu; to enroll the household, start the Intake.",
                &[Place::Record],
            ),
            Self::Correct => page(
                "Client information, edit",
                "Corrects what the record says about the client. What the rules find is said under the field.",
                "Change what is wrong, and save. Cancel gives up what you typed; Esc closes the form and keeps it.",
                &[Place::Form, Place::Record],
            ),
            Self::Enrollments => page(
                "Enrollments",
                "Every stay of the client in a program, the newest first, with the people who were in the household.",
                "Check that the household is not in the program already. Then start the Intake.",
                &[Place::Record],
            ),
            Self::MoveIn => page(
                "Move-in",
                "Records the day on which the household moved in. Successful means enrolled, so the referral waits on Home until this day is known.",
                "Enter the first night in the unit, and save. If the household will never move in, enter the reason in the CE Event instead.",
                &[Place::Form, Place::Date],
            ),
            Self::During => page(
                "During the stay",
                "What was recorded between project start and exit: contacts, the engagement, assessments, services, the newest first.",
                "Add what happened, each time as a record of its own. What there is to add, the program's type and grants say. Enter opens a record to correct or delete it.",
                &[Place::Record, Place::List],
            ),
            Self::Occasion => page(
                "A record of the stay",
                "One contact, assessment or service on its day. What the answers lead to is asked next; what they do not lead to is not kept.",
                "Enter the day on which it happened, answer what is asked, and save. Delete takes a record away that should not be there.",
                &[Place::Form, Place::Date, Place::Record],
            ),
            Self::Events => page(
                "CE Event",
                "What Coordinated Entry did for the client: services and referrals, the newest first. A referral without a result is marked Open.",
                "Open the referral to your program and record how it ended. Only Priority List Managers add events.",
                &[Place::Record, Place::List],
            ),
            Self::Event => page(
                "CE Event form",
                "Says how a referral ended. What was referred stands at the top; it belongs to the Priority List Manager who wrote it.",
                "Successful: do the Intake first, then choose the result; date and enrollment are proposed. Unsuccessful: choose who ended it, and add the reason if you know it. Then save.",
                &[Place::Form, Place::Record],
            ),
            Self::Notes => page(
                "Case Notes",
                "What your organization writes down about the client for itself, the newest first. HUD does not ask for it: no export has it, and the HMIS is not told of it.",
                "Read what is new. Add a note for what happened, and press Enter on one to correct it.",
                &[Place::Notes, Place::List, Place::Record],
            ),
            Self::Note => page(
                "A case note",
                "One note, with its day and what it is about. What you type is kept while you type it.",
                "Write the note, and save. Tick Read only when it is as it is to stay: after that nobody changes it. Delete takes a note away that was a mistake; History can bring it back.",
                &[Place::Memo, Place::Form, Place::Record],
            ),
            Self::History => page(
                "History",
                "Every save that changed this client's records, the newest first: when, who, what for, and what changed.",
                "Open a save to see each field, before and after. Enter a day to see the record as it was at its end.",
                &[Place::History, Place::List, Place::Record],
            ),
            Self::Then => page(
                "Earlier record",
                "The client's record as it was then, put together from the journal. It is for reading only; nothing in the record was changed.",
                "Read what you need. The button above leads back to the record as it is now; so does Esc, once this page is closed.",
                &[Place::Record],
            ),
            Self::Undo => page(
                "History, undo",
                "Takes one save back by a new save that puts back what it changed, all of it or nothing. Both stay in the history. What somebody changed since is never overwritten.",
                "Look at what will be written, say why, and save. An undo can be undone in the same way.",
                &[Place::Form, Place::Record],
            ),
            Self::Family => page(
                "Intake: Family Members",
                "Who belongs to the household, and who of them is present in this stay.",
                "Check everyone who is enrolling, and who is head of household. Type the name of another member, to add somebody new or who is found on this desk. Then go to the next step.",
                &[Place::Intake, Place::Form],
            ),
            Self::Join => page(
                "Intake: Add a new person",
                "Makes a record for a member of the household who is not on this desk yet. It is written with the household, by Finish.",
                "Look first at who may be here already. If it is none of them, answer the questions and save: that leads back to Family Members.",
                &[Place::Intake, Place::Form],
            ),
            Self::Program => page(
                "Intake: Program Enrollment",
                "Which program of your organization the household enters, and when.",
                "Choose the program; the one referred to is proposed. Enter the project start date of each member and how they are related.",
                &[Place::Intake, Place::Form],
            ),
            Self::When => page(
                "Day and Members",
                "Of which day the answers are, and who is assessed or leaves. What is asked next follows from the program and its grants.",
                "Enter the day and take the check away from who is not part of it. Whoever leaves alone must not be the head of household.",
                &[Place::Intake, Place::Form, Place::Date],
            ),
            Self::Universal => page(
                "Intake: Universal Data Assessment",
                "The questions that HUD asks of this member, as of the project start date. Each answer decides which questions follow.",
                "Answer with the number in front of the answer. Copy takes over the answers of the head of household for another member.",
                &[Place::Intake, Place::Form, Place::Answer],
            ),
            Self::Assess => page(
                "Intake: the program's questions",
                "What HUD asks of this member because of the program's type and its grants: income, benefits and insurance, disabilities, health and safety, and what a grant alone asks.",
                "Answer with the number in front of the answer; Space ticks. Where questions are asked as one, such as the disabilities, ask whether any applies: No to all that are blank answers the rest, and takes that back. Default Last takes over what was recorded last of this person, with the day that it names, Copy takes over the answers of the head of household. What is answered already stays.",
                &[Place::Intake, Place::Form, Place::Answer, Place::Boxes],
            ),
            Self::Finish => page(
                "Intake: Finish",
                "Shows what is still missing. What stops the enrollment is said first and must be fixed now; the rest can be answered later.",
                "Where something is marked, Go there opens its answer, and Esc comes back to this page. Once you have read the page, press Finish: Enter. It writes one enrollment for each member with what was recorded at its start, then opens the referral. Discard, at the end of the page, gives up what was typed, once you say so.",
                &[Place::Intake],
            ),
            Self::Exchange => page(
                "Exchange",
                "Brings in the HMIS CSV that your HMIS exported, and writes your work back as HMIS CSV.",
                "Type the path of a file, or browse for it. An import changes all or nothing, and lists what it could not take over. Where a full export does not hold any more what your HMIS sent before, it asks whether to keep that. Before an export is written it is checked: open what a rule found and go to its field, leave unfinished households out of an export of your changes, or say why it is written anyway. Check the file and Check the records write nothing.",
                &[Place::Exchange, Place::List],
            ),
            Self::Help => page(
                "Help",
                "The guide with its steps, every key, and a report for those who look after Wayhome.",
                "Keep the guide beside your work. Ask for help in any field to see what it means.",
                &[],
            ),
            Self::Settings => page(
                "Settings",
                "Where you work: workgroup, organization and location. How the desk looks, when it locks itself, and what opens it.",
                "Choose the organization that owns the housing program, then Apply. If you do not know which one that is, open Programs and organizations.",
                &[Place::Answer, Place::LongList],
            ),
            Self::Programs => page(
                "Programs and organizations",
                "Which organization owns which program.",
                "Type a part of the program's name. Then go back to the settings and choose the organization above it.",
                &[],
            ),
            Self::Security => page(
                "Passphrase and recovery key",
                "What opens this desk. The passphrase is yours to change at any time; the recovery key lies on paper, for the day on which it is forgotten.",
                "Change the passphrase if somebody may know it. Make a new recovery key if you cannot find the paper; the old one then opens nothing. A backup on another disk opens to the old ones until it is made anew.",
                &[],
            ),
            Self::Backups => page(
                "Backups",
                "When the last copy of your records was proved, and where copies are kept. They are sealed as the records are.",
                "Choose a folder on a USB stick or a share as the second place. Back up now before you take the stick away.",
                &[],
            ),
            Self::Recovery => page(
                "Recovery",
                "The records cannot be opened as usual. Whatever you choose here, nothing is deleted: what makes room is kept in a folder beside the records.",
                "If a backup reaches further than what can be read here, restore it. If none does, look at what is here for reading only, export it, and ask those who look after Wayhome.",
                &[],
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_says_what_it_is_for_and_what_is_next() {
        for spot in Spot::ALL {
            let page = spot.page();
            for words in [page.purpose, page.next] {
                assert!(words.ends_with('.') && words.len() > 20, "{spot:?}: {words}");
            }
            assert!(!page.title.is_empty() && !page.places.contains(&Place::Anywhere), "{spot:?}");
        }
    }
}
