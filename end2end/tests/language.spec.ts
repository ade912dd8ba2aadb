// Both languages on every main page, which stays the same page; and every main page on the narrowest screens.

import { cast } from "../support/cast";
import { expect, test } from "../support/hall";

const PAGES = [
  "/",
  "/bills",
  "/bills?before=2026-01-01",
  "/pay",
  "/payments",
  "/usage",
  "/plans",
  "/plans?kind=internet",
  "/plans/VOICE-20",
  "/recommendations",
  "/orders",
  "/requests",
  "/requests/new",
  "/requests/new?category=fault",
  "/lines",
  "/profile",
  "/profile/security",
  "/messages",
  "/help",
];

test("each page changes its language and nothing else", async ({ hall, page }) => {
  test.setTimeout(90_000);
  await page.setViewportSize({ width: 320, height: 640 });
  await hall.signIn(cast.reader, "en");
  const heading = page.getByRole("heading", { level: 1 });
  let language: "en" | "zh-CN" = "en";
  for (const path of PAGES) {
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    const before = await heading.innerText();
    await hall.checkPage();
    language = language === "en" ? "zh-CN" : "en";
    await hall.readIn(language);
    await expect(page).toHaveURL(path);
    await expect(heading).not.toHaveText(before);
    await hall.checkPage();
  }
});
