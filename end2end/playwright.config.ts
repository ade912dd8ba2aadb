// Every journey is made twice: with JavaScript, and without, where nothing but links and forms is left.

import { defineConfig, devices, type ReporterDescription } from "@playwright/test";
import { shared } from "./support/surroundings";

const reporters: ReporterDescription[] = [["list"]];
if (process.env.WANGTING_TEST_RESULTS !== undefined) {
  reporters.push(["json", { outputFile: process.env.WANGTING_TEST_RESULTS }]);
}

export default defineConfig({
  ...shared,
  testDir: "tests",
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: reporters,
  projects: [
    { name: "with-javascript", use: { ...devices["Desktop Chrome"], javaScriptEnabled: true } },
    { name: "without-javascript", use: { ...devices["Desktop Chrome"], javaScriptEnabled: false } },
  ],
});
