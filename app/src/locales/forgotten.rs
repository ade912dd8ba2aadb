//! Words of a new password in place of a forgotten one.

super::texts! {
    title: "忘记密码", "Forgotten password";
    lead: "我们会向您的手机发送验证码，验证后即可设置新密码。", "We send a code to your mobile. With it you set a new password.";
    new_title: "设置新密码", "Set a new password";
    new_lead: "设置后，其他设备将全部退出登录。", "All other devices are signed out.";
    new: "新密码", "New password";
    new_hint: "至少6个字符，不要用连续或重复的数字。", "At least 6 characters; no sequences or repetitions.";
    again: "再次输入新密码", "New password again";
    different: "两次输入的新密码不一致，请重新输入。", "The two new passwords differ. Type them again.";
    set: "设置密码并登录", "Set it and sign in";
    back: "返回登录", "Back to sign-in";
}
