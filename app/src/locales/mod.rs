//! The words of the hall, both languages side by side, one file per capability.
//!
//! A text that lacks a language does not compile, and one that nobody shows is reported as dead code. Files that
//! only pages use are compiled for the server only, so that their words do not travel with the WASM module.

/// Writes texts in both languages, Chinese first, as functions of the reader's language.
///
/// Without arguments the function returns `&'static str`; with arguments both arms are format strings and it returns
/// `String`. English may be given as `one | many` when a text counts: `{count}` then chooses by `count == 1`.
///
/// ```text
/// texts! {
///     /// Heading of the list of bills.
///     title: "账单", "Bills";
///     due_by(date: &str): "请在{date}前缴费", "Pay by {date}";
///     found(count: i64): "共{count}份账单", "{count} bill" | "{count} bills";
/// }
/// ```
macro_rules! texts {
    () => {};
    ($(#[$meta:meta])* $name:ident: $zh:literal, $en:literal; $($rest:tt)*) => {
        $(#[$meta])*
        pub(crate) fn $name(language: ::crm::language::Language) -> &'static str {
            match language {
                ::crm::language::Language::ZhCn => $zh,
                ::crm::language::Language::En => $en,
            }
        }
        $crate::locales::texts! { $($rest)* }
    };
    ($(#[$meta:meta])* $name:ident($count:ident: $count_type:ty $(, $arg:ident: $type:ty)* $(,)?): $zh:literal, $one:literal | $many:literal; $($rest:tt)*) => {
        $(#[$meta])*
        pub(crate) fn $name(language: ::crm::language::Language, $count: $count_type $(, $arg: $type)*) -> String {
            match language {
                ::crm::language::Language::ZhCn => format!($zh),
                ::crm::language::Language::En if $count == 1 => format!($one),
                ::crm::language::Language::En => format!($many),
            }
        }
        $crate::locales::texts! { $($rest)* }
    };
    ($(#[$meta:meta])* $name:ident($($arg:ident: $type:ty),+ $(,)?): $zh:literal, $en:literal; $($rest:tt)*) => {
        $(#[$meta])*
        pub(crate) fn $name(language: ::crm::language::Language, $($arg: $type),+) -> String {
            match language {
                ::crm::language::Language::ZhCn => format!($zh),
                ::crm::language::Language::En => format!($en),
            }
        }
        $crate::locales::texts! { $($rest)* }
    };
}
pub(crate) use texts;

#[cfg(feature = "ssr")]
pub(crate) mod acting;
#[cfg(feature = "ssr")]
pub(crate) mod audit;
pub(crate) mod bill_lines;
#[cfg(feature = "ssr")]
pub(crate) mod bills;
#[cfg(feature = "ssr")]
pub(crate) mod charges;
#[cfg(feature = "ssr")]
pub(crate) mod company;
#[cfg(feature = "ssr")]
pub(crate) mod company_bulk;
#[cfg(feature = "ssr")]
pub(crate) mod company_people;
#[cfg(feature = "ssr")]
pub(crate) mod company_refusals;
pub(crate) mod components;
#[cfg(feature = "ssr")]
pub(crate) mod contact_change;
#[cfg(feature = "ssr")]
pub(crate) mod data_copy;
#[cfg(feature = "ssr")]
pub(crate) mod data_quality;
#[cfg(feature = "ssr")]
pub(crate) mod faults;
#[cfg(feature = "ssr")]
pub(crate) mod flash;
#[cfg(feature = "ssr")]
pub(crate) mod forgotten;
#[cfg(feature = "ssr")]
pub(crate) mod help;
#[cfg(feature = "ssr")]
pub(crate) mod home;
#[cfg(feature = "ssr")]
pub(crate) mod lines;
#[cfg(feature = "ssr")]
pub(crate) mod messages;
#[cfg(feature = "ssr")]
pub(crate) mod offerings;
#[cfg(feature = "ssr")]
pub(crate) mod order_refusals;
pub(crate) mod order_tracker;
#[cfg(feature = "ssr")]
pub(crate) mod orders;
#[cfg(feature = "ssr")]
pub(crate) mod passkeys;
#[cfg(feature = "ssr")]
pub(crate) mod payments;
#[cfg(feature = "ssr")]
pub(crate) mod plan_change;
pub(crate) mod plan_preview;
#[cfg(feature = "ssr")]
pub(crate) mod plan_refusals;
#[cfg(feature = "ssr")]
pub(crate) mod plans;
#[cfg(feature = "ssr")]
pub(crate) mod privacy;
#[cfg(feature = "ssr")]
pub(crate) mod profile;
#[cfg(feature = "ssr")]
pub(crate) mod recommendations;
#[cfg(feature = "ssr")]
pub(crate) mod refusals;
#[cfg(feature = "ssr")]
pub(crate) mod request_words;
#[cfg(feature = "ssr")]
pub(crate) mod requests;
#[cfg(feature = "ssr")]
pub(crate) mod rights;
#[cfg(feature = "ssr")]
pub(crate) mod second_factor;
#[cfg(feature = "ssr")]
pub(crate) mod security;
#[cfg(feature = "ssr")]
pub(crate) mod shell;
#[cfg(feature = "ssr")]
pub(crate) mod sign_in;
#[cfg(feature = "ssr")]
pub(crate) mod staff_calls;
#[cfg(feature = "ssr")]
pub(crate) mod staff_customers;
#[cfg(feature = "ssr")]
pub(crate) mod staff_requests;
#[cfg(all(feature = "ssr", debug_assertions))]
pub(crate) mod styleguide;
#[cfg(feature = "ssr")]
pub(crate) mod usage;

#[cfg(test)]
mod tests {
    use crm::language::Language;
    use rstest::rstest;

    mod sample {
        super::super::texts! {
            title: "账单", "Bills";
            due_by(date: &str): "请在{date}前缴费", "Pay by {date}";
            found(count: i64): "共{count}份账单", "{count} bill" | "{count} bills";
        }
    }

    #[rstest]
    #[case(Language::ZhCn, ["账单", "请在3日前缴费", "共1份账单", "共2份账单"])]
    #[case(Language::En, ["Bills", "Pay by 3日", "1 bill", "2 bills"])]
    fn speaks_the_readers_language(#[case] language: Language, #[case] said: [&str; 4]) {
        let [title, due, one, two] = said;
        assert_eq!(sample::title(language), title);
        assert_eq!(sample::due_by(language, "3日"), due);
        assert_eq!(sample::found(language, 1), one);
        assert_eq!(sample::found(language, 2), two);
    }
}
