//! Time zones by their names in the IANA database.

/// Names that browsers still give and PostgreSQL may not know any more, and the ones that came in
/// their place (`backward` of the IANA database; CLDR keeps the names of its beginning).
const RENAMED: [(&str, &str); 19] = [
    ("Africa/Asmera", "Africa/Asmara"),
    ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ("America/Catamarca", "America/Argentina/Catamarca"),
    ("America/Coral_Harbour", "America/Atikokan"),
    ("America/Cordoba", "America/Argentina/Cordoba"),
    ("America/Godthab", "America/Nuuk"),
    ("America/Indianapolis", "America/Indiana/Indianapolis"),
    ("America/Jujuy", "America/Argentina/Jujuy"),
    ("America/Louisville", "America/Kentucky/Louisville"),
    ("America/Mendoza", "America/Argentina/Mendoza"),
    ("Asia/Calcutta", "Asia/Kolkata"),
    ("Asia/Katmandu", "Asia/Kathmandu"),
    ("Asia/Rangoon", "Asia/Yangon"),
    ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
    ("Atlantic/Faeroe", "Atlantic/Faroe"),
    ("Europe/Kiev", "Europe/Kyiv"),
    ("Pacific/Enderbury", "Pacific/Kanton"),
    ("Pacific/Ponape", "Pacific/Pohnpei"),
    ("Pacific/Truk", "Pacific/Chuuk"),
];

/// Under which name to ask where a zone is not known: its present one, else UTC; none after UTC.
pub fn instead_of(zone: &str) -> Option<&'static str> {
    let renamed = RENAMED.iter().find(|(old, _)| *old == zone);
    renamed.map_or((zone != "UTC").then_some("UTC"), |(_, name)| Some(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_that_is_not_known_is_asked_for_by_its_present_name_then_as_utc() {
        assert_eq!(instead_of("Asia/Calcutta"), Some("Asia/Kolkata"));
        assert_eq!(instead_of("Asia/Kolkata"), Some("UTC"));
        assert_eq!(instead_of("UTC"), None);
        for (_, name) in RENAMED {
            assert_eq!(instead_of(name), Some("UTC"), "{name}");
        }
    }
}
