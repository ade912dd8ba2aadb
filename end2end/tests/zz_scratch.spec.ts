import { test } from "../support/hall";
import { cast } from "../support/cast";
import { appendFileSync } from "node:fs";
for (const [name, who] of [...Object.entries(cast), ["heavy0", {state:"heavyUser",nth:0}],["senior0", {state:"senior",nth:0}]] as const) {
  test(name, async ({ hall, page }) => {
    await hall.signIn(who, "en");
    const out = `/tmp/e2e/cast.txt`;
    appendFileSync(out, `\n######### ${name}\n`);
    for (const path of ["/", "/recommendations", "/lines"]) {
      await page.goto(path);
      appendFileSync(out, `##### ${path}\n` + (await page.locator("main").innerText()).replace(/\n+/g, " | ").slice(0, 1200) + "\n");
    }
  });
}
