//! Words of `/profile/security`.

super::texts! {
    title: "密码与登录设备", "Password and devices";
    profile: "我的资料", "Your details";
    password: "服务密码", "Service password";
    old: "当前密码", "Present password";
    new: "新密码", "New password";
    new_hint: "至少6个字符，不要用连续或重复的数字。", "At least 6 characters; no sequences or repetitions.";
    again: "再次输入新密码", "New password again";
    change: "修改密码", "Change the password";
    different: "两次输入的新密码不一致，请重新输入。", "The two new passwords differ. Type them again.";
    wrong_old: "当前密码不正确。", "This is not your present password.";
    sessions: "登录设备", "Where you are signed in";
    sessions_lead: "如果有不认识的设备，请退出它并修改密码。", "If you do not know one of these, end it and change your password.";
    this_one: "本机", "this device";
    last_used(at: &str): "最近使用 {at}", "Last used {at}";
    with_password: "密码登录", "by password";
    with_code: "验证码登录", "by code";
    with_factor: "两步验证登录", "in two steps";
    with_passkey: "通行密钥登录", "by passkey";
    end: "退出", "End";
    end_on(device: &str): "退出{device}", "End the session on {device}";
    end_others: "退出其他所有设备", "End all other sessions";
    unknown_device: "未知设备", "Unknown device";
}
