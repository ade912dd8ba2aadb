// Amounts of money as pages write them.

import { expect, type Locator } from "@playwright/test";

/** The fen in the first amount of a text: 123456 in `¥1,234.56`, -500 in `−¥5.00`. */
export function fen(text: string): number {
  const found = /([−+-]?)¥([\d,]+)\.(\d\d)/.exec(text);
  expect(found, `an amount in “${text}”`).not.toBeNull();
  const [, sign, yuan, rest] = found ?? [];
  const amount = Number(`${yuan?.replaceAll(",", "") ?? ""}${rest ?? ""}`);
  return sign === "−" || sign === "-" ? -amount : amount;
}

/** The fen in the first amount within each of the elements. */
export async function fenIn(elements: Locator): Promise<number[]> {
  return (await elements.allInnerTexts()).map(fen);
}

/** An amount as people type it: `1234.56`. */
export function typed(amount: number): string {
  return (amount / 100).toFixed(2);
}

/** An amount as pages write it: `¥1,234.56`. */
export function written(amount: number): string {
  const digits = Math.abs(amount / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
  return `${amount < 0 ? "−" : ""}¥${digits}`;
}

/** The sum. */
export function sum(amounts: number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
