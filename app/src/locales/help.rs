//! Words of `/help`.

super::texts! {
    title: "帮助", "Help";
    lead: "常见问题，以及如何联系我们。", "What is asked most, and how to reach us.";
    bill_question: "账单为什么变多了？", "Why is my bill higher?";
    bill_answer: "每张账单都会逐项说明与上月的差别。如仍有疑问，可以在账单页对某一项提出异议。", "Each bill says line by line how it differs from the month before. If it still looks wrong, dispute the line from the bill.";
    bill_link: "查看账单", "See your bills";
    plan_question: "怎样换成更便宜的套餐？", "How do I change to a cheaper plan?";
    plan_answer: "降档和升档一样可以在线办理：升档可立即生效，降档从下个账期生效。确认前会显示全部费用。", "Online, as easily as to a dearer one. Dearer plans can start at once, cheaper ones with the next billing cycle. You see every cost before you confirm.";
    plan_link: "比较套餐", "Compare plans";
    lost_question: "手机丢了怎么办？", "I lost my phone. What now?";
    lost_answer: "在“我的号码”里挂失，号码会立即停机。找回后可自行撤销挂失。", "Report the line lost under “Your lines”: it is barred at once. Should you find it, take the report back yourself.";
    lost_link: "我的号码", "Your lines";
    password_question: "忘记服务密码？", "Forgot your password?";
    password_answer: "用短信验证码登录，然后在“安全”里设置新密码。", "Sign in with a code by SMS, then set a new password under “Security”.";
    password_link: "用验证码登录", "Sign in with a code";
    talk: "找人处理", "Talk to a person";
    talk_body: "在线提交请求可随时查看进度；紧急情况请拨打10086。", "A request filed online can be followed at any time. If it is urgent, call 10086.";
    ask: "提交请求", "File a request";
    call: "拨打 10086", "Call 10086";
    demo: "这是演示环境", "This is a demonstration";
    demo_codes: "短信不会真正发出：它们以文件形式写入程序的 var/sms 文件夹，最新的文件里就有登录验证码。", "No SMS is really sent: each is written as a file into the folder var/sms of the program; the newest holds the sign-in code.";
}
