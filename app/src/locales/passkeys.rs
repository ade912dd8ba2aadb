//! Words of passkeys.

super::texts! {
    title: "通行密钥", "Passkeys";
    lead: "用指纹、面容或屏幕锁登录，无需密码，也不怕被骗走。", "Sign in by finger, face or screen lock. There is no password to type, and none to be tricked out of.";
    none: "还没有通行密钥。", "There are no passkeys yet.";
    manage: "添加或移除", "Add or remove";
    security: "密码与登录设备", "Password and devices";
    yours: "您的通行密钥", "Your passkeys";
    added(at: &str): "添加于{at}", "Added {at}";
    used(at: &str): "最近使用 {at}", "Last used {at}";
    remove: "移除", "Remove";
    remove_one(name: &str): "移除“{name}”", "Remove “{name}”";
    add: "添加通行密钥", "Add a passkey";
    name: "名称", "Name";
    name_hint: "例如“我的手机”", "Such as “My phone”";
    sign_in: "使用通行密钥登录", "Sign in with a passkey";
    prove: "使用通行密钥确认", "Confirm with a passkey";
    failed: "未能使用通行密钥。请重试，或换一种方式。", "The passkey could not be used. Try again, or go another way.";
    not_supported: "此浏览器无法使用通行密钥，或未启用脚本。", "This browser knows no passkeys, or runs no scripts.";
    unavailable: "此网址无法使用通行密钥。", "Passkeys cannot be used at this address.";
    bad_name: "请输入名称，最多40个字符。", "Enter a name of at most 40 characters.";
    does_not_fit: "设备的回应无效或已超时，请重试。", "The answer of the device does not fit, or came too late. Try again.";
    known: "此通行密钥已添加。", "This passkey was added before.";
    too_many: "最多添加10个通行密钥。请先移除不用的。", "There are ten, and no more are kept. Remove one first.";
}
