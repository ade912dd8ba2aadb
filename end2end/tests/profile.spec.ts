// The profile: language and message preferences with the history of changes, who may change what, and the contact.
// R-CUS-4, R-CUS-8

import { cast } from "../support/cast";
import { expect, test } from "../support/hall";

test("what cannot be saved is said beside its field, and stays as it was chosen", async ({ hall, page }) => {
  await hall.signIn(cast.mover, "zh-CN");
  await page.goto("/profile");
  await hall.checkLooks();
  const [bySms, byEmail] = [page.getByLabel("短信接收服务通知"), page.getByLabel("邮件接收服务通知")];
  await byEmail.uncheck();
  await bySms.uncheck();
  await page.getByRole("button", { name: "保存" }).click();
  await hall.refuses({ notify_by_sms: "服务通知至少需要一种方式：短信或邮件。" });
  await expect(bySms).not.toBeChecked();
  await hall.checkLooks();
});

test("a new language is kept, told and written down", async ({ hall, page }) => {
  const { mobile = "" } = await hall.signIn(cast.mover, "zh-CN");
  await page.goto("/profile");
  await page.getByLabel("语言").selectOption("en");
  await page.getByRole("button", { name: "保存" }).click();
  await hall.confirms("Your details are saved.");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  const history = page.locator(".card", { has: page.getByRole("heading", { name: "History of changes" }) });
  await expect(history).toContainText("Language: from “简体中文” to “English”");
  await hall.checkLooks();
  // Somebody who changed another's profile must not choose how its owner is warned.
  expect(await hall.sms(mobile)).toContain("您的客户资料已修改。如非本人操作，请立即联系10086。");

  const elsewhere = await hall.anotherVisitor();
  await elsewhere.signIn(cast.mover);
  await expect(elsewhere.page.locator("html")).toHaveAttribute("lang", "en");
});

test("a number is changed after both are proved, and taken back by the link without signing in", async ({ hall, page }) => {
  const { mobile = "" } = await hall.signIn(cast.contactMover, "en");
  // No two runs of this journey take the same number: the last one may still have its code.
  const next = `154${String(Date.now()).slice(-8)}`;
  await page.goto("/profile");
  await page.getByRole("link", { name: "Change contact" }).click();
  await hall.checkLooks();
  await page.getByLabel("New contact mobile").fill("1540");
  await page.locator('form:has([name="mobile"])').getByRole("button", { name: "Send a code" }).click();
  await hall.refuses({ mobile: "Enter a mobile number of 11 digits, such as 13800138000." });
  await page.getByLabel("New contact mobile").fill(next);
  await page.locator('form:has([name="mobile"])').getByRole("button", { name: "Send a code" }).click();
  await hall.confirms("A code is on its way to the new contact.");
  await hall.checkLooks();
  const code = /\b\d{6}\b/.exec(await hall.sms(next))?.[0] ?? "";
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Prove and change" }).click();
  await hall.confirms("It is proved and waits for its time. Old and new contact are told.");
  await expect(page.getByText(/Contact mobile changes on/)).toBeVisible();
  await hall.checkLooks();

  const link = new URL(/https?:\S+/.exec(await hall.sms(mobile))?.[0] ?? "");
  const elsewhere = await hall.anotherVisitor();
  await elsewhere.page.goto(link.pathname + link.search);
  await elsewhere.readIn("en");
  await elsewhere.page.goto(link.pathname + link.search);
  await elsewhere.checkLooks();
  await elsewhere.page.getByRole("button", { name: "Take it back" }).click();
  await elsewhere.confirms("The change is taken back, every device is signed out, and what was added since to sign in with is removed. Sign in by a code and set a new password.");
  await elsewhere.page.goto(link.pathname + link.search);
  await expect(elsewhere.page.getByText("This link leads nowhere any more")).toBeVisible();
  await elsewhere.checkPage();
  // Whoever was in is out.
  await page.goto("/profile");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("consents are said and taken back, and a copy of one's data is taken once", async ({ hall, page }) => {
  const { mobile = "" } = await hall.signIn(cast.copier, "en");
  await page.goto("/profile/privacy");
  await hall.checkLooks();
  const recommendations = page.locator("li", { hasText: "Recommendations from your usage" }).first();
  await recommendations.getByRole("button").click();
  await hall.confirms("Your choice is written down.");
  await expect(recommendations).toContainText("Not agreed");
  await recommendations.getByRole("button").click();
  await expect(recommendations).toContainText("Agreed");

  await page.getByRole("button", { name: "Ask for a copy" }).click();
  await hall.confirms("We are making your copy and will tell you when it is ready.");
  const link = new URL(/https?:\S+/.exec(await hall.sms(mobile))?.[0] ?? "");
  await page.goto(link.pathname + link.search);
  await hall.checkLooks();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Take it (ZIP)" }).click();
  expect((await coming).suggestedFilename()).toBe("copy.zip");
  await page.goto(link.pathname + link.search);
  await expect(page.getByText("This link leads nowhere any more")).toBeVisible();
  await hall.checkPage();
});
