//! Words of the door.

super::texts! {
    title: "登录", "Sign in";
    lead: "用手机号码和服务密码登录网厅。", "With your mobile number and service password.";
    mobile: "手机号码", "Mobile number";
    password: "服务密码", "Service password";
    sign_in: "登录", "Sign in";
    by_code: "用短信验证码登录", "Sign in with a code by SMS instead";
    by_password: "用服务密码登录", "Sign in with your service password instead";
    code_title: "短信验证码登录", "Sign in with a code";
    code_lead: "我们会向您的手机发送六位验证码。", "We send a code of six digits to your mobile.";
    send_code: "发送验证码", "Send the code";
    enter_title: "输入验证码", "Enter the code";
    code_sent(mobile: &str, until: &str): "如果{mobile}在我方登记，验证码已发出，{until}前有效。", "If we know {mobile}, a code is on its way. It is valid until {until}.";
    code: "验证码", "Code";
    code_hint: "六位数字", "Six digits";
    no_code: "没有收到验证码？", "No code?";
    no_code_body: "已挂失的号码，以及三天内更换过SIM卡的号码，不会收到验证码。请用服务密码登录，或拨打10086。", "None goes to a number that is reported lost or got a new SIM in the last three days. Sign in with your password, or call 10086.";
    forgotten: "忘记密码？", "Forgotten your password?";
    send_again: "重新发送", "Send another code";
    again_title: "请再次确认是您本人", "Confirm that it is you";
    again_lead: "付款和修改联系方式之前，我们再确认一次，十分钟内有效。您填写的内容会保留。", "Before money or contact data move we ask once more. It holds for ten minutes, and what you typed is kept.";
    go_on: "继续", "Continue";
    send_code_to_me: "向我的手机发送验证码", "Send a code to my mobile instead";
    code_on_its_way(mobile: &str, until: &str): "验证码已发往{mobile}，{until}前有效。", "A code is on its way to {mobile}. It is valid until {until}.";
    wrong_password: "密码不正确，请重新输入。", "This is not your password. Type it again.";
    staff_title: "员工登录", "Staff sign-in";
    staff_lead: "仅限运营商员工。", "For the operator's staff only.";
    staff_name: "员工账号", "Account name";
    staff_password: "密码", "Password";
    demo: "这是演示环境", "This is a demonstration";
    demo_body: "演示账号在启动时列出。短信不会真正发出，而是写入 var/sms 文件夹，最新的文件里就有验证码。", "The demo accounts are listed where the program was started. No SMS is really sent: the newest file in the folder var/sms holds the code.";
}
