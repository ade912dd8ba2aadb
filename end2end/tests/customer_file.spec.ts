// Staff and the customer file: found by part of the number, a name corrected by two, and what supervisors see of its quality.
// R-CUS-1, R-CUS-4

import { account } from "../support/surroundings";
import { cast } from "../support/cast";
import { expect, test } from "../support/hall";

test("a customer is found by the end of the number, and a correction waits for somebody else", async ({ hall, page }) => {
  const { code = "", mobile = "" } = account(cast.copier.state, cast.copier.nth);
  await hall.signIn("staff", "en");
  await page.goto("/staff/customers");
  await page.getByRole("searchbox").fill(mobile.slice(-8));
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("link", { name: code }).click();
  await page.getByLabel("A caller asks").check();
  await page.locator('textarea[name="reason"]').fill("Asks about the name.");
  await page.getByRole("button", { name: "Open the file" }).click();
  await hall.confirms("The customer's file is open.");
  await page.getByLabel("The name as it should be").fill("长江贸易");
  await page.getByRole("button", { name: "Propose it" }).click();
  await hall.refuses({ why: "Say why, in 10 to 500 characters." });
  await hall.checkLooks();
  await page.getByLabel("Grounds of the correction").fill("A slip at the counter.");
  await page.getByRole("button", { name: "Propose it" }).click();
  await hall.confirms("The correction waits for a supervisor.");
  await expect(page.getByText("A correction to “长江贸易” waits for a supervisor.")).toBeVisible();

  const oversight = await hall.anotherVisitor();
  await oversight.signIn("supervisor", "en");
  await oversight.page.getByRole("link", { name: "Data quality" }).first().click();
  await expect(oversight.page.getByRole("row", { name: code })).toContainText("长江贸易");
  await oversight.checkLooks();
  await oversight.page.getByRole("button", { name: `Reject the correction of ${code}` }).click();
  await oversight.confirms("The correction is not made; the file stays.");
  await oversight.page.getByRole("button", { name: "Look and count now" }).click();
  await oversight.confirms("We are looking. Load this page again in a moment.");
  await oversight.reloadUntil(oversight.page.getByText(/Counted on/));
  await oversight.checkLooks();

  // Both files are only looked at: a merge without a reason is refused.
  const { code: other = "" } = account(cast.contactMover.state, cast.contactMover.nth);
  await oversight.page.goto(`/staff/data-quality/compare?one=${code}&other=${other}`);
  await oversight.checkLooks();
  await oversight.page.getByRole("button", { name: "Join the files" }).click();
  await oversight.refuses({ reason: "Say why, in 10 to 500 characters." });
  await oversight.checkLooks();
});
