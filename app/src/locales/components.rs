//! Words inside components that islands share.

super::texts! {
    /// A step that is behind.
    step_done: "已完成", "Done";
    /// The step under way.
    step_now: "进行中", "In progress";
    /// A step that has not begun.
    step_ahead: "待开始", "Not started";
    /// A step that went wrong.
    step_failed: "未成功", "Failed";
}
