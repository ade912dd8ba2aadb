// Administering a company: its overview and lines, its tree, who may do what, and the way of an invitation. R-ENT-3

import { account } from "../support/surroundings";
import { expect, test } from "../support/hall";

test("an owner sees three companies, and each of their pages", async ({ hall, page }) => {
  test.setTimeout(120_000);
  await hall.signIn("company-owner", "en");
  await page.goto("/");
  await page.getByRole("banner").getByRole("link", { name: "Company" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your companies" })).toBeVisible();
  await hall.checkLooks();
  await page.locator('a[href="/company/DEMO-10K"]').click();
  await expect(page.getByText("10,000", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "What needs action" })).toBeVisible();
  await hall.checkLooks();
  const ways = page.getByRole("navigation", { name: "Main" });
  for (const way of ["Lines", "Units", "People", "Bills"]) {
    await ways.getByRole("link", { name: way }).click();
    await hall.checkLooks();
  }
  await page.getByRole("banner").getByRole("link", { name: "My own" }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/");
});

test("lines are found by user and walked page by page", async ({ hall, page }) => {
  await hall.signIn("company-owner", "en");
  await page.goto("/company/DEMO-10K/lines");
  await expect(page.locator("tbody tr")).toHaveCount(50);
  const first = await page.locator("tbody th").first().innerText();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(50);
  expect(await page.locator("tbody th").first().innerText()).not.toBe(first);
  await page.getByLabel("Number, code or user").fill("E00042");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(1);
});

test("a unit is added, renamed and moved", async ({ hall, page }) => {
  await hall.signIn("company-owner", "en");
  await page.goto("/company/DEMO-12/units");
  const name = `Unit ${Date.now().toString(36)}`;
  await page.getByRole("button", { name: "Add it" }).click();
  await hall.refuses({ name: "Enter a name." });
  await page.locator("#name").fill(name);
  await page.getByRole("button", { name: "Add it" }).click();
  await hall.confirms("The unit is added.");
  await page.getByRole("link", { name }).first().click();
  await page.locator("#new-name").fill(`${name} too`);
  await page.getByRole("button", { name: "Save the name" }).click();
  await hall.confirms("The unit has its new name.");
  await page.getByLabel("Move it under").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Move it" }).click();
  await hall.confirms("The unit is moved.");
});

test("an administrator sees their own part, and nothing of the others", async ({ hall, page }) => {
  await hall.signIn("company-administrator", "en");
  await page.goto("/company");
  await expect(page).toHaveURL((url) => url.pathname === "/company/DEMO-10K");
  await expect(page.getByText("10,000", { exact: true })).toHaveCount(0);
  expect((await page.goto("/company/DEMO-10K/bills"))?.status()).toBe(404);
  expect((await page.goto("/company/DEMO-12"))?.status()).toBe(404);
  await page.goto("/company/DEMO-10K/people");
  await expect(page.getByRole("radio", { name: "Owner" })).toHaveCount(0);
});

test("somebody is invited, accepts, and gives it up again", async ({ hall, page }) => {
  await hall.signIn("company-owner", "en");
  const { code = "", mobile = "" } = account("company-line-manager");
  await page.goto("/company/DEMO-12/people");
  await page.getByRole("button", { name: "Invite" }).click();
  await hall.refuses({ role: "Choose a role." });
  await page.getByRole("radio", { name: "Viewer" }).check();
  await page.getByLabel("Mobile number or customer code").fill("nobody at all");
  await page.getByRole("button", { name: "Invite" }).click();
  await hall.refuses({ addressee: "Enter a mobile number of 11 digits, or a customer code." });
  await page.getByLabel("Mobile number or customer code").fill(mobile);
  await page.getByRole("button", { name: "Invite" }).click();
  await hall.confirms("If they are a customer of ours, the invitation is on its way. It is open for seven days.");

  const invited = await hall.anotherVisitor();
  await invited.signIn("company-line-manager", "en");
  await invited.page.goto("/company");
  await invited.page.getByRole("link", { name: "See the invitation" }).first().click();
  await invited.checkLooks();
  await invited.page.getByRole("button", { name: "Accept" }).click();
  await invited.confirms("You have the role now.");
  await expect(invited.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" })).toHaveCount(0);

  await page.goto("/company/DEMO-12/people");
  await page.getByRole("button", { name: `Take the role Viewer from ${code}` }).click();
  await hall.confirms("The role is taken away.");
  expect((await invited.page.goto("/company/DEMO-12"))?.status()).toBe(404);
});

test("a change of owners takes two", async ({ hall, page }) => {
  await hall.signIn("company-owner", "en");
  const { mobile = "" } = account("company-viewer");
  await page.goto("/company/DEMO-300/people");
  await page.getByRole("radio", { name: "Owner" }).check();
  await page.getByLabel("Mobile number or customer code").fill(mobile);
  await page.getByRole("button", { name: "Invite" }).click();
  await hall.confirms("Another owner has been asked to agree; until then nothing changes.");
  const second = await hall.anotherVisitor();
  await second.signIn("company-second-owner", "en");
  await second.page.goto("/company/DEMO-300");
  await second.page.getByRole("link", { name: "Decide" }).click();
  await second.page.getByRole("button", { name: /^Do not agree/ }).first().click();
  await second.confirms("You did not agree: nothing changes.");
});
