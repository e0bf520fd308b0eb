//! Stage 11: the role has no more than it needs, and nothing is about to expire; only warns.

mod catalog;
mod findings;

use super::Findings;
use super::words::Words;
use crate::target::sign_in::Session;
use app::model::certificate::CertificateView;
use app::model::connection::Trust;

/// Looks for excess rights and approaching ends.
pub(super) async fn look(
    words: &Words<'_>,
    session: &Session,
    shown: Option<&CertificateView>,
) -> Findings {
    let role = catalog::role(session).await.map_err(|error| words.broken(&error))?;
    let mut warnings = Vec::new();
    if let Some(role) = &role {
        warnings.extend(findings::rights(words, role));
        warnings.extend(findings::password(words, role));
    }
    if !role.as_ref().is_some_and(catalog::Role::is_superuser) {
        let others = catalog::other_schemas(words, session).await;
        let others = others.map_err(|error| words.broken(&error))?;
        warnings.extend(findings::other_schemas(words, &others));
    }
    let server = catalog::server(session).await.map_err(|error| words.broken(&error))?;
    warnings.extend(findings::server(&server));
    if let (Trust::Pinned { .. }, Some(shown)) = (&words.connection.trust, shown) {
        warnings.extend(findings::certificate(words, shown, server.now));
    }
    Ok(warnings)
}
