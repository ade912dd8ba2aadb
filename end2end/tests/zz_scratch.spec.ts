import { test, type State } from "../support/hall";
import { appendFileSync } from "node:fs";
const base = ["/", "/bills", "/pay", "/usage", "/payments", "/plans", "/recommendations", "/orders", "/requests", "/requests/new", "/lines", "/profile", "/profile/security", "/messages", "/help"];
const states: State[] = ["owesMoney", "lockedIn", "suspended", "new", "heavyUser", "senior"];
for (const state of states) {
  test(state, async ({ hall, page }) => {
    test.setTimeout(300000);
    await hall.signIn(state);
    const seen = new Set<string>(base);
    const queue = [...base];
    const out = `/tmp/e2e/crawl-${state}.txt`;
    while (queue.length) {
      const path = queue.shift()!;
      const start = Date.now();
      await page.goto(path);
      appendFileSync(out, `\n##### ${path} (${await page.title()})\n` + await page.locator("main").innerText() + "\n");
      for (const w of [360, 1280]) for (const c of ["light", "dark"] as const) {
        await page.setViewportSize({ width: w, height: 800 });
        await page.emulateMedia({ colorScheme: c });
        try { await hall.checkPage(); } catch (e) { appendFileSync("/tmp/e2e/findings.txt", `#### ${state} ${path} ${w} ${c}\n${(e as Error).message}\n`); }
      }
      appendFileSync("/tmp/e2e/times.txt", `${state} ${path} ${Date.now() - start}\n`);
      for (const href of await page.locator("main a[href^='/']").evaluateAll((as) => as.map((a) => a.getAttribute("href")!))) {
        if (seen.has(href) || href.endsWith("/csv")) continue;
        const kind = href.replace(/[A-Z0-9]{5,}/g, "X").split("?")[0]!;
        if ([...seen].filter((s) => s.replace(/[A-Z0-9]{5,}/g, "X").split("?")[0] === kind).length >= (kind === "/requests/new" ? 7 : 2)) continue;
        seen.add(href); queue.push(href);
      }
    }
  });
}
