// Recommendations: the arithmetic can be checked with pencil and paper, and what is dismissed stays away. R-PRD-4

import type { Locator } from "@playwright/test";
import { fen, fenIn, sum, written } from "../support/amounts";
import { cast } from "../support/cast";
import { expect, test } from "../support/hall";

/** The amount in the figure with this label. */
async function figure(card: Locator, label: string): Promise<number> {
  return fen(await card.locator(".figure", { hasText: label }).locator(".figure-value").innerText());
}

test("the arithmetic adds up", async ({ hall, page }) => {
  await hall.signIn("senior", "en");
  await page.goto("/recommendations");
  const cards = page.locator(".card", { has: page.getByText("See the arithmetic, month by month") });
  for (const card of await cards.all()) {
    await card.getByText("See the arithmetic, month by month").click();
    const totals: number[] = [];
    for (const table of await card.getByRole("table").all()) {
      const months = await fenIn(table.locator("tbody td:last-child"));
      const total = fen(await table.locator("tfoot td:last-child").innerText());
      expect(sum(months)).toBe(total);
      // Price and what was used beyond, across.
      for (const row of await table.locator("tbody tr").all()) {
        const amounts = await fenIn(row.locator("td"));
        expect(sum(amounts.slice(0, -1))).toBe(amounts.at(-1));
      }
      totals.push(total);
    }
    if (await card.getByText("You would have saved").isVisible()) {
      const [present = 0, best = 0] = totals;
      expect(await figure(card, "With your plan")).toBe(present);
      expect(await figure(card, "With the plan we recommend")).toBe(best);
      expect(await figure(card, "You would have saved")).toBe(present - best);
    } else {
      expect(await figure(card, "What it came to")).toBe(totals[0]);
    }
  }
  await hall.checkLooks();
});

test("a better plan leads to the check, with the same saving as on the home page, until it is dismissed", async ({
  hall,
  page,
}) => {
  await hall.signIn(cast.stayer, "en");
  const onHome = page.locator(".card", { has: page.getByRole("heading", { name: "Recommended for you" }) });
  await page.goto("/");
  const promised = fen(await onHome.innerText());

  await page.goto("/recommendations");
  const dismiss = page.getByRole("button", { name: "Do not show this again" });
  const saving = page.locator(".figure", { hasText: "You would have saved" });
  await expect(saving.filter({ hasText: written(promised) })).toHaveCount(1);
  await page.getByRole("link", { name: "Check the change" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check the change");

  await page.goto("/recommendations");
  for (let left = await dismiss.count(); left > 0; left -= 1) {
    await dismiss.first().click();
    await hall.confirms("We will not show this recommendation again.");
    await expect(dismiss).toHaveCount(left - 1);
  }
  await expect(page.getByText("You chose not to see this again.").first()).toBeVisible();
  await hall.checkLooks();
  await page.goto("/");
  await expect(onHome).toHaveCount(0);
});
