//! Words of the second step at the door, and of adding and taking away what it asks for.

super::texts! {
    step_title: "两步验证", "Second step";
    step_lead: "请输入验证器应用上显示的六位数字。", "Type the six digits that your authenticator app shows.";
    code: "验证器上的代码", "Code from your app";
    code_hint: "六位数字，每30秒更换一次", "Six digits; they change every 30 seconds";
    go_on: "继续", "Continue";
    no_app: "无法使用验证器？", "Your app is not at hand?";
    recovery: "恢复码", "Recovery code";
    recovery_hint: "例如7KQ2-MXR4-ZB5T，每个只能用一次", "Such as 7KQ2-MXR4-ZB5T; each works once";
    use_recovery: "使用恢复码", "Use a recovery code";
    lost_all: "验证器和恢复码都丢失时，请携带证件前往营业厅，或拨打10086。", "If app and codes are lost, come to a shop with your identity document, or call 10086.";
    lost_all_staff: "验证器和恢复码都丢失时，请联系管理员。", "If app and codes are lost, ask your administrator.";
    begin_again: "重新开始", "Begin again";

    card: "两步验证", "Two-step sign-in";
    card_lead: "登录时，除密码外还需验证器应用上的代码，别人知道密码也无法登录。", "Besides the password, signing in asks for a code from an app on your phone. Who knows your password alone stays out.";
    on: "已开启", "on";
    off: "未开启", "off";
    on_since(at: &str): "开启于{at}", "On since {at}";
    codes_left(left: usize): "还剩{left}个恢复码", "{left} recovery code left" | "{left} recovery codes left";
    few_left: "恢复码所剩不多", "Few recovery codes are left";
    few_left_body: "请生成新的恢复码，以免手机丢失时无法登录。", "Make new ones, so that you still come in when your phone is lost.";
    add: "开启两步验证", "Turn on";
    remove: "关闭两步验证", "Turn off";
    new_codes: "生成新的恢复码", "Make new recovery codes";

    security: "密码与登录设备", "Password and devices";
    setup_title: "开启两步验证", "Turn on two-step sign-in";
    needed: "员工登录需要两步验证", "Staff sign in with a second step";
    needed_body: "请先添加验证器应用，然后继续工作。", "Add an authenticator app first; then your work goes on.";
    what_you_need: "您需要一个验证器应用，例如手机自带的密码管理器、微软或谷歌验证器。", "You need an authenticator app, such as the password manager of your phone, or Microsoft or Google Authenticator.";
    begin: "显示二维码", "Show the QR code";
    already_on: "两步验证已开启。", "Two-step sign-in is on.";
    scan: "1. 用验证器应用扫描二维码", "1. Scan the QR code with your app";
    picture: "供验证器应用扫描的二维码", "QR code for your authenticator app";
    by_hand: "无法扫描时，请手动输入此密钥：", "If you cannot scan it, type this key:";
    open_app: "在本机的验证器应用中打开", "Open in an app on this device";
    type_code: "2. 输入应用上显示的代码", "2. Type the code your app shows";
    confirm: "开启", "Turn on";
    anew: "换一个二维码", "Another QR code";

    codes_title: "请保存您的恢复码", "Keep your recovery codes";
    codes_lead: "手机丢失时，用它们登录。每个只能用一次，离开本页后不再显示。", "They sign you in when your phone is lost. Each works once, and they are not shown again.";
    codes_where: "请打印，或抄在安全的地方，不要只存在手机里。", "Print them or write them down, and keep them elsewhere than on your phone.";
    kept: "我已保存", "I have kept them";

    wrong_code: "代码不正确或已使用过。请等待新的代码后重试。", "This is not the present code, or it was used. Wait for the next one.";
    not_begun: "请先显示二维码，并用验证器应用扫描。", "Show the QR code first, and scan it with your app.";
    already_added: "两步验证已开启。更换手机时，请先关闭再重新开启。", "Two-step sign-in is on. To change phones, turn it off and on again.";
    prove_first: "您的账号已有通行密钥或验证器。请先用它登录，再做更改。", "Your account has a passkey or an app already. Sign in with it first.";
    prove_now: "去确认", "Sign in with it";
    none_added: "两步验证未开启。", "Two-step sign-in is not on.";

    factor_wrong: "代码不正确或已使用过。请等待新的代码后重试。", "This is not the present code, or it was used. Wait for the next one.";
    recovery_wrong: "恢复码不正确或已使用过。", "This is not one of your recovery codes, or it was used.";
    factor_locked(until: &str): "代码错误次数过多。请在{until}之后重试。", "Too many wrong codes. Try again after {until}.";
    step_over: "验证已超时，请重新登录。", "This took too long. Sign in again.";
    bad_digits: "请输入六位数字。", "Enter six digits.";
}
