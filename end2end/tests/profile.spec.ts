// The profile: contact data with the history of changes, language, message preferences. R-CUS-4, R-CUS-8

import { cast } from "../support/cast";
import { expect, test } from "../support/hall";

test("what cannot be saved is said beside its field, and stays as it was typed", async ({ hall, page }) => {
  await hall.signIn(cast.mover, "zh-CN");
  await page.goto("/profile");
  await hall.checkLooks();
  const email = page.getByLabel("电子邮箱");
  const [bySms, byEmail] = [page.getByLabel("短信接收服务通知"), page.getByLabel("邮件接收服务通知")];
  const save = page.getByRole("button", { name: "保存" });

  await email.fill("nobody@nowhere@example");
  await save.click();
  await hall.refuses({ email: "请检查邮箱地址，例如name@example.com。" });
  await expect(email).toHaveValue("nobody@nowhere@example");
  await hall.checkLooks();

  await email.fill("");
  await byEmail.check();
  await save.click();
  await hall.refuses({ email: "要接收邮件通知，请先填写邮箱。" });
  await byEmail.uncheck();
  await bySms.uncheck();
  await save.click();
  await hall.refuses({ notify_by_sms: "服务通知至少需要一种方式：短信或邮件。" });
  await expect(bySms).not.toBeChecked();
});

test("a new language and address are kept, told and written down", async ({ hall, page }) => {
  const { mobile = "" } = await hall.signIn(cast.mover, "zh-CN");
  await page.goto("/profile");
  await page.getByLabel("电子邮箱").fill("mover@customer.example");
  await page.getByLabel("语言").selectOption("en");
  await page.getByRole("button", { name: "保存" }).click();
  await hall.confirms("Your details are saved.");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  const history = page.locator(".card", { has: page.getByRole("heading", { name: "History of changes" }) });
  await expect(history).toContainText(/E-mail address: from “.*” to “mover@customer\.example”/);
  await expect(history).toContainText("Language: from “简体中文” to “English”");
  await hall.checkLooks();
  // Somebody who changed another's profile must not choose how its owner is warned.
  expect(await hall.sms(mobile)).toContain("您的客户资料已修改。如非本人操作，请立即联系10086。");

  const elsewhere = await hall.anotherVisitor();
  await elsewhere.signIn(cast.mover);
  await expect(elsewhere.page.locator("html")).toHaveAttribute("lang", "en");
});
