//! The agency's side of an export: organizations, the programs they own, who funds them and which of them take referrals.

use super::hud::{
    Affiliation, CEParticipation, Export, ExtraOfAgency, File, Funder, HMISParticipation, Inventory, Organization, Project, ProjectCoC,
    User,
};
use super::id::{OrganizationId, ProjectId};
use super::row::{Packed, Row};

macro_rules! agency {
    ($($(#[$doc:meta])* $field:ident: $row:ident),* $(,)?) => {
        /// Every row that belongs to no client.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Agency {
            $($(#[$doc])* pub $field: Vec<$row>,)*
        }

        impl Agency {
            /// An agency from its stored rows.
            pub fn from_packed<'a>(rows: impl IntoIterator<Item = &'a Packed>) -> Self {
                let mut agency = Self::default();
                for row in rows {
                    match row.file() {
                        $(Some(File::$row) => agency.$field.push(row.typed()),)*
                        _ => {}
                    }
                }
                agency
            }

            /// Every row.
            pub fn rows(&self) -> impl Iterator<Item = &dyn Row> {
                std::iter::empty::<&dyn Row>()$(.chain(self.$field.iter().map(|r| r as &dyn Row)))*
            }

            /// Every row, to be changed in place, in the same order.
            pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut dyn Row> {
                std::iter::empty::<&mut dyn Row>()$(.chain(self.$field.iter_mut().map(|r| r as &mut dyn Row)))*
            }

            /// Lets go of every row that is not wanted.
            pub fn retain(&mut self, mut wanted: impl FnMut(&dyn Row) -> bool) {
                $(self.$field.retain(|row| wanted(row));)*
            }
        }
    };
}

agency! {
    /// Where the data came from.
    exports: Export,
    /// Organizations.
    organizations: Organization,
    /// Who entered what.
    users: User,
    /// Projects; users say programs.
    projects: Project,
    /// The CoCs of the projects.
    cocs: ProjectCoC,
    /// Grants.
    funders: Funder,
    /// Beds and units.
    inventory: Inventory,
    /// Affiliations.
    affiliations: Affiliation,
    /// HMIS participation.
    hmis: HMISParticipation,
    /// Coordinated entry participation.
    ce: CEParticipation,
    /// Cells of columns that are not HUD's, and which columns those are.
    extras: ExtraOfAgency,
}

impl Agency {
    /// A project by its id.
    pub fn project(&self, id: &ProjectId) -> Option<&Project> {
        self.projects.iter().find(|p| p.project_id == *id)
    }

    /// An organization by its id.
    pub fn organization(&self, id: &OrganizationId) -> Option<&Organization> {
        self.organizations.iter().find(|o| o.organization_id == *id)
    }

    /// The organization that owns a project.
    pub fn owner(&self, id: &ProjectId) -> Option<&Organization> {
        self.project(id).and_then(|p| self.organization(&p.organization_id))
    }

    /// The projects that an organization owns, as they came.
    pub fn projects_of<'a>(&'a self, id: &'a OrganizationId) -> impl Iterator<Item = &'a Project> {
        self.projects.iter().filter(move |p| p.organization_id == *id && p.date_deleted.is_blank())
    }

    /// A project's name, or its id as it came (a location may be free text, R-420-16).
    pub fn project_name(&self, id: &str) -> String {
        self.project(&ProjectId::new(id)).map_or_else(|| id.to_owned(), |p| p.project_name.as_str().to_owned())
    }
}
