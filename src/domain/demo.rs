//! Three people to try the portal with. Their credentials are public, so they live only in an
//! empty database, and a portal that holds them serves nobody but this machine.

use super::{Fault, Portal, account_import, random};
use secrecy::SecretString;

/// The fact noted in the database while demo data is there.
const FACT: &str = "demo";

pub struct DemoPerson {
    pub nip: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub agency: &'static str,
    pub roles: &'static str,
    pub password: &'static str,
}

pub const PEOPLE: [DemoPerson; 3] = [
    DemoPerson {
        nip: "198609262015052001",
        name: "Sri Wahyuni",
        email: "sri.wahyuni@ambon.example",
        agency: "Pemerintah Kota Ambon",
        roles: "employee",
        password: "kopi-pagi-di-ambon",
    },
    DemoPerson {
        nip: "197903122005011003",
        name: "Bambang Hartono",
        email: "bambang.hartono@ambon.example",
        agency: "Pemerintah Kota Ambon",
        roles: "employee operator",
        password: "teh-sore-di-kantor",
    },
    DemoPerson {
        nip: "199108172023211007",
        name: "Rizky Pratama",
        email: "rizky.pratama@bkn.example",
        agency: "Badan Kepegawaian Negara",
        roles: "administrator",
        password: "jamu-malam-di-rumah",
    },
];

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("demo data goes only into an empty database, and this one holds accounts")]
    NotEmpty,
    #[error("a demo person is broken: {0}")]
    Person(#[from] account_import::RowProblem),
    #[error(transparent)]
    Busy(#[from] super::password::Busy),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<crate::store::StoreError> for DemoError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// Whether this database holds demo data.
///
/// # Errors
/// When the database fails.
pub async fn is_present(portal: &Portal) -> Result<bool, Fault> {
    Ok(portal.store.read().await?.installation(FACT).await?.is_some())
}

/// Adds the demo people, all or none; nothing happens where they are already.
///
/// # Errors
/// [`DemoError::NotEmpty`] where there are other accounts.
pub async fn add(portal: &Portal) -> Result<(), DemoError> {
    if is_present(portal).await? {
        return Ok(());
    }
    let mut unit = portal.store.write().await?;
    if unit.count_accounts().await? > 0 {
        return Err(DemoError::NotEmpty);
    }
    for person in &PEOPLE {
        let row = account_import::Row {
            nip: person.nip.to_owned(),
            name: person.name.to_owned(),
            email: person.email.to_owned(),
            agency: person.agency.to_owned(),
            roles: person.roles.to_owned(),
        };
        let id = random::new_id(portal.random(), portal.now());
        unit.import_account(&account_import::read(&row, id)?, portal.now()).await?;
        let password = SecretString::from(person.password);
        let hash = portal.passwords.admit()?.hash(&password, portal.random()).await?;
        unit.set_password(id, &hash, portal.now(), None).await?;
    }
    unit.note_installation(FACT, "three people with public passwords").await?;
    unit.commit().await?;
    Ok(())
}
