//! The frame around every page: brand, navigation, language, sign-out, the answer to the last action, footer.

use crate::{
    components::{HiddenActing, Icon, IconView, acting},
    locales::shell as t,
    render::{Section, Shell, Visitor},
};
use crm::language::Language;
use leptos::prelude::*;
use operations::company::CompanyHead;

/// The body of a document.
pub(crate) fn frame(shell: Shell, page: impl IntoView + 'static) -> impl IntoView {
    let Shell { language, visitor, section, path, flash, demo, acting, title: _ } = shell;
    let own = acting.is_none();
    let body = match visitor {
        Visitor::Guest => "guest",
        Visitor::Customer { .. } | Visitor::Member { .. } | Visitor::Administrator { .. } => "customer",
        Visitor::Staff { .. } | Visitor::Auditor { .. } => "staff",
    };
    let navigation = match &visitor {
        Visitor::Guest => None,
        Visitor::Administrator { company, .. } => {
            Some(company_navigation(language, section, company).into_any())
        }
        Visitor::Customer { .. } | Visitor::Member { .. } => {
            Some(customer_navigation(language, section).into_any())
        }
        Visitor::Staff { .. } | Visitor::Auditor { .. } => {
            Some(staff_navigation(language, section, ways_of_staff(&visitor)).into_any())
        }
    };
    let (home, area) = match &visitor {
        Visitor::Administrator { company, .. } => {
            (format!("/company/{}", company.code), Some(t::company_area(language)))
        }
        visitor => ways_of_staff(visitor)
            .first()
            .map_or(("/".to_owned(), None), |home| (home.href.to_owned(), Some(t::staff_area(language)))),
    };
    view! {
        <body class=body>
            <a class="skip" href="#main">
                {t::skip(language)}
            </a>
            {acting.map(|bar| acting::bar(language, bar))}
            <header class="top">
                {demo.then(|| view! { <p class="demo">{t::demo(language)}</p> })}
                <div class="top-inner">
                    {brand(language, home, area)}
                    {navigation}
                    <div class="tools">{own.then(|| language_switch(language, path.clone()))} {who(language, visitor, &path)}</div>
                </div>
            </header>
            <main id="main" tabindex="-1">
                {flash.map(|flash| view! {
                    <div class="flash" role="status">
                        <IconView icon=Icon::Good />
                        <p>{flash}</p>
                    </div>
                })}
                {page}
            </main>
            <footer class="bottom">
                <p>{t::tagline(language)}</p>
                <p>{t::conventions(language)}</p>
            </footer>
        </body>
    }
}

/// A hall's doorway made of the waves of a transmitter, and the name.
fn brand(language: Language, home: String, area: Option<&'static str>) -> impl IntoView + use<> {
    view! {
        <a class="brand" href=home>
            <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
                <path d="M3 29V16a13 13 0 0 1 26 0v13" />
                <path d="M9.500 29V16a6.500 6.500 0 0 1 13 0v13" />
                <circle cx="16" cy="16" r="2.750" />
            </svg>
            <span class="brand-name">{t::brand(language)}</span>
            {area.map(|area| view! { <span class="brand-area">{area}</span> })}
        </a>
    }
}

struct Way {
    section: Section,
    href: &'static str,
    icon: Icon,
    words: fn(Language) -> &'static str,
}

const fn way(section: Section, href: &'static str, icon: Icon, words: fn(Language) -> &'static str) -> Way {
    Way { section, href, icon, words }
}

/// Always in sight, also at the bottom of a phone.
const FIRST_WAYS: [Way; 4] = [
    way(Section::Home, "/", Icon::Home, t::home),
    way(Section::Bills, "/bills", Icon::Bills, t::bills),
    way(Section::Usage, "/usage", Icon::Usage, t::usage),
    way(Section::Plans, "/plans", Icon::Plans, t::plans),
];

/// Behind `More` where there is no room for them.
const OTHER_WAYS: [Way; 3] = [
    way(Section::Orders, "/orders", Icon::Orders, t::orders),
    way(Section::Requests, "/requests", Icon::Requests, t::requests),
    way(Section::Profile, "/profile", Icon::Profile, t::profile),
];

/// The ways of staff who answer requests; the first is their home.
const STAFF_WAYS: [Way; 2] = [QUEUE, CUSTOMERS];
const QUEUE: Way = way(Section::Queue, "/staff/requests", Icon::Requests, t::queue);
const CUSTOMERS: Way = way(Section::Customers, "/staff/customers", Icon::Profile, t::customers);

/// The ways of those who oversee them.
const SUPERVISOR_WAYS: [Way; 5] = [
    QUEUE,
    CUSTOMERS,
    way(Section::Actings, "/staff/actings", Icon::Info, t::actings),
    way(Section::Looks, "/staff/looks", Icon::Bills, t::looks),
    way(Section::DataQuality, "/staff/data-quality", Icon::Usage, t::data_quality),
];

/// The ways of auditors; the first is their home.
const AUDITOR_WAYS: [Way; 2] = [
    way(Section::Audit, "/staff/audit", Icon::Bills, t::audit),
    way(Section::Rights, "/staff/rights", Icon::Profile, t::rights),
];

fn way_view(
    way: &Way,
    class: &'static str,
    language: Language,
    section: Option<Section>,
) -> impl IntoView + use<> {
    let current = (section == Some(way.section)).then_some("page");
    view! {
        <li class=class>
            <a href=way.href aria-current=current>
                <IconView icon=way.icon />
                <span>{(way.words)(language)}</span>
            </a>
        </li>
    }
}

fn customer_navigation(language: Language, section: Option<Section>) -> impl IntoView {
    let first = FIRST_WAYS.iter().map(|way| way_view(way, "way", language, section)).collect_view();
    let others =
        OTHER_WAYS.iter().map(|way| way_view(way, "way way-roomy", language, section)).collect_view();
    let behind = OTHER_WAYS.iter().map(|way| way_view(way, "way", language, section)).collect_view();
    let inside = OTHER_WAYS.iter().any(|way| section == Some(way.section));
    view! {
        <nav class="ways" aria-label=t::navigation(language)>
            <ul>
                {first}
                {others}
                <li class="way way-more">
                    <details name="more">
                        <summary class=inside.then_some("current")>
                            <IconView icon=Icon::More />
                            <span>{t::more(language)}</span>
                        </summary>
                        <ul>{behind}</ul>
                    </details>
                </li>
            </ul>
        </nav>
    }
}

/// The ways of a company's pages, as far as its administrator may go them.
fn company_navigation(
    language: Language,
    section: Option<Section>,
    company: &CompanyHead,
) -> impl IntoView + use<> {
    let ways = [
        (true, Section::CompanyOverview, "", Icon::Home, t::company_overview(language)),
        (true, Section::CompanyLines, "/lines", Icon::Usage, t::company_lines(language)),
        (true, Section::CompanyUnits, "/units", Icon::Orders, t::company_units(language)),
        (company.people, Section::CompanyPeople, "/people", Icon::Profile, t::company_people(language)),
        (company.bills, Section::CompanyBills, "/bills", Icon::Bills, t::bills(language)),
    ];
    let ways = ways
        .into_iter()
        .filter(|(may, ..)| *may)
        .map(|(_, of, path, icon, words)| {
            let current = (section == Some(of)).then_some("page");
            view! {
                <li class="way">
                    <a href=format!("/company/{}{path}", company.code) aria-current=current>
                        <IconView icon=icon />
                        <span>{words}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="ways" aria-label=t::navigation(language)>
            <ul>{ways}</ul>
        </nav>
    }
}

/// The ways of a member of staff, the first of which is their home; nobody else has any.
fn ways_of_staff(visitor: &Visitor) -> &'static [Way] {
    match visitor {
        Visitor::Guest
        | Visitor::Customer { .. }
        | Visitor::Member { .. }
        | Visitor::Administrator { .. } => &[],
        Visitor::Staff { supervisor: true, .. } => &SUPERVISOR_WAYS,
        Visitor::Staff { supervisor: false, .. } => &STAFF_WAYS,
        Visitor::Auditor { .. } => &AUDITOR_WAYS,
    }
}

fn staff_navigation(language: Language, section: Option<Section>, ways: &[Way]) -> impl IntoView + use<> {
    let ways = ways.iter().map(|way| way_view(way, "way", language, section)).collect_view();
    view! {
        <nav class="ways" aria-label=t::navigation(language)>
            <ul>{ways}</ul>
        </nav>
    }
}

/// Offers the other language, in that language.
fn language_switch(language: Language, path: String) -> impl IntoView {
    let (other, words) = match language {
        Language::ZhCn => (Language::En, "English"),
        Language::En => (Language::ZhCn, "中文"),
    };
    view! {
        <form method="post" action="/api/language">
            <input type="hidden" name="return" value=path />
            <button class="tool" type="submit" name="language" value=other.as_ref().to_owned() lang=other.as_ref().to_owned()>
                {words}
            </button>
        </form>
    }
}

/// Who is signed in. Staff have no profile: their name leads to password and devices.
fn own_name(name: String, is_staff: bool) -> AnyView {
    if is_staff {
        let link = view! {
            <a class="who" href="/profile/security">
                {name}
            </a>
        };
        link.into_any()
    } else {
        view! { <span class="who">{name}</span> }.into_any()
    }
}

fn who(language: Language, visitor: Visitor, path: &str) -> impl IntoView + use<> {
    let is_staff = matches!(visitor, Visitor::Staff { .. } | Visitor::Auditor { .. });
    // One's own pages and those of a company: never mixed, always one step apart.
    let switch = match &visitor {
        Visitor::Member { .. } => Some(("/company", t::to_company(language))),
        Visitor::Administrator { .. } => Some(("/", t::to_own(language))),
        _ => None,
    };
    match visitor {
        Visitor::Guest if path.starts_with("/sign-in") => None,
        Visitor::Guest => Some(
            view! {
                <a class="tool" href="/sign-in">
                    {t::sign_in(language)}
                </a>
            }
            .into_any(),
        ),
        Visitor::Customer { name }
        | Visitor::Member { name }
        | Visitor::Administrator { name, .. }
        | Visitor::Staff { name, .. }
        | Visitor::Auditor { name } => Some(
            view! {
                {switch.map(|(href, words)| view! { <a class="tool" href=href>{words}</a> })}
                {own_name(name, is_staff)}
                <form method="post" action="/api/sign-out">
                    <HiddenActing />
                    <button class="tool" type="submit">
                        {t::sign_out(language)}
                    </button>
                </form>
            }
            .into_any(),
        ),
    }
}
