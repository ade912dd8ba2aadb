//! Web Authentication, spoken by a library: questions to devices and their answers. The domain that passkeys are bound to is that of
//! the hall's public address.

use crate::config::PublicUrl;
use crm::sign_in::Passkey;
use operations::passkeys::{Made, Owner, Question, RelyingParty};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthenticationServerState, DiscoverableCredentialRequestOptions,
    PublicKeyCredentialCreationOptions, Registration, RegistrationServerState,
    bin::{Decode as _, Encode as _},
    request::{
        AsciiDomain, PublicKeyCredentialDescriptor, RpId,
        auth::AuthenticationVerificationOptions,
        register::{CredProtect, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle},
    },
    response::{
        AuthTransports, CredentialId,
        auth::DiscoverableAuthentication16,
        register::{CompressedPubKey, DynamicState, StaticState},
    },
};

/// The hall as devices know it.
pub struct Webauthn {
    /// `None` for an address that is no domain: passkeys are not bound to numbers.
    domain: Option<RpId>,
    origin: String,
}

type PublicKey = StaticState<CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>>;

impl Webauthn {
    /// The relying party at an address.
    pub fn new(url: &PublicUrl) -> Self {
        let host = url.authority().rsplit_once(':').map_or(url.authority(), |(host, _)| host);
        // A browser takes passkeys over plain HTTP on this machine only, by its name.
        let named = host.parse::<std::net::Ipv4Addr>().is_err()
            && !host.contains(['[', ':'])
            && (url.is_secure() || host == "localhost");
        let domain = named.then(|| AsciiDomain::try_from(host.to_owned()).ok()).flatten().map(RpId::Domain);
        Self { domain, origin: url.to_string() }
    }
}

impl RelyingParty for Webauthn {
    fn is_available(&self) -> bool {
        self.domain.is_some()
    }

    fn ask_to_make(&self, owner: &Owner, known: &[Passkey]) -> Option<Question> {
        let domain = self.domain.as_ref()?;
        let handle = UserHandle::<16>::decode(owner.handle).ok()?;
        let user = PublicKeyCredentialUserEntity {
            name: owner.name.as_str().try_into().ok()?,
            id: &handle,
            display_name: owner.name.as_str().try_into().ok(),
        };
        let known = known.iter().filter_map(|passkey| {
            let id = CredentialId::<Vec<u8>>::decode(passkey.credential.clone()).ok()?;
            Some(PublicKeyCredentialDescriptor { id, transports: AuthTransports::decode(0).ok()? })
        });
        let mut options = PublicKeyCredentialCreationOptions::passkey(domain, user, known.collect());
        // Demanding more than the standard's core locks out devices that verify their user all the same.
        options.extensions.cred_protect = CredProtect::None;
        let (server, client) = options.start_ceremony().ok()?;
        Some(Question { options: serde_json::to_string(&client).ok()?, state: server.encode().ok()? })
    }

    fn check_made(&self, state: &[u8], answer: &str) -> Option<Made> {
        let state = RegistrationServerState::<16>::decode(state).ok()?;
        let answer = Registration::from_json_relaxed(answer.as_bytes());
        let answer = answer.inspect_err(|error| tracing::info!(%error, "no answer of a device")).ok()?;
        let origins = [self.origin.as_str()];
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            error_on_unsolicited_extensions: false,
            ..RegistrationVerificationOptions::default()
        };
        let made = state.verify(self.domain.as_ref()?, &answer, &options);
        let made = made.inspect_err(|error| tracing::info!(%error, "a passkey was not taken")).ok()?;
        Some(Made {
            credential: made.id().as_ref().to_vec(),
            public_key: made.static_state().encode().ok()?,
            state: made.dynamic_state().encode().ok()?.to_vec(),
        })
    }

    fn ask_to_sign(&self) -> Option<Question> {
        let options = DiscoverableCredentialRequestOptions::passkey(self.domain.as_ref()?);
        let (server, client) = options.start_ceremony().ok()?;
        Some(Question { options: serde_json::to_string(&client).ok()?, state: server.encode().ok()? })
    }

    fn named(&self, answer: &str) -> Option<Vec<u8>> {
        let answer = DiscoverableAuthentication16::from_json_relaxed(answer.as_bytes());
        let answer = answer.inspect_err(|error| tracing::info!(%error, "no answer of a device")).ok()?;
        Some(answer.raw_id().as_ref().to_vec())
    }

    fn check_signed(
        &self,
        state: &[u8],
        answer: &str,
        handle: [u8; 16],
        passkey: &Passkey,
    ) -> Option<Vec<u8>> {
        let state = DiscoverableAuthenticationServerState::decode(state).ok()?;
        let answer = DiscoverableAuthentication16::from_json_relaxed(answer.as_bytes()).ok()?;
        let handle = UserHandle::<16>::decode(handle).ok()?;
        let before: [u8; 7] = passkey.state.as_slice().try_into().ok()?;
        let mut known = AuthenticatedCredential::new(
            CredentialId::<&[u8]>::decode(&passkey.credential).ok()?,
            &handle,
            PublicKey::decode(&passkey.public_key).ok()?,
            DynamicState::decode(before).ok()?,
        )
        .ok()?;
        let origins = [self.origin.as_str()];
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            error_on_unsolicited_extensions: false,
            ..AuthenticationVerificationOptions::default()
        };
        let signed = state.verify(self.domain.as_ref()?, &answer, &mut known, &options);
        signed.inspect_err(|error| tracing::info!(%error, "a passkey does not fit")).ok()?;
        Some(known.dynamic_state().encode().ok()?.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::domain("https://hall.example", true)]
    #[case::port("https://hall.example:8443", true)]
    #[case::laptop("http://localhost:3000", true)]
    #[case::number("http://127.0.0.1:3000", false)]
    #[case::long_number("https://[::1]:3000", false)]
    #[case::in_the_open("http://hall.example", false)]
    fn passkeys_need_a_domain(#[case] url: &str, #[case] available: bool) {
        let party = Webauthn::new(&url.parse().unwrap());
        assert_eq!(party.is_available(), available);
        assert_eq!(party.ask_to_sign().is_some(), available);
    }

    #[test]
    fn a_device_is_asked_for_a_key_that_it_has_not_made_before() {
        let party = Webauthn::new(&"https://hall.example".parse().unwrap());
        let owner = Owner { handle: [7; 16], name: "138****8000".to_owned() };
        let options = party.ask_to_make(&owner, &[]).expect("a question").options;
        let options: serde_json::Value = serde_json::from_str(&options).unwrap();
        assert_eq!(options["rp"]["id"], "hall.example");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["user"]["name"], "138****8000");
    }

    #[rstest]
    #[case::nothing("")]
    #[case::no_json("nonsense")]
    #[case::other_json("{\"id\":\"x\"}")]
    fn nonsense_is_no_answer(#[case] answer: &str) {
        let party = Webauthn::new(&"https://hall.example".parse().unwrap());
        let asked = party.ask_to_sign().expect("a question");
        assert!(party.named(answer).is_none());
        assert!(party.check_made(&asked.state, answer).is_none());
    }
}
