//! The frame around every screen: navigation, the top bar with the working context, the status bar, the sidebar; above the status bar
//! what was said and stays (`said`).

mod said;

use super::action::Destination;
use super::aside::{self, Stand};
use super::context::{Context, Room};
use super::icon::{Icon, icon};
use super::screen::{Screen, client, settings};
use super::session::{PAGE, Session};
use super::shortcut::{self, Command};
use super::theme::{Tone, container as boxes, space, text};
use super::widget::access::{Info, Role};
use super::widget::{Control as _, Kind, badge, banner, button, icon_button, inert, scroll, semantics, spoken, unspoken, whole};
use super::{Element, Message};
use crate::domain::Instant;
use iced::widget::{column, container, opaque, responsive, row, rule, sensor, space as gap, stack};
use iced::{Alignment, Length, Padding, Size};

/// What looks for somebody.
const FIND: &str = "Find a client…";
/// Narrower than this, px, a window has no room for its words.
const SMALL: f32 = 600.0;

/// The whole desk, in the room that there is.
pub fn desk(session: &Session, now: Instant) -> Element<'_, Message> {
    responsive(move |window| frame(session, Context { room: Room { window, page: window }, ..session.context(now) })).into()
}

fn frame<'a>(session: &'a Session, cx: Context<'a>) -> Element<'a, Message> {
    let page = responsive(move |room| {
        let beside = matches!(&session.screen, Screen::Intake(intake) if intake.has_side(&cx));
        let width = room.width - if beside { space::SIDE } else { 0.0 };
        let (edge, beside) = (cx.edge(), cx.side());
        let page = Size::new(width - 2.0 * beside, room.height - 2.0 * edge);
        let cx = Context { room: Room { page, ..cx.room }, ..cx };
        let (side, page) = screen(session, &cx);
        let page = scroll(container(page).padding([edge, beside]).width(Length::Fill)).id(PAGE);
        let foot = foot(session, &cx);
        // What stands beside it has a place in any case: a window that becomes narrow takes the keyboard from nobody.
        row![side.unwrap_or_else(|| gap().into()), column![page].push(foot)].into()
    });
    let stand = session.aside.stand(cx.room.window, session.settings.as_ref().map(|_| settings::WIDTH));
    let aside = session.aside.view(session.spot(), session.in_sight(), stand, &cx);
    let icons = cx.narrow() || aside.is_some() && stand == Stand::Close;
    let (docked, below, over) = match stand {
        Stand::Beside | Stand::Close => (aside, None, None),
        Stand::Below => (None, aside, None),
        Stand::Over => (None, None, aside),
    };
    let scale = f32::from(cx.desk.scale) / 100.0;
    // The line above the page is as wide as the page, what is docked beside that or not.
    let taken = if icons { space::NAV_NARROW } else { space::NAV_WIDE } + if docked.is_some() { aside::WIDTH } else { 0.0 };
    let across = Size::new(cx.room.window.width - taken - 2.0 * cx.side(), cx.room.window.height);
    let above = Context { room: Room { page: across, ..cx.room }, ..cx };
    let above = [notices(session, &cx), person(session, &above)].map(|part| whole(part, scale));
    let body = row![navigation(session, icons), column(above).push(page).width(Length::Fill)].push(docked).height(Length::Fill);
    let base = column![whole(top(session, &cx), scale), body];
    let mut layers = stack![inert(base, session.settings.is_some())];
    if let Some(settings) = &session.settings {
        // Not modal: the help beside it can be used as well.
        let side = semantics(Info::new(Role::Dialog, "Settings"), settings.view(&cx).map(Message::Settings));
        layers = layers.push(container(opaque(side)).align_right(Length::Fill).height(Length::Fill));
    }
    if let Some(over) = over {
        let free = cx.room.window.width - aside::WIDTH;
        let right = if session.settings.is_some() { settings::WIDTH.min(free) } else { 0.0 };
        let over = container(opaque(over)).align_right(Length::Fill).height(Length::Fill);
        layers = layers.push(over.padding(Padding { right, ..Padding::ZERO }));
    }
    // Below everything and beside nothing: it covers nothing, and what stands above it stays where it is.
    let said = whole(said::staying(session, &cx), scale);
    let below = whole(below.unwrap_or_else(|| gap().into()), scale);
    sensor(column![layers, below, said, whole(said::status(session, &cx), scale)]).on_resize(Message::Window).into()
}

/// Whose record is on show, above the page, so that it never scrolls away.
fn person<'a>(session: &'a Session, cx: &Context<'a>) -> Element<'a, Message> {
    let line = match &session.screen {
        Screen::Client(s) => s.head(cx).map(Message::Client),
        Screen::Intake(s) => s.head(cx),
        _ => return gap().into(),
    };
    container(line).width(Length::Fill).padding([cx.bar(), cx.side()]).style(boxes::bar).into()
}

/// What stays below the page while it scrolls, where something does.
fn foot<'a>(session: &'a Session, cx: &Context<'a>) -> Option<Element<'a, Message>> {
    let foot = match &session.screen {
        Screen::Client(record) => record.foot(cx)?.map(Message::Client),
        Screen::Intake(intake) => intake.foot(cx)?.map(Message::Intake),
        Screen::Exchange => session.exchange.foot(cx)?.map(Message::Exchange),
        _ => return None,
    };
    let lined = column![
        rule::horizontal(1).style(boxes::line),
        container(foot).padding([if cx.low() { space::S4 } else { space::S12 }, cx.side()])
    ];
    Some(container(lined).width(Length::Fill).style(boxes::bar).into())
}

/// What stays beside the page while it scrolls, where something does, and the page.
fn screen<'a>(session: &'a Session, cx: &Context<'a>) -> (Option<Element<'a, Message>>, Element<'a, Message>) {
    let page = match &session.screen {
        Screen::Intake(s) => {
            let (steps, page) = s.view(cx);
            let bar = |steps| container(scroll(container(steps).padding(space::S16))).width(space::SIDE).style(boxes::bar).into();
            return (steps.map(|steps| bar(steps.map(Message::Intake))), page.map(Message::Intake));
        }
        Screen::Client(s) => {
            let menu = |menu| {
                let menu = scroll(container(menu).padding(Padding { right: 0.0, ..space::S24.into() }));
                menu.width(client::MENU + space::S24).into()
            };
            return (s.side(cx).map(|side| menu(side.map(Message::Client))), s.view(cx).map(Message::Client));
        }
        Screen::Home(s) => s.view(cx).map(Message::Home),
        Screen::Clients(s) => s.view(cx).map(Message::Clients),
        Screen::Exchange => session.exchange.view(cx).map(Message::Exchange),
        Screen::Help(s) => s.view(cx),
    };
    (None, page)
}

fn top<'a>(session: &Session, cx: &Context<'a>) -> Element<'a, Message> {
    let location = cx.desk.location.trim();
    let place = if location.is_empty() { String::new() } else { format!(" · {location}") };
    // Takes the room that is left, so that a long name is broken into lines and squeezes nothing.
    let workgroup = format!("{}{place}", cx.desk.workgroup.label());
    let name = cx.organization_name();
    let organization =
        spoken(format!("Organization: {name}"), if cx.low() { text::label(name).style(text::plain) } else { text::strong(name) });
    let context =
        column![organization, spoken(format!("Workgroup: {workgroup}"), text::hint(workgroup))].align_x(Alignment::End).width(Length::Fill);
    // In very large text its words would leave the organization none.
    let find = if cx.room.window.width < SMALL { icon_button(Icon::Search, FIND) } else { button(FIND).icon(Icon::Search) };
    let find = find.id("find").kind(Kind::Plain).hint(shortcut::hint(Command::Find)).on_press(Message::Go(Destination::Clients));
    let user = button(initials(&cx.worker.name))
        .called(format!("Settings of {} ({})", cx.worker.name, initials(&cx.worker.name)))
        .id("user")
        .icon(Icon::User)
        .hint(shortcut::hint(Command::Settings))
        .on_press(Message::Sidebar(true));
    let demo = session.demo.then(|| badge(if cx.narrow() { "Demo" } else { "Demo: invented people" }, Tone::Warn));
    let mark: Element<'_, Message> =
        if cx.narrow() { icon(Icon::Signpost).style(text::primary).into() } else { container(brand()).width(space::NAV_WIDE).into() };
    let bar = row![mark, find]
        .push(demo)
        .push(context)
        .push(privacy(cx))
        .push(user)
        .spacing(if cx.low() { space::S12 } else { space::S16 })
        .align_y(Alignment::Center)
        .padding([cx.bar(), space::S16]);
    container(bar).width(Length::Fill).style(boxes::bar).into()
}

/// Hides who people are, and says so while it does.
fn privacy<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    let (icon, label) = if cx.desk.privacy { (Icon::EyeOff, "Privacy is on") } else { (Icon::Eye, "Privacy") };
    let entry = if cx.narrow() { icon_button(icon, label) } else { button(label).icon(icon).kind(Kind::Quiet) };
    let tip = if cx.desk.privacy { "Show names, SSN and dates of birth" } else { "Hide names, SSN and dates of birth" };
    entry
        .id("privacy")
        .selected(cx.desk.privacy)
        .tip(tip)
        .hint(shortcut::hint(Command::Privacy))
        .on_press(Message::Command(Command::Privacy))
        .into()
}

/// The name of the program with its mark; the window is called so.
pub fn brand<'a, M: 'a>() -> Element<'a, M> {
    unspoken(row![icon(Icon::Signpost).style(text::primary), text::section("Wayhome")].spacing(space::S8).align_y(Alignment::Center))
}

/// `Mai Green` → `MG`.
fn initials(name: &str) -> String {
    let letters: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    letters.to_uppercase()
}

/// The places of the desk, with words or as icons alone.
fn navigation<'a>(session: &Session, narrow: bool) -> Element<'a, Message> {
    let plain = |id: &'static str, label: &'static str, icon: Icon, command: Command| {
        let keys = shortcut::hint(command);
        let entry = match narrow {
            true => icon_button(icon, label).tip(format!("{label} ({keys})")),
            false => button(label).icon(icon).hint(keys.clone()).description(keys),
        };
        entry.id(id).kind(Kind::Nav).width(Length::Fill)
    };
    let entry = |id: &'static str, label: &'static str, icon: Icon, command: Command, to: Destination, here: bool| {
        plain(id, label, icon, command).selected(here).on_press(Message::Go(to))
    };
    let clients = matches!(session.screen, Screen::Clients(_) | Screen::Client(_) | Screen::Intake(_));
    let bar = column![
        entry("nav-home", "Home", Icon::Home, Command::Home, Destination::Home, matches!(session.screen, Screen::Home(_))),
        entry("nav-clients", "Clients", Icon::Users, Command::Find, Destination::Clients, clients),
        entry(
            "nav-exchange",
            "Exchange",
            Icon::Shuffle,
            Command::Exchange,
            Destination::Exchange,
            matches!(session.screen, Screen::Exchange)
        ),
        gap().height(Length::Fill),
        entry("nav-help", "Help", Icon::Help, Command::Manual, Destination::Help, matches!(session.screen, Screen::Help(_))),
        plain("nav-lock", "Lock", Icon::Lock, Command::Lock).on_press(Message::Command(Command::Lock)),
    ]
    .spacing(space::S4)
    .padding(space::S12);
    container(bar).width(if narrow { space::NAV_NARROW } else { space::NAV_WIDE }).height(Length::Fill).style(boxes::bar).into()
}

fn notices<'a>(session: &Session, cx: &Context<'_>) -> Element<'a, Message> {
    let understood = |at| Some(("Understood", Message::Forget(at)));
    let lines = session.notices.iter().enumerate().map(|(at, words)| banner(Tone::Warn, words.clone(), understood(at)));
    // It stays until a backup is where it should be.
    let again = (!cx.backups.running).then_some(("Back up again", Message::BackUp));
    let trouble = cx.backups.trouble.as_ref().map(|words| banner(Tone::Bad, words.clone(), again));
    let lines: Vec<Element<'a, Message>> = lines.chain(trouble).collect();
    let padding = if lines.is_empty() { 0.0 } else { space::S16 };
    container(column(lines).spacing(space::S8)).padding(padding).into()
}
