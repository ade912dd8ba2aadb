//! From a page to a document: rendered once, in one go, with the frame every page shares.
//!
//! A page without an island carries no script at all. A page with one carries the small script that wakes it, under
//! the request's nonce.

use crate::{
    components::{ShownDuring, shell},
    locales::shell as t,
};
use crm::{Timestamp, acting::Mode, language::Language};
use hydration_context::SsrSharedContext;
use leptos::{config::LeptosOptions, hydration::HydrationScripts, prelude::*};
use operations::company::CompanyHead;
use std::{fs, sync::Arc};

/// Who looks at the page, as far as its frame needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visitor {
    /// Not signed in.
    Guest,
    /// A customer.
    Customer {
        /// Shown beside the sign-out button: name or masked number.
        name: String,
    },
    /// A customer who also has a role in a company, or is invited to one.
    Member {
        /// Shown beside the sign-out button.
        name: String,
    },
    /// The same customer on the pages of a company.
    Administrator {
        /// Shown beside the sign-out button.
        name: String,
        /// Whose pages these are.
        company: CompanyHead,
    },
    /// A member of the operator's staff.
    Staff {
        /// Shown beside the sign-out button.
        name: String,
        /// Oversees who acts for whom.
        supervisor: bool,
    },
    /// A member of staff who reads the audit trail.
    Auditor {
        /// Shown beside the sign-out button.
        name: String,
    },
}

/// What the bar above every page says while a member of staff acts for a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActingBar {
    /// The acting; every form carries it.
    pub acting: String,
    /// Whose pages these are, masked.
    pub customer: String,
    /// Who really acts.
    pub staff: String,
    /// To look only, or to do something.
    pub mode: Mode,
    /// Until when.
    pub ends_at: Timestamp,
    /// Whole minutes left.
    pub minutes_left: i64,
    /// Idempotency keys of its two buttons.
    pub keys: [String; 2],
}

/// The part of the hall a page belongs to, marked in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// `/`
    Home,
    /// `/bills`, `/pay`, `/payments`
    Bills,
    /// `/usage`
    Usage,
    /// `/plans`, `/recommendations`, `/lines/…/change-plan`
    Plans,
    /// `/orders`
    Orders,
    /// `/requests`
    Requests,
    /// `/profile`, `/lines`, `/messages`
    Profile,
    /// `/company/{company}`
    CompanyOverview,
    /// `/company/{company}/lines`
    CompanyLines,
    /// `/company/{company}/units`
    CompanyUnits,
    /// `/company/{company}/people`
    CompanyPeople,
    /// `/company/{company}/bills`
    CompanyBills,
    /// `/staff/requests`
    Queue,
    /// `/staff/customers`
    Customers,
    /// `/staff/actings`
    Actings,
    /// `/staff/looks`
    Looks,
    /// `/staff/data-quality`
    DataQuality,
    /// `/staff/audit`
    Audit,
    /// `/staff/rights`
    Rights,
}

/// What the frame around a page needs to know.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The reader's language.
    pub language: Language,
    /// Name of the page, for the tab and the history. Unique, the most particular first.
    pub title: String,
    /// Who looks at it.
    pub visitor: Visitor,
    /// The part of the hall it belongs to; `None` for none of them.
    pub section: Option<Section>,
    /// Path and query of this page, to come back to after the language was switched.
    pub path: String,
    /// The answer to the last action, shown once.
    pub flash: Option<String>,
    /// Says on every page that nothing here is real.
    pub demo: bool,
    /// The visitor is a member of staff in a customer's place.
    pub acting: Option<ActingBar>,
}

/// A rendered document.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// From `<!DOCTYPE html>` on.
    pub html: String,
    /// Islands wake in it.
    pub has_islands: bool,
    /// Scripts run in it: the response's content security policy has to allow the nonce and `'wasm-unsafe-eval'`.
    pub has_scripts: bool,
}

/// The nonce of a page with islands, as an extension of its response: its policy then lets the page's script run.
#[derive(Clone, Debug)]
pub struct ScriptNonce(pub String);

/// Where the browser finds styles and scripts. Made once, when the server starts.
#[derive(Clone, Debug)]
pub struct Site {
    stylesheet: String,
    scripts_before_nonce: String,
    scripts_after_nonce: String,
}

const SCRIPT: &str = "<script";

impl Site {
    /// Reads names of files, hashed ones too, from the options that cargo-leptos built with.
    pub fn new(options: &LeptosOptions) -> Self {
        let stylesheet =
            format!("/{}/{}{}.css", options.site_pkg_dir, options.output_name, hash_of_styles(options));
        let options = options.clone();
        let scripts = rendered(move || view! { <HydrationScripts options=options islands=true /> });
        // The page's policy decides about scripts; preloads carry no nonce.
        let (before, after) = scripts.split_once(SCRIPT).unwrap_or((&scripts, ""));
        Self { stylesheet, scripts_before_nonce: before.to_owned(), scripts_after_nonce: after.to_owned() }
    }

    fn write_scripts(&self, html: &mut String, nonce: &str) {
        html.push_str(&self.scripts_before_nonce);
        html.push_str(SCRIPT);
        html.push_str(" nonce=\"");
        html.push_str(nonce);
        html.push('"');
        html.push_str(&self.scripts_after_nonce);
    }
}

/// `.HASH` of the stylesheet, empty when file names are not hashed. cargo-leptos writes the hashes beside the program.
fn hash_of_styles(options: &LeptosOptions) -> String {
    let read = || {
        let program = std::env::current_exe().ok()?;
        let hashes = fs::read_to_string(program.with_file_name(options.hash_file.as_ref())).ok()?;
        let hash = hashes.lines().find_map(|line| line.trim().strip_prefix("css:"))?;
        Some(format!(".{}", hash.trim()))
    };
    if options.hash_files { read().unwrap_or_default() } else { String::new() }
}

/// Renders a page in its frame. `nonce` is the request's own random text of URL-safe characters; it is used only when
/// the page has an island.
pub fn page<V: IntoView + 'static>(
    site: &Site,
    shell: Shell,
    nonce: &str,
    view: impl FnOnce() -> V,
) -> Rendered {
    let language = shell.language;
    let title = format!("{} · {}", shell.title, t::brand(language));
    let title = rendered(|| view! { <title>{title}</title> });
    let body = rendered(|| {
        if let Some(bar) = &shell.acting {
            provide_context(ShownDuring(bar.acting.clone()));
        }
        shell::frame(shell, view())
    });
    let has_islands = body.contains("<leptos-island");
    let has_passkeys = body.contains(PASSKEY_FORM);
    let body = body.replace(PLACEHOLDER, if has_islands { "<!---->" } else { "" });

    let mut html = String::with_capacity(body.len() + 2048);
    html.push_str("<!DOCTYPE html><html lang=\"");
    html.push_str(language.as_ref());
    html.push_str(concat!(
        "\"><head><meta charset=\"utf-8\">",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">",
        "<meta name=\"color-scheme\" content=\"light dark\">",
        "<meta name=\"theme-color\" media=\"(prefers-color-scheme: light)\" content=\"#f5f4ef\">",
        "<meta name=\"theme-color\" media=\"(prefers-color-scheme: dark)\" content=\"#0c1618\">",
        "<meta name=\"format-detection\" content=\"telephone=no\">",
    ));
    html.push_str(&title);
    html.push_str("<link rel=\"stylesheet\" href=\"");
    html.push_str(&site.stylesheet);
    html.push_str(concat!(
        "\"><link rel=\"icon\" type=\"image/svg+xml\" href=\"/favicon.svg\">",
        "<link rel=\"manifest\" href=\"/manifest.webmanifest\">",
    ));
    if has_islands {
        site.write_scripts(&mut html, nonce);
    }
    if has_passkeys {
        html.push_str("<script nonce=\"");
        html.push_str(nonce);
        html.push_str("\" type=\"module\" src=\"/passkeys.js\"></script>");
    }
    html.push_str("</head>");
    html.push_str(&body);
    html.push_str("</html>");
    Rendered { html, has_islands, has_scripts: has_islands || has_passkeys }
}

/// What marks a form that a passkey answers, by the page's script.
const PASSKEY_FORM: &str = " data-passkey=\"";

/// What Leptos writes to hold a place for waking islands. HTML does not know it: a comment makes the same node, and a
/// page without islands needs none. What people typed cannot hold it: `<` is escaped in texts and attributes.
const PLACEHOLDER: &str = "<!>";

/// Renders a view once.
fn rendered<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| view().to_html());
    owner.unset_with_forced_cleanup();
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::passkeys::For;
    use rstest::rstest;

    fn site() -> Site {
        Site::new(&LeptosOptions::builder().output_name("wangting").build())
    }

    fn shell(language: Language, visitor: Visitor) -> Shell {
        Shell {
            language,
            title: "A & B </title>".to_owned(),
            visitor,
            section: Some(Section::Bills),
            path: "/bills?from=\"1\"".to_owned(),
            flash: None,
            demo: false,
            acting: None,
        }
    }

    fn administrator(bills: bool) -> Visitor {
        let company = CompanyHead { code: "C7".to_owned(), name: "7".to_owned(), bills, people: false };
        Visitor::Administrator { name: String::new(), company }
    }

    #[island]
    fn Nothing() -> impl IntoView {
        view! { <p>"awake"</p> }
    }

    #[rstest]
    #[case(Language::ZhCn, "zh-CN")]
    #[case(Language::En, "en")]
    fn a_page_without_an_island_carries_no_script(#[case] language: Language, #[case] tag: &str) {
        let shell = shell(language, Visitor::Customer { name: "138****8000".to_owned() });
        let Rendered { html, has_scripts, .. } =
            page(&site(), shell, "n0nce", || view! { <h1>{"one".to_owned()} {"two".to_owned()}</h1> });
        assert!(!has_scripts);
        assert!(html.starts_with(&format!("<!DOCTYPE html><html lang=\"{tag}\"><head>")));
        assert!(html.contains("<title>A &amp; B &lt;/title&gt; · "));
        assert!(html.contains("/pkg/wangting.css"));
        assert!(html.contains("aria-current=\"page\""));
        for banned in ["<script", "<!>", "<!--", "n0nce", " style=", "onclick"] {
            assert!(!html.contains(banned), "{banned} in {html}");
        }
    }

    #[test]
    fn a_page_with_an_island_carries_one_script_with_the_nonce() {
        let shell = shell(Language::En, Visitor::Guest);
        let Rendered { html, has_scripts, .. } = page(&site(), shell, "n0nce", || view! { <Nothing /> });
        assert!(has_scripts);
        assert_eq!(html.matches("<script").count(), 1);
        assert_eq!(html.matches("n0nce").count(), 1);
        assert!(html.contains("<script nonce=\"n0nce\" type=\"module\">"), "{html}");
    }

    #[test]
    fn a_page_with_a_passkey_form_carries_its_script_with_the_nonce() {
        let shell = shell(Language::En, Visitor::Guest);
        let form = || crate::pages::passkeys::door(Language::En, For::SigningIn, true, "/");
        let Rendered { html, has_islands, has_scripts } = page(&site(), shell, "n0nce", form);
        assert!(has_scripts && !has_islands);
        assert_eq!(html.matches("<script").count(), 1);
        assert!(html.contains("<script nonce=\"n0nce\" type=\"module\" src=\"/passkeys.js\">"), "{html}");
        assert!(html.contains(" hidden"), "{html}");
    }

    #[rstest]
    #[case::viewing(Mode::Viewing, true)]
    #[case::acting(Mode::Acting, false)]
    fn who_acts_for_a_customer_reads_so_before_the_navigation(#[case] mode: Mode, #[case] may_raise: bool) {
        let bar = ActingBar {
            acting: "11111111-1111-1111-1111-111111111111".to_owned(),
            customer: "7** 138****8000".to_owned(),
            staff: "wren".to_owned(),
            mode,
            ends_at: Timestamp::UNIX_EPOCH,
            minutes_left: 12,
            keys: [String::from("k1"), String::from("k2")],
        };
        let shell =
            Shell { acting: Some(bar), ..shell(Language::En, Visitor::Customer { name: "7**".to_owned() }) };
        let form = || view! { <form method="post"><crate::components::HiddenKey key="k3" /></form> };
        let html = page(&site(), shell, "", form).html;
        let (before, _) = html.split_once("<nav").expect("the navigation");
        for words in [
            "<section aria-label=\"Acting for a customer\"",
            "7** 138****8000",
            "wren",
            "12 minutes",
            "/api/acting/end",
        ] {
            assert!(before.contains(words), "{words} in {before}");
        }
        assert_eq!(before.contains("/api/acting/raise"), may_raise);
        // Switching the language is the customer's own affair.
        assert!(!html.contains("/api/language"));
        let carried = html.matches("name=\"acting\" value=\"11111111-1111-1111-1111-111111111111\"").count();
        assert_eq!(carried, html.matches("method=\"post\"").count());
    }

    /// Lets people and browsers look at the styleguide without a server: `STYLEGUIDE=folder cargo test`.
    #[test]
    #[cfg(debug_assertions)]
    fn the_styleguide_renders_in_both_languages() {
        for language in [Language::ZhCn, Language::En] {
            let shell = Shell {
                title: "styleguide".to_owned(),
                flash: Some("✓".to_owned()),
                demo: true,
                ..shell(language, Visitor::Customer { name: "138****8000".to_owned() })
            };
            let html = page(&site(), shell, "", || crate::pages::styleguide::styleguide(language)).html;
            assert!(!html.contains(" style="));
            assert!(html.contains("&lt;/textarea&gt; &amp; co.</textarea>"));
            if let Ok(folder) = std::env::var("STYLEGUIDE") {
                fs::write(format!("{folder}/{language}.html"), html).expect("a folder to write to");
            }
        }
    }

    #[rstest]
    #[case::guest(Visitor::Guest, "/sign-in", "/api/sign-out")]
    #[case::customer(Visitor::Customer { name: String::new() }, "/api/sign-out", "/staff/requests")]
    #[case::member(Visitor::Member { name: String::new() }, "/company", "/company/C7/lines")]
    #[case::administrator(administrator(false), "/company/C7/lines", "/bills")]
    #[case::the_way_back(administrator(false), "/", "/company/C7/bills")]
    #[case::billing(administrator(true), "/company/C7/bills", "/usage")]
    #[case::no_member(Visitor::Customer { name: String::new() }, "/bills", "/company")]
    #[case::supervisor(Visitor::Staff { name: String::new(), supervisor: true }, "/staff/actings", "/bills")]
    #[case::staff(Visitor::Staff { name: String::new(), supervisor: false }, "/staff/customers", "/staff/actings")]
    #[case::auditor(Visitor::Auditor { name: String::new() }, "/staff/rights", "/staff/requests")]
    fn everyone_sees_their_own_ways(#[case] visitor: Visitor, #[case] has: &str, #[case] lacks: &str) {
        let html = page(&site(), shell(Language::En, visitor), "", || "text").html;
        assert!(html.contains(&format!("\"{has}\"")), "{html}");
        assert!(!html.contains(&format!("\"{lacks}\"")), "{html}");
    }
}
