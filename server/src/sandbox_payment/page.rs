//! The sandbox's page. It is no page of the hall: no session, no navigation, both languages at once.

use operations::payments::Checkout;

/// A document around a page.
pub(super) fn document(stylesheet: &str, body: &str) -> String {
    let stylesheet = escaped(stylesheet);
    format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>沙盒支付 · Sandbox payment</title><link rel=\"stylesheet\" href=\"{stylesheet}\">\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"/favicon.svg\"></head>\
         <body class=\"guest\"><p class=\"demo\">沙盒：不会扣款。 <span lang=\"en\">Sandbox: no money moves.</span></p>\
         <main id=\"main\" tabindex=\"-1\"><section class=\"card stack\">{body}</section></main></body></html>"
    )
}

/// Offers to pay or to decline. `action` is the signed link itself.
pub(super) fn checkout(checkout: &Checkout, action: &str) -> String {
    let (action, payment) = (escaped(action), escaped(&checkout.payment));
    let amount = checkout.amount;
    format!(
        "<h1>沙盒支付 <span lang=\"en\">Sandbox payment</span></h1>\
         <dl class=\"facts\">\
         <div class=\"fact\"><dt>金额 <span lang=\"en\">Amount</span></dt><dd>¥{amount}</dd></div>\
         <div class=\"fact\"><dt>缴费单号 <span lang=\"en\">Payment</span></dt><dd>{payment}</dd></div>\
         </dl>\
         <form method=\"post\" action=\"{action}\" class=\"actions\">\
         <button class=\"button\" type=\"submit\" name=\"choice\" value=\"succeeded\">支付 \
         <span lang=\"en\">Pay</span></button>\
         <button class=\"button button-secondary\" type=\"submit\" name=\"choice\" value=\"failed\">拒绝 \
         <span lang=\"en\">Decline</span></button>\
         </form>"
    )
}

/// Says that it is too late, and leads back.
pub(super) fn expired(checkout: &Checkout) -> String {
    let back = escaped(&checkout.return_path);
    format!(
        "<h1>支付链接已过期 <span lang=\"en\">This payment link has expired</span></h1>\
         <p>没有扣款，请回到网厅重新缴费。 <span lang=\"en\">No money was taken. Go back and pay again.</span></p>\
         <p><a class=\"button\" href=\"{back}\">返回 <span lang=\"en\">Back</span></a></p>"
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm::{Timestamp, money::Money};

    #[test]
    fn what_the_link_holds_cannot_become_markup() {
        let checkout = Checkout {
            payment: "<b>".to_owned(),
            amount: Money::from_fen(5),
            return_path: "/x\"onclick=\"y".to_owned(),
            expires_at: Timestamp::UNIX_EPOCH,
        };
        let html = document("/pkg/wangting.css", &super::checkout(&checkout, "/a?b=1&c=\"2\""));
        assert!(html.contains("¥0.05"));
        assert!(html.contains("&lt;b&gt;") && html.contains("action=\"/a?b=1&amp;c=&quot;2&quot;\""));
        assert!(!expired(&checkout).contains("\"onclick"));
    }
}
