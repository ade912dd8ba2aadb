//! What the live tracker of an order says by itself.

super::texts! {
    moved_on: "订单有了新进展。", "The order has moved on.";
    see_now: "查看现在可以做什么", "See what you can do now";
}
