//! Users: people who sign in.

use super::access::SiteAccess;
use super::email::Email;
use super::ids::UserId;
use super::name::check_name;
use super::secret::Secret;
use crate::error::Problem;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Field names of the user forms, as problems name them.
pub mod field {
    /// The sign-in name.
    pub const EMAIL: &str = "email";
    /// The shown name.
    pub const NAME: &str = crate::model::name::FIELD;
    /// A new password.
    pub const PASSWORD: &str = "password";
    /// The person's present password.
    pub const CURRENT_PASSWORD: &str = "current_password";
    /// Administrator or single rights.
    pub const ACCESS: &str = "access";
}

/// The fewest characters of a password (NIST SP 800-63B asks for at least 8; without a second
/// factor we ask for more).
pub const PASSWORD_MIN_CHARS: usize = 12;
/// The most bytes of a password that are hashed.
pub const PASSWORD_MAX_BYTES: usize = 1024;

/// A person as the lists show them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Identifies the user.
    pub id: UserId,
    /// The sign-in name.
    pub email: Email,
    /// The shown name.
    pub name: String,
    /// Whether the person may sign in.
    pub active: bool,
    /// What the person may do on site level.
    pub access: SiteAccess,
    /// When the user was created.
    pub created_at: DateTime<Utc>,
    /// When the person last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

/// A new user as typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserDraft {
    /// The sign-in name as typed.
    pub email: String,
    /// The shown name as typed.
    pub name: String,
    /// The first password.
    pub password: Secret,
    /// What the person shall be allowed to do.
    pub access: SiteAccess,
}

/// A user's new name and rights as typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserEdit {
    /// The shown name as typed.
    pub name: String,
    /// What the person shall be allowed to do.
    pub access: SiteAccess,
}

/// A new user whose every field holds.
#[derive(Clone, Debug)]
pub struct CheckedUser {
    /// The sign-in name.
    pub email: Email,
    /// The shown name.
    pub name: String,
    /// The first password.
    pub password: Secret,
    /// What the person shall be allowed to do.
    pub access: SiteAccess,
}

impl UserDraft {
    /// Checks every field and reports all problems at once.
    ///
    /// # Errors
    /// With one problem for each field that does not hold.
    pub fn check(self) -> Result<CheckedUser, Vec<Problem>> {
        let email = Email::parse(&self.email).map_err(|_| {
            Problem::field(field::EMAIL, "invalid_email", "This is not an e-mail address")
                .hint("Enter an address such as ada@example.com")
        });
        let name = check_name(&self.name);
        let password = check_password(&self.password);
        match (email, name, password) {
            (Ok(email), Ok(name), Ok(())) => {
                Ok(CheckedUser { email, name, password: self.password, access: self.access })
            }
            (email, name, password) => {
                Err([email.err(), name.err(), password.err()].into_iter().flatten().collect())
            }
        }
    }
}

/// Checks a new password.
///
/// # Errors
/// When it is too short to resist guessing or too long to be hashed.
pub fn check_password(password: &Secret) -> Result<(), Problem> {
    let text = password.reveal();
    if text.chars().count() < PASSWORD_MIN_CHARS {
        return Err(Problem::field(
            field::PASSWORD,
            "too_short",
            format!("A password has at least {PASSWORD_MIN_CHARS} characters"),
        )
        .hint("A few unrelated words are easy to remember and hard to guess"));
    }
    if text.len() > PASSWORD_MAX_BYTES {
        return Err(Problem::field(
            field::PASSWORD,
            "too_long",
            format!("A password has at most {PASSWORD_MAX_BYTES} bytes"),
        ));
    }
    Ok(())
}
