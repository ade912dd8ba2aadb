// Password and sessions. R-CUS-10

import { cast } from "../support/cast";
import { expect, test, type Visitor } from "../support/hall";

async function change({ page }: Visitor, old: string, password: string, again = password): Promise<void> {
  await page.getByLabel("Present password").fill(old);
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("New password again").fill(again);
  await page.getByRole("button", { name: "Change the password" }).click();
}

test("sessions are listed, and ended one by one or all at once", async ({ hall, page }) => {
  await hall.signIn(cast.careful, "en");
  const elsewhere = await hall.anotherVisitor();
  const sessions = page.getByRole("main").getByRole("listitem").filter({ hasText: "Last used" });
  for (const { button, done } of [
    { button: /^End the session on/, done: "That device is signed out." },
    { button: "End all other sessions", done: "All other devices are signed out." },
  ]) {
    await elsewhere.signIn(cast.careful);
    await page.goto("/profile/security");
    await expect(sessions).toHaveCount(2);
    await expect(sessions.filter({ hasText: "this device" })).toHaveCount(1);
    await hall.checkLooks();
    await page.getByRole("button", { name: button }).click();
    await hall.confirms(done);
    await expect(sessions).toHaveCount(1);
    await elsewhere.page.goto("/bills");
    await expect(elsewhere.page).toHaveURL(/\/sign-in/);
  }
});

test("a trivial password is refused with its reason", async ({ hall, page }) => {
  const { mobile = "", password } = await hall.signIn(cast.careful, "en");
  await page.goto("/profile/security");
  for (const [trivial, words] of [
    ["12345", "Use at least 6 characters."],
    ["123456", "Do not use a sequence, as in 123456."],
    ["777777", "Do not repeat the same characters, as in 111111."],
    [mobile.slice(-6), "Do not use part of your mobile number."],
  ] as const) {
    await change(hall, password, trivial);
    await hall.refuses({ new: words });
  }
  await change(hall, password, "Lanterns-7-over", "Lanterns-8-over");
  await hall.refuses({ again: "The two new passwords differ. Type them again." });
  await change(hall, "not-the-password", "Lanterns-7-over");
  await hall.refuses({ old: "This is not your present password." });
  await hall.checkLooks();
});

test("a new password ends all other sessions, is told, and opens the door", async ({ hall, page }) => {
  const person = await hall.signIn({ state: "suspended", nth: 3 }, "en");
  const elsewhere = await hall.anotherVisitor();
  await elsewhere.signIn({ state: "suspended", nth: 3 });
  await page.goto("/profile/security");
  await change(hall, person.password, "Lanterns-7-over");
  await hall.confirms("Your password is changed; other devices are signed out.");
  await elsewhere.page.goto("/bills");
  await expect(elsewhere.page).toHaveURL(/\/sign-in/);
  await elsewhere.signInWith(person, "Lanterns-7-over");
  await expect(elsewhere.page).toHaveURL("/bills");
  expect(await hall.sms(person.mobile ?? "")).toContain("If this was not you");
});

test("who it is can be proved again, by password or by a code", async ({ hall, page }) => {
  const person = await hall.signIn("senior", "en");
  const { mobile = "" } = person;
  await page.goto("/sign-in/again?next=/profile");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Confirm that it is you");
  await hall.checkLooks();
  await page.getByLabel("Service password").fill("not-the-password");
  await page.getByRole("button", { name: "Continue" }).click();
  await hall.refuses({ password: "This is not your password. Type it again." });
  await hall.checkPage();
  await page.getByLabel("Service password").fill(person.password);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL("/profile");

  await page.goto("/sign-in/again?next=/bills");
  await page.getByRole("button", { name: "Send a code to my mobile instead" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Enter the code");
  await expect(page.locator("main")).toContainText(`${mobile.slice(0, 3)}****${mobile.slice(-4)}`);
  await hall.checkPage();
  const code = /(?<!\d)\d{6}(?!\d)/.exec((await hall.sms(mobile)).split("\n\n").slice(1).join())?.[0] ?? "";
  await page.locator('input[name="code"]').fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL("/bills");
});
