//! Generated from `resources/hud/` by `build.rs`: the files, their rows, the field table, the code lists and enums.

use super::code::{Code, CodeList, ListedCode};
use super::entry::{Day, Entry, Instant, Money, Text, Value};
use super::field::{Column, FieldId, FileInfo, Kind, Origin, Page};
use super::id::{ClientId, EnrollmentId, EventId, ExportId, HouseholdId, OrganizationId, ProjectId, UserId};
use super::row::Row;
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/hud.rs"));
