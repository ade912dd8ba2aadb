// `npm run look`: pictures of the pages, for people to look at. Nothing is checked but that each of them opens.

import { defineConfig } from "@playwright/test";
import { shared } from "./support/surroundings";

const widths = { narrow: 360, wide: 1280 };
const schemes = ["light", "dark"] as const;

export default defineConfig({
  ...shared,
  testDir: "look",
  timeout: 120_000,
  reporter: [["list"]],
  projects: Object.entries(widths).flatMap(([name, width]) =>
    schemes.map((colorScheme) => ({
      name: `${name}-${colorScheme}`,
      use: { viewport: { width, height: 800 }, colorScheme },
    })),
  ),
});
